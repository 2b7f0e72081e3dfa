"""Problems: the findings of an inspection, worked off from raised to closed.

Source: docs/domain/lists-and-states.md.
"""

from __future__ import annotations

from workflow.declaration import (
    Cascade,
    Email,
    Field,
    Item,
    ListType,
    Notice,
    PartForm,
    Transition,
    holder,
    process_of,
    raiser,
    system,
)
from workflow.profession.aspects import ASPECTS
from workflow.profession.categories import CATEGORY
from workflow.profession.moves.answered_again import answered_again
from workflow.profession.moves.answering import proposed_text, to_the_holder, to_the_level
from workflow.profession.moves.basic import (
    DUE_NOT_PAST,
    HOLDER,
    IN_POST,
    NEW_DUE,
    NOTHING_ASKED,
    RUNNING,
    SIGNS_IN,
    comment,
    due_as_given,
    due_to_assign,
    escalate,
    filled,
    hand_over,
    met,
    place,
    withdraw,
)
from workflow.profession.moves.closing import REFUSE, close, reopen
from workflow.profession.moves.complaint_reply import COMPLAINT_REPLIED, NOTE_REPLY
from workflow.profession.moves.continuing import CONTINUE
from workflow.profession.moves.correcting import correct, move_unit, reclassify, retract
from workflow.profession.moves.evidence import EVIDENCE_OF_ROUND, attach
from workflow.profession.moves.five_states import verifiers_of, worked_off
from workflow.profession.moves.handing_in import hand_in
from workflow.profession.moves.look_back import LOOK_BACK
from workflow.profession.moves.merging import MERGING
from workflow.profession.moves.planning import PLAN_APPROVED, PLANNING
from workflow.profession.moves.progress import REPORT_PROGRESS
from workflow.profession.moves.publicity import NO_OPEN_OBJECTION, PUBLICITY, PUBLICITY_OVER
from workflow.profession.moves.receipt import SEND_BACK, SIGN_FOR, SIGNED
from workflow.profession.moves.recusal import recusal
from workflow.profession.moves.relapse import RELAPSE
from workflow.profession.moves.skip_rung import SKIP_RUNG
from workflow.profession.moves.step_clocks import GETTING_STARTED
from workflow.profession.moves.taking_over import take_back, take_over
from workflow.profession.moves.three_lists import READY_TO_ASSIGN, THREE_LISTS
from workflow.profession.moves.three_looks import OWN_LOOKS
from workflow.profession.moves.verification import (
    ENOUGH_VERIFIERS,
    PASS_REVIEW,
    RECORD_CHECK,
    RETURN,
    REVIEWED,
    due_to_check,
    is_reviewed,
    verify,
)
from workflow.profession.moves.vote_count import CARRIED, count
from workflow.profession.moves.voting import VOTE
from workflow.profession.responsibility_levels import IN_PLACE
from workflow.profession.roles import (
    ROLES,
    branch_secretary,
    clerk,
    discipline,
    inspector,
    verifier,
)
from workflow.profession.severity_classes import (
    SEVERITIES,
    assigner,
    calls_for_vote,
    deciders,
    handling,
    plan_approvers,
    referred_to,
)
from workflow.profession.sources import SOURCES
from workflow.words import Words

_TO_CLERK = Words("交{role}立项交办", "goes to the {role} to be assigned").format(
    role=ROLES["party_work_clerk"]
)
OPEN_TASK = ("还有任务没有销号", "a task of this problem is still open")


def _assigned_waits_for(item: Item) -> str:
    submitted = process_of(item).get("plan_state") == "submitted"
    return next(iter(plan_approvers(item)), "holder") if submitted else "holder"


def _rectified_waits_for(item: Item) -> str:
    return verifiers_of(item) if is_reviewed(item) else "party_work_clerk"


def _verified_waits_for(item: Item) -> str:
    if handling(item).publicity_days and "publicity" not in process_of(item):
        return "party_work_clerk"
    if (objection := process_of(item).get("objection")) and objection["open"]:
        return referred_to(item, "answer_objection") or "party_work_director"
    tally = process_of(item).get("tally")
    if calls_for_vote(item) and not (tally and tally["outcome"] in ("carried", "lost")):
        return "committee_member"
    return deciders(item)[0]


RAISED = Transition(
    "raise",
    Words("提出问题", "Raise a finding"),
    source=(),
    dest="raised",
    permission=inspector | clerk | verifier | branch_secretary | discipline | system,
    fields=(
        Field("title", Words("具体问题", "Problem"), kind="long", limit=2000),
        Field("unit", Words("责任单位", "Responsible unit"), kind="unit"),
        Field("severity", Words("严重程度", "Severity"), kind="choice", choices=SEVERITIES),
        Field(
            "aspect",
            Words("方面", "Aspect"),
            kind="code",
            required=False,
            table=ASPECTS,
            filtered=True,
        ),
        Field(
            "source_kind",
            Words("来源类别", "Kind of source"),
            "code",
            False,
            table=SOURCES,
            listed=True,
            filtered=True,
        ),
        CATEGORY,
        Field("source", Words("问题来源", "Source"), required=False, filtered=True),
        Field("found_on", Words("发现日期", "Found on"), kind="date", required=False),
        Field("target", Words("整改目标", "Target"), kind="long", required=False),
        Field("measures", Words("整改措施", "Measures"), kind="long", required=False),
    ),
    conditions=(
        filled(
            "发现日期不能晚于今天",
            "the day of finding cannot lie in the future",
            lambda f: (f.fields.get("found_on") or f.today) <= f.today,
            "found_on",
        ),
    ),
    parts=(
        PartForm("tasks", blank=3),
        PartForm("responsibilities", each="level", proposes=proposed_text),
    ),
    takes_evidence=True,
    duty="raiser",
    due=due_to_assign,
    effects=(Notice(to=("party_work_clerk",)),),
    note=_TO_CLERK,
)

