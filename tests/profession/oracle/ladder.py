"""The oracle's ladder: which rung comes next, when, and what is left out."""

from __future__ import annotations

from datetime import date, datetime

from tests.profession.oracle.moves import LADDERS
from tests.profession.oracle.people import ZONE
from tests.profession.oracle.rules import Thing
from workflow.calendar import add_working_days


def planned(due: date, offset: int) -> datetime:
    """Return when a rung is due: nine o'clock so many working days from the due date."""
    day = add_working_days(due, offset)
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)


def aim(thing: Thing, now: datetime) -> None:
    """Leave aside the rungs that are past when the clock is set."""
    ladder = LADDERS.get((thing.kind, thing.state), ())
    thing.rung, thing.earliest = len(ladder), None
    if thing.due is not None:
        due = thing.due
        thing.rung = next((n for n, rung in enumerate(ladder) if planned(due, rung[0]) > now),
                          len(ladder))  # fmt: skip


def go_on(thing: Thing, now: datetime) -> None:
    """Let a ladder that stood still go on, past the reminders whose day is past."""
    if thing.due is not None:
        thing.rung, _ = upcoming(thing, now)
        _not_on_the_same_day(thing, now)


def skip(thing: Thing, now: datetime) -> None:
    """Leave a rung out."""
    thing.rung += 1
    _not_on_the_same_day(thing, now)


def _not_on_the_same_day(thing: Thing, now: datetime) -> None:
    """Let nothing that was missed come today."""
    ladder = LADDERS.get((thing.kind, thing.state), ())
    assert thing.due
    missed = thing.rung < len(ladder) and past(planned(thing.due, ladder[thing.rung][0]), now)
    thing.earliest = next_morning(now) if missed else None


def upcoming(thing: Thing, now: datetime) -> tuple[int, bool]:
    """Return the place of the next rung that is no stale reminder, and whether its time is come."""
    ladder = LADDERS.get((thing.kind, thing.state), ())
    assert thing.due is not None
    place = thing.rung
    while (
        place < len(ladder)
        and ladder[place][1] == "message"
        and past(planned(thing.due, ladder[place][0]), now)
    ):
        place += 1
    return place, place < len(ladder) and planned(thing.due, ladder[place][0]) <= now


def may_climb(thing: Thing, now: datetime) -> bool:
    """Say whether the machine has to look at the ladder now."""
    ladder = LADDERS.get((thing.kind, thing.state), ())
    if thing.due is None or thing.rung >= len(ladder) or thing.asked_for:
        return False
    return own_at(thing) <= now


def own_at(thing: Thing) -> datetime:
    """Return when the next rung of the due date itself comes, where one is left."""
    assert thing.due
    at = planned(thing.due, LADDERS[thing.kind, thing.state][thing.rung][0])
    return max(at, thing.earliest) if thing.earliest else at


def climb(thing: Thing, now: datetime) -> str:
    """Climb one rung; return what it is, or nothing where only stale reminders were due."""
    place, come = upcoming(thing, now)
    thing.rung, thing.earliest = place + come, None
    if not come:
        return ""
    offset, what = LADDERS[thing.kind, thing.state][place]
    assert thing.due
    if past(planned(thing.due, offset), now):
        thing.earliest = next_morning(now)
    return what


def past(at: datetime, now: datetime) -> bool:
    """Say whether a day lies behind."""
    return at.date() < now.astimezone(ZONE).date()


def next_morning(now: datetime) -> datetime:
    """Return nine o'clock on the next working day."""
    return planned(now.astimezone(ZONE).date(), 1)
