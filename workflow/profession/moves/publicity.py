"""Publicity: a verified result is displayed for some days, and anybody concerned may object."""

from __future__ import annotations

from datetime import date

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Judgement,
    Notice,
    ObjectionRecord,
    Reckoned,
    Transition,
    due_dates,
    process_of,
    system,
)
from workflow.profession.limits import DECISION, OBJECTION, PUBLICITY_PERIOD
from workflow.profession.moves.basic import REASON, met
from workflow.profession.moves.verification import due_once_verified
from workflow.profession.roles import clerk, director, involved
from workflow.profession.severity_classes import handling, levels_above, referred, referred_to
from workflow.words import Words


def _publish(item: Item, facts: Facts, _: Actor) -> None:
    period = facts.within(PUBLICITY_PERIOD, handling(item).publicity_days)
    process_of(item)["publicity"] = {
        "from": facts.today.isoformat(),
        "to": period.on.isoformat(),
        "basis": due_dates.noted(period.basis, "publish", item.version + 1),
    }


def _due_to_decide(facts: Facts) -> Reckoned:
    return facts.within(DECISION, DECISION.days + handling(facts.item).publicity_days)


def _due_after_objection(facts: Facts) -> Reckoned | None:
    """Return the due date of the step interrupted by an objection: publication or decision."""
    period = process_of(facts.item).get("publicity")
    if not period:
        return due_once_verified(facts)
    soonest = facts.add_working_days(date.fromisoformat(period["to"]), DECISION.days)
    return facts.within(DECISION, not_before=soonest)


def _over(facts: Facts) -> bool:
    if not handling(facts.item).publicity_days:
        return True
    period = process_of(facts.item).get("publicity")
    return period is not None and facts.today > date.fromisoformat(period["to"])


def _object(item: Item, facts: Facts, actor: Actor) -> None:
    objection: ObjectionRecord = {"by": actor.person_id, "text": facts.comment, "open": True}
    if actor.behind is not None:
        objection["for"] = actor.behind
    process_of(item)["objection"] = objection


def _answer(item: Item, facts: Facts, actor: Actor) -> None:
    objection = process_of(item)["objection"]
    objection["answered_by"], objection["answer"] = actor.person_id, facts.comment
    objection["open"] = False


def _no_open_objection(facts: Facts) -> bool:
    objection = process_of(facts.item).get("objection")
    return objection is None or not objection["open"]


PUBLICITY_OVER = met("公示还没有期满", "the publicity period is not over", _over)
NO_OPEN_OBJECTION = met("还有未答复的异议", "an objection is still open", _no_open_objection)
PUBLICITY = (
    Transition(
        "publish",
        Words("公示", "Publish"),
        source=("verified",),
        dest="",
        permission=clerk,
        conditions=(
            met(
                "这一类不需要公示",
                "no publicity is called for",
                lambda f: handling(f.item).publicity_days > 0,
            ),
            met(
                "已经公示",
                "it is published already",
                lambda f: "publicity" not in process_of(f.item),
            ),
        ),
        fields=(
            Field(
                "board_contact",
                Words("监督电话或邮箱", "Telephone or mail for objections"),
                required=False,
                limit=100,
                help=Words("公开显示", "shown to everybody"),
            ),
        ),
        records=_publish,
        due=_due_to_decide,
        effects=(Notice(to=("holder", "raiser", "branch_secretary")),),
        note=Words("即日起在公示栏公示，姓名隐去", "on the board from now on, names masked"),
    ),
    Transition(
        "object",
        Words("提出异议", "Object"),
        source=("verified",),
        dest="",
        permission=involved | system,  # and anybody outside, by the board
        conditions=(NO_OPEN_OBJECTION, REASON),
        comment_required=True,
        duty="objector",
        records=_object,
        due=lambda f: f.within(OBJECTION),
        effects=(Email(to=("party_work_director",), kind="asked"),),
        beside=True,
    ),
    Transition(
        "answer_objection",
        Words("答复异议", "Answer the objection"),
        source=("verified",),
        dest="",
        permission=director | referred("answer_objection"),
        judges=("rectifier", "objector", "recused"),
        judgement=Judgement(
            lambda item: levels_above(item, (referred_to(item, "answer_objection"),)),
            lambda facts: not _no_open_objection(facts),
        ),
        conditions=(
            met("没有异议", "there is no open objection", lambda f: not _no_open_objection(f)),
            REASON,
        ),
        comment_required=True,
        records=_answer,
        due=_due_after_objection,
    ),
)
