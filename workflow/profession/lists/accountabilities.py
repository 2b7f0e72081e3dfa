"""Accountability records (问责): proposed here, decided by the competent body, never by us.

Drafted, reviewed and submitted by three people; accepted, decided with a document, announced,
executed and filed. Neither the proposer nor the person concerned ever decides
(docs/domain/roles.md#inv-03).
"""

from __future__ import annotations

from workflow.declaration import (
    Email,
    Field,
    ListType,
    Notice,
    Rule,
    Sharing,
    State,
    Transition,
    system,
    took_part,
)
from workflow.profession.default_ladder import ladder_to
from workflow.profession.limits import (
    ACCOUNTABILITY_ACCEPTANCE,
    ACCOUNTABILITY_DRAFT,
    ACCOUNTABILITY_REVIEW,
    ACCOUNTABILITY_SUBMISSION,
)
from workflow.profession.moves.accounting import ACCOUNTING, fits_target
from workflow.profession.moves.basic import REASON, comment, escalate, filled
from workflow.profession.moves.document_moves import CONCERNED, RESPONSIBLE, costs_nothing
from workflow.profession.moves.issued_papers import attach_copy, voiding
from workflow.profession.moves.sanctioning import READERS, awaited_role, competent
from workflow.profession.roles import director, discipline, group_secretary, own_case
from workflow.profession.sanctions import (
    BODIES,
    KINDS_OF_RESPONSIBILITY,
    METHOD_CHOICES,
    METHODS,
    TARGETS,
)
from workflow.words import Words

_OPEN = (
    "raised", "drafted", "reviewed", "submitted", "accepted", "decided", "announced", "executed",
)  # fmt: skip
reviewer = took_part("reviewer", Words("审核的人", "whoever reviewed it"))
TO_BODY = filled(
    "建议的方式超出该机关的权限，请提请有管理权限的组织",
    "the method proposed is beyond that body; submit it to the one with the authority",
    lambda f: (
        f.fields["competent"] in METHODS[f.item.data["proposed"]].bodies
        if "proposed" in f.item.data
        else True
    ),
    "competent",
)


def _send_back(*states: str, who: Rule) -> Transition:
    """Declare the return of a proposal for a new draft, with its faults."""
    return Transition(
        "return",
        Words("退回", "Return"),
        source=states,
        dest="raised",
        permission=who & ~own_case,
        judges=(),
        conditions=(REASON,),
        comment_required=True,
        due=lambda f: f.within(ACCOUNTABILITY_DRAFT),
        effects=(Notice(to=("raiser", "drafter", "awaited", "discipline_officer")),),
    )


