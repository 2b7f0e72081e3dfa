"""The oracle on steps with a clock of their own: which one it is, until when, and its ladder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests.profession.oracle import ladder
from tests.profession.oracle.ladder import planned
from tests.profession.oracle.pause import until, working_days
from tests.profession.oracle.rules import Thing, in_days
from workflow.calendar import add_working_days

OFFSETS = (-1, 1)  # a reminder, then the level above is told
DAYS = {"receipt": 2, "plan": 10, "plan again": 5, "approval": 5}


@dataclass
class Waiting:
    """A step that somebody is waited for, since when and until when."""

    what: str
    since: date
    until: date
    rung: int

    def at(self) -> datetime | None:
        """When its next rung comes."""
        return planned(self.until, OFFSETS[self.rung]) if self.rung < len(OFFSETS) else None


def look(thing: Thing, now: datetime) -> None:
    """Let a step begin or end that the newest act has brought about."""
    what = _waited_for(thing)
    if what == (thing.step.what if thing.step else ""):
        return
    thing.step = None
    if what:
        today = in_days(now, 0)
        thing.step = Waiting(what, today, add_working_days(today, DAYS[what]), 0)
        thing.step.rung = int(planned(thing.step.until, -1) <= now)


def _waited_for(thing: Thing) -> str:
    if (thing.kind, thing.state) == ("supervisions", "served"):
        return "receipt"
    if thing.state != "assigned" or thing.kind not in ("problems", "responsibilities"):
        return ""
    asked = thing.kind == "responsibilities" or thing.demands.receipt
    to_plan = thing.kind == "problems" and bool(thing.demands.approver)
    if to_plan and thing.plan == "submit_plan":
        return "approval"
    if asked and not thing.signed:
        return "receipt"
    return {"": "plan", "return_plan": "plan again"}.get(thing.plan, "") if to_plan else ""


def go_on(thing: Thing, pause: Thing, now: datetime) -> None:
    """A pause is over: the step has as many days more as it stood still."""
    if thing.step:
        began = max(pause.acts_of("approve")[0].day, thing.step.since)
        ended = min(in_days(now, 0), until(pause))
        thing.step.until = add_working_days(thing.step.until, working_days(began, ended))


def step_at(thing: Thing) -> datetime | None:
    """Return when the next rung of the step comes."""
    return thing.step.at() if thing.step and not thing.suspended else None


def may_climb(thing: Thing, now: datetime) -> bool:
    """Say whether the machine has to look at one of the two ladders now."""
    at = step_at(thing)
    return ladder.may_climb(thing, now) or (at is not None and at <= now)


def climb(thing: Thing, now: datetime) -> str:
    """Climb the ladder whose rung came first; a step's rungs open nothing."""
    at = step_at(thing)
    if at is None or at > now:
        return ladder.climb(thing, now)
    if ladder.may_climb(thing, now) and ladder.own_at(thing) < at:
        return ladder.climb(thing, now)
    assert thing.step
    if thing.step.rung == 0 and ladder.past(at, now):
        thing.step.rung = 1
    if planned(thing.step.until, OFFSETS[thing.step.rung]) <= now:
        thing.step.rung += 1
    return ""