LIST_TYPE = ListType(
    key="problems",
    prefix="P",
    words=Words("问题清单", "Problem list"),
    states=worked_off(
        Words("整改中", "Assigned"),
        _assigned_waits_for,
        _rectified_waits_for,
        _verified_waits_for,
        GETTING_STARTED,
    ),
    transitions=(
        RAISED,
        *take_over(RAISED, due_to_check),
        take_back("raised", "assigned", "rectified", "closed"),
        *correct(RAISED, "raised", "assigned", "rectified", "verified"),
        *reclassify("raised", "assigned"),
        move_unit("assigned"),
        retract("raised"),
        *MERGING,
        Transition(
            "assign",
            Words("交办", "Assign"),
            source=("raised",),
            dest="assigned",
            permission=assigner,
            judges=(),
            fields=(HOLDER, NEW_DUE),
            conditions=(READY_TO_ASSIGN, IN_PLACE, DUE_NOT_PAST, IN_POST, SIGNS_IN),
            duty="assigner",
            due=due_as_given,
            cascades=(
                Cascade("tasks", "assign", to_the_holder),
                Cascade("responsibilities", "assign", to_the_level),
            ),
            effects=(Email(to=("holder",)), Notice(to=("raiser",))),
            note=Words("发出整改通知，开始计时", "sends the notice and starts the clock"),
        ),
        SIGN_FOR,
        SEND_BACK,
        *PLANNING,
        REPORT_PROGRESS,
        hand_over("assigned", "rectified", "verified"),
        *attach("raised", who=raiser),
        *attach("assigned", duty="rectifier"),
        *attach("rectified", who=verifier, duty="verifier", judges=("rectifier", "recused")),
        Transition(
            "rectify",
            Words("申请销号", "Mark as rectified"),
            source=("assigned",),
            dest="rectified",
            permission=holder,
            judges=(),
            fields=(
                Field("statement", Words("整改情况", "What was done"), kind="long"),
                Field(
                    "pledge",
                    Words("我对以上情况的真实性负责（签字背书）", "I answer for its truth"),
                    kind="yes",
                ),
                *OWN_LOOKS,
            ),
            conditions=(
                RUNNING,
                SIGNED,
                PLAN_APPROVED,
                THREE_LISTS,
                EVIDENCE_OF_ROUND,
                met(
                    "还有任务没有整改完成",
                    "a task of this problem is not rectified yet",
                    lambda f: all(
                        t.state in ("rectified", "verified", "closed") for t in f.of("tasks")
                    ),
                ),
                NOTHING_ASKED,
            ),
            takes_evidence=True,
            duty="rectifier",
            records=hand_in,
            due=due_to_check,
            effects=(
                Email(to=("awaited",), kind="asked"),
                Notice(to=("raiser", "party_work_clerk")),
            ),
            note=Words("交初审或现场核查", "goes to the preliminary review, or to the verifiers"),
        ),
        PASS_REVIEW,
        RECORD_CHECK,
        verify(REVIEWED, ENOUGH_VERIFIERS),
        RETURN,
        CONTINUE,
        VOTE,
        *PUBLICITY,
        close(
            PUBLICITY_OVER,
            NO_OPEN_OBJECTION,
            CARRIED,
            THREE_LISTS,
            COMPLAINT_REPLIED,
            # Tasks that are verified are closed in the same move, which shows once it is made.
            met(
                *OPEN_TASK, lambda f: all(t.state in ("verified", "closed") for t in f.of("tasks"))
            ),
            filled(*OPEN_TASK, lambda f: all(t.state == "closed" for t in f.of("tasks"))),
            met(
                "还有责任没有签字",
                "a responsibility of this problem is unsigned",
                lambda f: all("signed_on" in process_of(r) for r in f.of("responsibilities")),
            ),
            records=count,
        ),
        *recusal(count),
        REFUSE,
        *LOOK_BACK,
        reopen(),
        place("raised"),
        withdraw("raised", also=("tasks", "responsibilities")),
        comment("raised", "assigned", "rectified", "verified"),
        *RELAPSE,
        NOTE_REPLY,
        answered_again("raised", "assigned", "rectified", "verified", "closed"),
        SKIP_RUNG,
        escalate("raised", "assigned", "rectified", "verified"),
    ),
)
