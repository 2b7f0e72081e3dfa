"""The record of an interview: four steps written down, three signatures below."""

from __future__ import annotations

from collections.abc import Callable

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Notice,
    RecordSignature,
    Transition,
    holder,
    process_of,
)
from workflow.profession.duties import interviewer
from workflow.profession.limits import INTERVIEW_REPORT, INTERVIEW_SIGNING
from workflow.profession.moves.basic import REASON, met
from workflow.profession.moves.document_moves import in_person
from workflow.profession.roles import clerk, own_case
from workflow.words import Words


def signatures(item: Item) -> list[RecordSignature]:
    """Return the signatures under the record, in order."""
    return process_of(item).get("signatures", [])


def _signature(part: str, refused: bool = False) -> Callable[[Item, Facts, Actor], None]:
    """Return the record of a signature under the minutes, or of its refusal."""

    def sign(item: Item, facts: Facts, actor: Actor) -> None:
        today = facts.today.isoformat()
        signature: RecordSignature = {"by": actor.person_id, "as": part, "on": today}
        if actor.behind is not None:
            signature["for"] = actor.behind
        if refused:
            signature["refused"] = facts.comment
        process_of(item)["signatures"] = [*signatures(item), signature]

    return sign


def _has_signed(facts: Facts) -> bool:
    return any(entry["as"] == "interviewee" for entry in signatures(facts.item))


UNSIGNED = met(
    "被约谈人已经签字或者拒绝签字",
    "the interviewee has signed already, or has refused to",
    lambda f: not _has_signed(f),
)
SIGNED = met("被约谈人还没有签字", "the interviewee has not signed yet", _has_signed)
NO_ANSWER = met(
    "签字时限还没有过",
    "the time for signing is not over yet",
    lambda f: f.item.due_at is not None and f.item.due_at <= f.now,
)

RECORD = (
    Transition(
        "record",
        Words("记录约谈", "Record"),
        source=("held",),
        dest="recorded",
        permission=clerk & in_person & ~own_case,
        judges=("interviewer",),
        fields=(
            Field("problems", Words("指出问题", "Problems pointed out"), kind="long"),
            Field("explanation", Words("被约谈人说明", "Explanation"), kind="long"),
            Field("demand", Words("要求和时限", "Demands with dates"), kind="long"),
            Field("commitment", Words("表态承诺", "Commitment"), kind="long"),
            Field("truthful", Words("记录人签字：记录属实", "Signed: a true record"), "yes"),
        ),
        duty="recorder",
        records=_signature("recorder"),
        document="W07",
        due=lambda f: f.within(INTERVIEW_SIGNING),
        effects=(Email(to=("holder", "interviewer"), kind="served"),),
        note=Words(
            "然后由被约谈人、约谈人签字", "the interviewee signs next, then the interviewer"
        ),
    ),
    Transition(
        "sign_record",
        Words("被约谈人签字", "Sign as the interviewee"),
        source=("recorded",),
        dest="",
        permission=holder & in_person,
        conditions=(UNSIGNED,),
        records=_signature("interviewee"),
        due=lambda f: f.within(INTERVIEW_SIGNING),
        effects=(Notice(to=("interviewer", "recorder")),),
    ),
    Transition(
        "refuse_to_sign",
        Words("拒绝签字", "Refuse to sign"),
        source=("recorded",),
        dest="",
        permission=holder & in_person,
        conditions=(UNSIGNED, REASON),
        comment_required=True,
        records=_signature("interviewee", refused=True),
        due=lambda f: f.within(INTERVIEW_SIGNING),
        effects=(Notice(to=("interviewer", "recorder")),),
    ),
    Transition(
        "note_refusal",
        Words("注明未签字", "Note that it was not signed"),
        source=("recorded",),
        dest="",
        permission=clerk & ~own_case,
        judges=("interviewer",),
        conditions=(UNSIGNED, NO_ANSWER, REASON),
        comment_required=True,
        records=_signature("interviewee", refused=True),
        due=lambda f: f.within(INTERVIEW_SIGNING),
        effects=(Notice(to=("holder", "interviewer")),),
    ),
    Transition(
        "countersign",
        Words("约谈人签字", "Sign as the interviewer"),
        source=("recorded",),
        dest="follow_up",
        permission=interviewer & in_person & ~own_case,
        judges=("recorder",),
        conditions=(SIGNED,),
        records=_signature("interviewer"),
        due=lambda f: f.within(INTERVIEW_REPORT),
        effects=(Email(to=("holder",), kind="served"), Notice(to=("recorder",))),
        note=Words(
            f"{INTERVIEW_REPORT.days}日内报告落实",
            f"a report is due in {INTERVIEW_REPORT.days} days",
        ),
    ),
)
