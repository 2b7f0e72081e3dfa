"""The oracle on pauses: how long a clock stood still, and where its due date goes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.profession.oracle.clock import Asked
from tests.profession.oracle.ladder import go_on
from tests.profession.oracle.rules import Thing, in_days
from workflow.calendar import add_working_days

LIMIT = 60


def working_days(start: date, end: date) -> int:
    """Count the working days after one day up to another, one by one."""
    count = 0
    while add_working_days(start, count + 1) <= end:
        count += 1
    return count


def until(pause: Thing) -> date:
    """Return the day that was asked for."""
    day: date = pause.acts[0].asked["until"]
    return day


def taken(thing: Thing) -> int:
    """Return how many working days the item has been paused so far."""
    return sum(_length(pause) for pause in thing.stops if pause.state == "ended")


def _length(pause: Thing) -> int:
    began, ended = pause.acts_of("approve")[0].day, pause.acts_of("resume", "lapse")[0].day
    return working_days(began, min(ended, until(pause)))


def may_pause(thing: Thing | None, last: date, today: date) -> bool:
    """Say whether an item can be paused from today until that day."""
    if thing is None or thing.state != "assigned" or thing.due is None:
        return False
    return last > today and taken(thing) + working_days(today, last) <= LIMIT


def pausable(parent: Thing | None, asked: Asked, today: date) -> bool:
    """Say whether a pause may be asked for."""
    if parent is None or any(p.state in ("raised", "running") for p in parent.of("pauses")):
        return False
    return asked["pieces"] > 0 and may_pause(parent, asked["until"], today)


def write(pause: Thing, trigger: str, now: datetime) -> None:
    """Stop the clocks of what a pause is about, or let them go on."""
    assert pause.parent
    if trigger == "approve":
        for thing in _about(pause.parent):
            thing.stops.append(pause)
            thing.was_due, thing.due = thing.due, None
    if trigger in ("resume", "lapse"):
        for thing in stopped(pause):
            assert thing.was_due
            thing.due = thing.typed = add_working_days(thing.was_due, _length(pause))
            go_on(thing, now)


def matter(parent: Thing | None) -> list[Thing]:
    """Return the paused item, and its tasks and responsibilities."""
    return [parent, *parent.of("tasks", "responsibilities")] if parent else []


def _about(parent: Thing) -> list[Thing]:
    """Return the paused item, and what hangs on it and is worked on."""
    return [c for c in matter(parent) if c is parent or (c.state == parent.state and c.due)]


def stopped(pause: Thing) -> list[Thing]:
    """Return what stands still, or stood still, by a pause."""
    assert pause.parent
    return [thing for thing in (pause.parent, *pause.parent.children) if pause in thing.stops]


def lapses(pause: Thing, _: Any, now: datetime, __: Any) -> bool:
    """Say whether the last day of a pause is over."""
    return in_days(now, 0) >= until(pause)
