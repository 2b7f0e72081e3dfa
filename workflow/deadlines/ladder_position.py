"""Where an item stands on its ladder: aimed at a rung, climbing it, held, planned anew.

``Item.rung`` counts the steps of the plan that lie behind; ``Item.rung_at`` is the time of the
next, unless the clock of a step (``stepping``) comes before it. ``declared`` is the ladder that
the item's state declares. Rungs are climbed one by one: what came due while nobody climbed follows
one a working day, and a reminder whose day is past is left out, for it says how many days are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflow import calendar
from workflow.deadlines import step_clock
from workflow.declaration import due_dates
from workflow.declaration.due_dates import Reckoned
from workflow.declaration.facts import Facts, Item
from workflow.declaration.list_type import RECKON, State
from workflow.declaration.rungs import PlannedRung, Rung


def planned(item: Item, declared: Sequence[Rung], facts: Facts) -> tuple[PlannedRung, ...]:
    """Return every rung that the item climbs in its state for its due date, those past too."""
    if item.due_at is None:
        return ()
    clock = item.list_key, item.state, item.severity
    return facts.policies.plan(clock, declared, calendar.last_day(item.due_at, facts.zone))


def is_due(item: Item, declared: Sequence[Rung], facts: Facts) -> bool:
    """Ask the plan too: of a ladder that was set anew, the item may still hold the old time."""
    own = step_clock.own_at(item)
    if own is None or own > facts.now:
        return False
    at = next_at(item, declared, facts)
    return at is not None and at <= facts.now


def next_at(item: Item, declared: Sequence[Rung], facts: Facts) -> datetime | None:
    """Return the time of the next rung, as the ladder in force plans it."""
    steps = planned(item, declared, facts)
    if "held" in item.data or item.rung >= len(steps):
        return None
    late = steps[item.rung].day < facts.today  # it keeps the day that was found for it
    own = step_clock.own_at(item)
    return own if late and own else _begins(steps[item.rung].day, facts)


def set_due(
    item: Item, due: Reckoned | None, move: str, declared: Sequence[Rung], facts: Facts
) -> None:
    """Give the item another due date, or none; its ladder begins anew.

    How the newest due date came about stays known, also after its clock has stopped.
    """
    item.due_at = calendar.end_of(due.on, facts.zone) if due else None
    item.due_version += 1
    if due:
        item.due_basis = due_dates.noted(due.basis, move, item.version + 1)
    aim(item, declared, facts)


def standing(item: Item, zone: ZoneInfo) -> date | None:
    """Return the due date of an item, also of one whose clock stands still in a pause."""
    if item.due_at:
        return calendar.last_day(item.due_at, zone)
    paused = item.data.get("suspended")
    return date.fromisoformat(paused["due"]) if paused else None


def reckoned(item: Item, facts: Facts) -> Reckoned | None:
    """Return the due date that the calendar in force gives; nothing where it is the same."""
    due = standing(item, facts.zone)
    return due_dates.again(facts.calendar, item.due_basis, due) if due else None


def is_as_reckoned(item: Item, facts: Facts) -> bool:
    """Say whether the calendar in force leaves both clocks, the item's and its step's, alone."""
    return reckoned(item, facts) is None and step_clock.reckoned(item, facts) is None


def reckon(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Move the due date, and that of the step, to where the calendar in force has them.

    What was climbed stays climbed, and what would have been due by now follows one by one.
    """
    step_clock.reckon(item, facts)
    before, due = standing(item, facts.zone), reckoned(item, facts)
    if before is None or due is None:
        return
    item.due_basis = due_dates.noted(due.basis, RECKON, item.version + 1)
    if item.data.get("due_on") == before.isoformat():
        item.data["due_on"] = due.on.isoformat()
    if item.due_at is None:
        item.data["suspended"] |= {"due": due.on.isoformat()}
        return
    item.due_at = calendar.end_of(due.on, facts.zone)
    item.due_version += 1
    go_on(item, declared, facts)


def extend(item: Item, day: str, number: str, declared: Sequence[Rung], facts: Facts) -> None:
    """Give an item the due date that the approved extension of this number names."""
    item.data.pop("held", None)
    item.data["due_on"] = day
    before = calendar.last_day(item.due_at, facts.zone) if item.due_at else None
    due = due_dates.extended(item.due_basis, before, date.fromisoformat(day), number)
    set_due(item, due, "child", declared, facts)


