"""Interviews (约谈): approved one level up, noticed, held, signed by three people, followed up."""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    ListType,
    Notice,
    Sharing,
    State,
    Transition,
    holder,
    process_of,
    system,
)
from workflow.profession.default_ladder import ladder_to
from workflow.profession.duties import interviewer
from workflow.profession.interviewers import OFFICE, TOP, interviewer_of, one_level_up
from workflow.profession.limits import (
    INTERVIEW_APPROVAL,
    INTERVIEW_CHECK,
    INTERVIEW_CLOSING,
    INTERVIEW_NOTICE,
)
from workflow.profession.moves.basic import REASON, comment, escalate
from workflow.profession.moves.document_moves import (
    CONCERNED,
    RESPONSIBLE,
    cancel,
    in_person,
    void,
)
from workflow.profession.moves.evidence import attach
from workflow.profession.moves.interview_record import RECORD, signatures
from workflow.profession.moves.interviewing import NOTICE
from workflow.profession.moves.issued_papers import attach_copy
from workflow.profession.roles import (
    director,
    discipline,
    group_secretary,
    leader,
    office_secretary,
    own_case,
)
from workflow.words import Words

_OPEN = (
    "raised", "approved", "noticed", "held", "recorded", "follow_up", "reported", "verified",
)  # fmt: skip

above = office_secretary | leader | group_secretary


def _propose(item: Item, facts: Facts, _: Actor) -> None:
    process_of(item)["interviewed_by"] = interviewer_of(facts) or TOP


def _awaited(item: Item) -> str:
    return process_of(item).get("interviewed_by", OFFICE)


def _next_to_sign(item: Item) -> str:
    return "interviewer" if len(signatures(item)) > 1 else "holder"


LIST_TYPE = ListType(
    key="interviews",
    prefix="I",
    words=Words("约谈记录", "Interview records"),
    parents=("problems", "tasks", "responsibilities", "supervisions"),
    needs_parent=True,
    shared=Sharing("addressee", ("raised", "approved", "noticed")),
    readers=(
        "discipline_officer",
        "party_group_secretary",
        "leader_in_charge",
        "office_party_secretary",
        "branch_secretary",
        "party_work_director",
        "party_work_clerk",
        "auditor",
    ),
    states=(
        State(
            "raised",
            Words("待审批", "Proposed"),
            awaits=_awaited,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State(
            "approved",
            Words("已批准", "Approved"),
            awaits="party_work_clerk",
            ladder=ladder_to("party_work_clerk", "party_work_director"),
        ),
        State(
            "noticed",
            Words("已通知", "Notified"),
            awaits="interviewer",
            ladder=ladder_to("interviewer", "party_work_clerk"),
        ),
        State(
            "held",
            Words("已约谈", "Held"),
            awaits="party_work_clerk",
            ladder=ladder_to("party_work_clerk", "party_work_director"),
        ),
        State(
            "recorded",
            Words("待签字", "To be signed"),
            awaits=_next_to_sign,
            ladder=ladder_to("awaited", "party_work_clerk"),
        ),
        State(
            "follow_up",
            Words("整改承诺期", "Follow-up"),
            awaits="holder",
            ladder=ladder_to("holder", "interviewer"),
        ),
        State(
            "reported",
            Words("已报告落实", "Reported"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "interviewer"),
        ),
        State(
            "verified",
            Words("落实已核实", "Verified"),
            awaits="interviewer",
            ladder=ladder_to("interviewer", "party_group_secretary"),
        ),
        State("closed", Words("已办结", "Closed"), final=True),
        State("withdrawn", Words("已取消", "Cancelled"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提请约谈", "Propose an interview"),
            source=(),
            dest="raised",
            permission=director | discipline | system,
            conditions=(RESPONSIBLE,),
            fields=(
                Field("title", Words("约谈事由", "Reason"), kind="long", limit=2000),
                CONCERNED,
            ),
            duty="raiser",
            records=_propose,
            due=lambda f: f.within(INTERVIEW_APPROVAL),
            effects=(Notice(to=("awaited", "leader_in_charge")),),
        ),
        Transition(
            "approve",
            Words("批准约谈", "Approve"),
            source=("raised",),
            dest="approved",
            permission=one_level_up & in_person & ~own_case,
            judges=("raiser",),
            duty="interviewer",
            due=lambda f: f.within(INTERVIEW_NOTICE),
            effects=(Notice(to=("party_work_clerk", "raiser")),),
            note=Words("批准人为约谈人", "whoever approves is the interviewer"),
        ),
        *NOTICE,
        *RECORD,
        *attach("follow_up", duty="answerer"),
        Transition(
            "report_back",
            Words("报告落实情况", "Report what was done"),
            source=("follow_up",),
            dest="reported",
            permission=holder,
            judges=(),
            fields=(
                Field(
                    "fulfilled",
                    Words("承诺逐条落实情况", "Each commitment, and what came of it"),
                    "long",
                ),
                Field("report", Words("其他说明", "Anything else"), kind="long", required=False),
            ),
            takes_evidence=True,
            duty="answerer",
            document="W08",
            due=lambda f: f.within(INTERVIEW_CHECK),
            effects=(Notice(to=("party_work_director", "interviewer")),),
        ),
        Transition(
            "verify_report",
            Words("核实落实情况", "Verify the report"),
            source=("reported",),
            dest="verified",
            permission=(director | discipline) & ~own_case,
            judges=("answerer", "recorder"),
            comment_required=True,
            duty="reviewer",
            due=lambda f: f.within(INTERVIEW_CLOSING),
            effects=(Notice(to=("interviewer",)),),
        ),
        Transition(
            "return_report",
            Words("退回继续落实", "Return the report"),
            source=("reported",),
            dest="follow_up",
            permission=(director | discipline) & ~own_case,
            judges=("answerer", "recorder"),
            conditions=(REASON,),
            comment_required=True,
            duty="reviewer",
            due=lambda f: f.within(INTERVIEW_CHECK),
            effects=(Email(to=("holder",), kind="served"), Notice(to=("interviewer",))),
        ),
        Transition(
            "close",
            Words("办结", "Close"),
            source=("verified",),
            dest="closed",
            permission=(above | interviewer) & ~own_case,
            judges=("answerer", "recorder"),
            duty="decider",
            clears_due=True,
            effects=(Notice(to=("holder", "recorder")),),
        ),
        cancel(
            "raised",
            "approved",
            "noticed",
            who=(above | one_level_up) & ~own_case,
            words=Words("取消约谈", "Cancel"),
        ),
        void(
            "held",
            "recorded",
            "follow_up",
            "reported",
            "verified",
            who=(above | one_level_up) & ~own_case,
            words=Words("作废约谈文书", "Void its documents"),
        ),
        attach_copy("noticed", "held", "recorded", "follow_up", "reported", "verified", "closed"),
        comment(*_OPEN),
        escalate(*_OPEN),
    ),
)