LIST_TYPE = ListType(
    key="accountabilities",
    prefix="A",
    words=Words("问责记录", "Accountability records"),
    parents=(
        "problems",
        "tasks",
        "responsibilities",
        "supervisions",
        "interviews",
        "criticisms",
    ),
    needs_parent=True,
    shared=Sharing("matter", ("raised", "drafted", "reviewed", "submitted", "accepted")),
    readers=READERS,
    duties={"reviewer": reviewer},
    states=(
        State(
            "raised",
            Words("待拟建议书", "To be drafted"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "discipline_officer"),
        ),
        State(
            "drafted",
            Words("待审核", "To be reviewed"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State(
            "reviewed",
            Words("已审核", "Reviewed"),
            awaits="party_group_secretary",
            ladder=ladder_to("party_group_secretary", "discipline_officer"),
        ),
        State(
            "submitted",
            Words("已提请", "Submitted"),
            awaits=awaited_role,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State(
            "accepted",
            Words("已受理", "Accepted"),
            awaits=awaited_role,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State(
            "decided",
            Words("已决定", "Decided"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State(
            "announced",
            Words("已宣布", "Announced"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State(
            "executed",
            Words("已执行", "Executed"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State("closed", Words("已归档", "Filed"), final=True),
        State("withdrawn", Words("已撤回", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提出问责建议", "Propose accountability"),
            source=(),
            dest="raised",
            permission=director | discipline | system,
            conditions=(RESPONSIBLE,),
            fields=(
                Field("title", Words("问责事由", "Reason"), kind="long", limit=2000),
                CONCERNED,
            ),
            duty="raiser",
            due=lambda f: f.within(ACCOUNTABILITY_DRAFT),
            effects=(Notice(to=("awaited", "discipline_officer", "party_group_secretary")),),
        ),
        Transition(
            "draft",
            Words("拟问责建议书", "Draft the proposal"),
            source=("raised",),
            dest="drafted",
            permission=(director | discipline) & ~own_case,
            judges=(),
            fields=(
                Field("target", Words("建议对象", "Target"), "choice", choices=TARGETS),
                Field("facts", Words("事实和证据", "Facts and evidence"), kind="long"),
                Field(
                    "responsibility",
                    Words("责任类型", "Kind of responsibility"),
                    "choice",
                    choices=KINDS_OF_RESPONSIBILITY,
                ),
                Field("basis", Words("依据条款", "Rule it rests on"), kind="long"),
                Field(
                    "proposed", Words("建议方式", "Method proposed"), "choice", True, METHOD_CHOICES
                ),
                Field("weight", Words("从轻从重情节", "Mitigating or aggravating"), "long", False),
            ),
            conditions=(
                filled(
                    "建议的方式不适用于该对象（组织或干部）",
                    "the method proposed is not for such a target (organisation or cadre)",
                    lambda f: fits_target(f, "proposed"),
                    "proposed",
                    "target",
                ),
            ),
            takes_evidence=True,
            duty="drafter",
            due=lambda f: f.within(ACCOUNTABILITY_REVIEW),
            effects=(Email(to=("discipline_officer",), kind="asked"),),
        ),
        Transition(
            "review",
            Words("审核", "Review"),
            source=("drafted",),
            dest="reviewed",
            permission=discipline & ~own_case,
            judges=("raiser", "drafter"),
            comment_required=True,
            duty="reviewer",
            due=lambda f: f.within(ACCOUNTABILITY_SUBMISSION),
            effects=(Email(to=("party_group_secretary",), kind="asked"),),
        ),
        Transition(
            "submit",
            Words("提请有权机关决定", "Submit to the competent body"),
            source=("reviewed",),
            dest="submitted",
            permission=group_secretary & ~own_case,
            judges=("raiser", "drafter", "reviewer"),
            fields=(
                Field("competent", Words("有权机关类别", "Kind of body"), "choice", choices=BODIES),
                Field("body", Words("有权机关", "Competent body")),
            ),
            conditions=(TO_BODY,),
            duty="submitter",
            document="W10",
            step_up=True,
            due=lambda f: f.within(ACCOUNTABILITY_ACCEPTANCE),
            effects=(Email(to=("awaited",), kind="asked"), Notice(to=("drafter", "raiser"))),
            note=Words("问责建议书编发文字号", "the proposal is numbered"),
        ),
        *ACCOUNTING,
        _send_back("drafted", "reviewed", who=group_secretary | discipline),
        _send_back("submitted", "accepted", who=group_secretary | discipline | competent),
        Transition(
            "withdraw",
            Words("撤回建议", "Withdraw"),
            source=("raised", "drafted", "reviewed", "submitted"),
            dest="withdrawn",
            permission=(director | discipline | group_secretary) & ~own_case,
            judges=(),
            conditions=(REASON,),
            comment_required=True,
            duty="withdrawer",
            records=voiding(costs_nothing),
            clears_due=True,
            effects=(Notice(to=("raiser", "drafter")),),
            beside=True,
        ),
        attach_copy("submitted", "accepted", "decided", "announced", "executed", "closed"),
        comment(*_OPEN),
        escalate(*_OPEN),
    ),
)