def hold(item: Item, number: str) -> None:
    """Let no rung be climbed until the request of this number is answered."""
    item.data["held"] = number
    step_clock.keep_own_at(item, None)


def release(item: Item, number: str, declared: Sequence[Rung], facts: Facts) -> None:
    """Let the ladder go on where it would be, now that the request is answered."""
    if item.data.get("held") == number:
        item.data.pop("held")
        go_on(item, declared, facts)


def pause(item: Item, number: str, until: str, facts: Facts) -> None:
    """Stop the clock until this day; the rung stays where it is."""
    assert item.due_at  # noqa: S101 -- only a clock that runs is paused
    due = calendar.last_day(item.due_at, facts.zone)
    item.data["suspended"] = {
        "on": facts.today.isoformat(),
        "until": until,
        "due": due.isoformat(),
        "by": number,
    }
    item.due_at = None
    item.due_version += 1
    step_clock.keep_own_at(item, None)
    step_clock.stand_still(item)


def resume(item: Item, number: str, state: State, facts: Facts) -> None:
    """Move the due date by the working days of the pause; it never took longer than granted."""
    paused = item.data.get("suspended", {})
    if paused.get("by") != number:
        return
    began, due = date.fromisoformat(paused["on"]), date.fromisoformat(paused["due"])
    ended = min(facts.today, date.fromisoformat(paused["until"]))
    moved = due_dates.paused(facts.calendar, item.due_basis, due, began, ended)
    del item.data["suspended"]
    days = facts.calendar.working_days_between(began, ended)
    entry = paused | {"until": ended.isoformat(), "days": days}
    item.data["paused"] = [*item.data.get("paused", []), entry]
    item.data["due_on"] = moved.on.isoformat()
    item.due_at = calendar.end_of(moved.on, facts.zone)
    item.due_basis = due_dates.noted(moved.basis, "child", item.version + 1)
    item.due_version += 1
    go_on(item, state.ladder, facts)
    step_clock.go_on(item, state, facts)


def aim(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Point at the first rung that lies ahead; what is past already is not made up for."""
    steps = planned(item, declared, facts)
    item.rung = 0
    while item.rung < len(steps) and _begins(steps[item.rung].day, facts) <= facts.now:
        item.rung += 1
    _plan(item, steps, facts)


def go_on(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Plan the rung at which the ladder stood; what was missed does not come on the same day."""
    steps = planned(item, declared, facts)
    _leave_out(item, steps, facts)
    _plan(item, steps, facts, late=_is_late(item, steps, facts))


def climb(item: Item, declared: Sequence[Rung], facts: Facts) -> PlannedRung | None:
    """Climb one rung, or none where only reminders were due whose day is past."""
    steps = planned(item, declared, facts)
    _leave_out(item, steps, facts)
    step = steps[item.rung] if item.rung < len(steps) else None
    if step is None or _begins(step.day, facts) > facts.now:
        _plan(item, steps, facts)
        return None
    item.rung += 1
    _plan(item, steps, facts, late=step.day < facts.today)
    return step


def skip(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Leave the next rung out, and keep with the item that it was left out."""
    steps = planned(item, declared, facts)
    note = {**steps[item.rung].rung.note(), "due_version": item.due_version}
    item.data.setdefault("skipped", []).append(note)
    item.rung += 1
    _plan(item, steps, facts, late=_is_late(item, steps, facts))


def replan(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Take the time of the next rung from the ladder that is in force."""
    step_clock.keep_own_at(item, next_at(item, declared, facts))


def _is_late(item: Item, steps: Sequence[PlannedRung], facts: Facts) -> bool:
    return item.rung < len(steps) and steps[item.rung].day < facts.today


def _leave_out(item: Item, steps: Sequence[PlannedRung], facts: Facts) -> None:
    """Pass by the reminders whose day is past."""
    while _is_late(item, steps, facts) and steps[item.rung].rung.is_message:
        item.rung += 1


def _plan(item: Item, steps: Sequence[PlannedRung], facts: Facts, late: bool = False) -> None:
    """Note when the item's next rung is to be climbed; what is late comes tomorrow at best."""
    at = None
    if item.rung < len(steps) and "held" not in item.data:
        day = steps[item.rung].day
        earliest = facts.add_working_days(facts.today, 1) if late else day
        at = _begins(max(day, earliest), facts)
    step_clock.keep_own_at(item, at)


def _begins(day: date, facts: Facts) -> datetime:
    return calendar.work_begins(day, facts.zone)
