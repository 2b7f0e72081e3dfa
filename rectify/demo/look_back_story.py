"""A look-back of the demonstration: drawn in October, called a week later, mostly judged."""

from __future__ import annotations

from datetime import date, datetime

from rectify.demo.stage import Stage, Story, later, moment
from workflow.calendar import add_working_days
from workflow.declaration import Actor, Item
from workflow.engine.loading import read
from workflow.inspections.look_backs import call_job, commands, queries
from workflow.platform import connect

_DRAWN_ON = date(2026, 10, 20)
_SEED = "7d1c5e0a94b26f38"  # fixed, so that the demonstration is the same every time
_ASKED = {
    "day": "2026-10-27",
    "by": "severity",
    "measure": "percent",
    "amount": 10,
    "reason": "第三季度已销号问题回头看，重点查整改成效能否保持。",
}
_HELD = (
    "现场复查，制度仍在执行，近两个月记录齐全，整改成效保持住了。",
    "抽查九月、十月台账并访谈两名党员，未发现反弹。",
)
_RELAPSED = "复查发现九月以来又出现同样情况，整改措施没有坚持，属于问题反弹。"


def look_back(stage: Stage) -> Story:
    """Yield the moment of each step: draw, call, judge all but the last item."""
    yield (at := moment(_DRAWN_ON, 10))
    discipline = stage.one("discipline_officer")
    plan = commands.plan_then(discipline, _ASKED | {"unit": stage.office}, at, _SEED)
    yield (at := later(at, 5, 9))
    call_job.call(at)
    numbers = [number for of in queries.strata(plan) for number in of.drawn]
    for place, number in enumerate(numbers[:-1]):
        yield (at := later(at, 1, 15))
        _judge(stage, at, number, place)


def _judge(stage: Stage, at: datetime, number: str, place: int) -> None:
    """Let a person without a part in the item judge: the first is a relapse, the others hold."""
    with connect() as connection:
        item = read(connection, [number])[number].item
    judge, photo = _judge_of(stage, item), (stage.photo("board", done=place > 0),)
    if place:
        finding = _HELD[place % len(_HELD)]
        stage.fire(at, judge, number, "pass_look_back", comment=finding, evidence=photo)
        return
    due = {"due_on": add_working_days(at.date(), 35).isoformat()}
    stage.fire(at, judge, number, "fail_look_back", due, _RELAPSED, photo)


def _judge_of(stage: Stage, item: Item) -> Actor:
    took_part = {person for duty in item.duties.values() for person in duty}
    return next(v for v in stage.cast.holding("verifier") if v.person_id not in took_part)
