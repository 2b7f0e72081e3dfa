"""Accountability records (问责): proposed, never decided here; the competent body decides."""

from __future__ import annotations

from workflow.definition import Choice, Field, ListType, State, Transition
from workflow.effects import Email, Notice
from workflow.ladder import ladder_to
from workflow.limits import ACCOUNTABILITY_EXECUTION, ACCOUNTABILITY_REVIEW
from workflow.rules import raiser, system, took_part
from workflow.steps.everyday import REASON, comment, escalate, filled
from workflow.vocabulary import director, discipline, group_secretary, own_case
from workflow.words import Words

# Methods are data with their source: seen in the 2016 Regulations, article 7 (domain.md 2.7).
METHODS = (
    Choice("examination", Words("检查（组织）", "Written self-examination (organisation)")),
    Choice("circular", Words("通报", "Circular")),
    Choice("reorganise", Words("改组（组织）", "Reorganisation (organisation)")),
    Choice("admonition", Words("诫勉", "Admonition")),
    Choice("handling", Words("组织调整或者组织处理", "Organisational handling")),
    Choice("discipline", Words("纪律处分", "Disciplinary punishment")),
    Choice("none", Words("不予问责", "No accountability")),
)

reviewer = took_part("reviewer", Words("审核的人", "whoever reviewed it"))

LIST_TYPE = ListType(
    key="accountabilities",
    prefix="A",
    words=Words("问责记录", "Accountability records"),
    parents=("problems", "tasks", "responsibilities", "supervisions", "interviews"),
    needs_parent=True,
    readers=(
        "discipline_officer",
        "party_group_secretary",
        "leader_in_charge",
        "party_work_director",
        "auditor",
    ),
    states=(
        State(
            "raised",
            Words("待审核", "Proposed"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State("reviewed", Words("已审核", "Reviewed"), awaits="party_group_secretary"),
        State("submitted", Words("已提请", "Submitted"), awaits="discipline_officer"),
        State(
            "decided",
            Words("已决定", "Decided"),
            awaits="discipline_officer",
            ladder=ladder_to("discipline_officer", "party_group_secretary"),
        ),
        State("closed", Words("已执行归档", "Executed and filed"), final=True),
        State("withdrawn", Words("已撤回", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提出问责建议", "Propose accountability"),
            source=(),
            dest="raised",
            permission=director | discipline | system,
            fields=(
                Field("title", Words("问责事由", "Reason"), kind="long", limit=2000),
                Field("proposed", Words("建议方式", "Method proposed"), "choice", False, METHODS),
            ),
            duty="raiser",
            due=lambda f: f.within(ACCOUNTABILITY_REVIEW),
            effects=(Notice(to=("discipline_officer", "party_group_secretary")),),
        ),
        Transition(
            "review",
            Words("审核", "Review"),
            source=("raised",),
            dest="reviewed",
            permission=discipline & ~raiser & ~own_case,
            forbidden=("raiser",),
            comment_required=True,
            duty="reviewer",
            clears_due=True,
            effects=(Notice(to=("party_group_secretary",)),),
        ),
        Transition(
            "submit",
            Words("提请有权机关决定", "Submit to the competent body"),
            source=("reviewed",),
            dest="submitted",
            permission=group_secretary & ~raiser & ~reviewer & ~own_case,
            forbidden=("raiser", "reviewer"),
            fields=(Field("body", Words("有权机关", "Competent body")),),
            duty="submitter",
            step_up=True,
        ),
        Transition(
            "decide",
            Words("登记决定", "Enter the decision"),
            source=("submitted",),
            dest="decided",
            permission=discipline & ~raiser & ~own_case,
            forbidden=("raiser",),
            fields=(
                Field("method", Words("决定方式", "Method"), kind="choice", choices=METHODS),
                Field("decision_no", Words("决定文号", "Number of the decision")),
                Field("decided_on", Words("决定日期", "Date of the decision"), kind="date"),
            ),
            conditions=(
                filled(
                    "请附有权机关的决定文件",
                    "attach the decision document of the competent body",
                    lambda f: bool(f.item.evidence_of_round()),
                ),
                filled(
                    "决定日期不能晚于今天",
                    "the decision cannot lie in the future",
                    lambda f: f.fields["decided_on"] <= f.today,
                ),
            ),
            takes_evidence=True,
            duty="decider",
            step_up=True,
            due=lambda f: f.within(ACCOUNTABILITY_EXECUTION),
            effects=(Email(to=("holder",), kind="served"), Notice(to=("party_group_secretary",))),
        ),
        Transition(
            "execute",
            Words("执行并归档", "Execute and file"),
            source=("decided",),
            dest="closed",
            permission=(discipline | group_secretary) & ~own_case,
            comment_required=True,
            duty="executor",
            clears_due=True,
            effects=(Notice(to=("holder", "raiser")),),
        ),
        Transition(
            "return",
            Words("退回", "Return"),
            source=("reviewed", "submitted"),
            dest="raised",
            permission=(group_secretary | discipline) & ~own_case,
            conditions=(REASON,),
            comment_required=True,
            due=lambda f: f.within(ACCOUNTABILITY_REVIEW),
            effects=(Notice(to=("raiser", "discipline_officer")),),
        ),
        Transition(
            "withdraw",
            Words("撤回建议", "Withdraw"),
            source=("raised", "reviewed"),
            dest="withdrawn",
            permission=(director | discipline | group_secretary) & ~own_case,
            conditions=(REASON,),
            comment_required=True,
            duty="withdrawer",
            clears_due=True,
            effects=(Notice(to=("raiser",)),),
        ),
        comment("raised", "reviewed", "submitted", "decided"),
        escalate("raised", "decided"),
    ),
)
