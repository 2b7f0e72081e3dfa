"""The position of an item on its ladder: aim, climb, hold, plan anew.

``Item.rung`` counts the past steps of the plan; ``Item.rung_at`` is the time of the next step,
unless the clock of a step (``step_clock``) comes earlier. ``declared`` is the declared ladder of
the item's state. Rungs are climbed one by one: rungs that fell due while nobody climbed follow on
consecutive working days, and a past reminder is left out, for it would tell a wrong number of days
left.
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
from workflow.declaration.process import PauseOver, RungSkipped
from workflow.declaration.rungs import PlannedRung, Rung


def planned(item: Item, declared: Sequence[Rung], facts: Facts) -> tuple[PlannedRung, ...]:
    """Return every rung of the item in its state for its due date, past rungs included."""
    if item.due_at is None:
        return ()
    clock = item.list_key, item.state, item.severity
    return facts.policies.plan(clock, declared, calendar.last_day(item.due_at, facts.zone))


def is_due(item: Item, declared: Sequence[Rung], facts: Facts) -> bool:
    """Say whether the next rung is due, by the item and by the plan.

    The plan is asked too: after a change of the ladder the item may still hold the old time.
    """
    own = step_clock.own_at(item)
    if own is None or own > facts.now:
        return False
    at = next_at(item, declared, facts)
    return at is not None and at <= facts.now


def next_at(item: Item, declared: Sequence[Rung], facts: Facts) -> datetime | None:
    """Return the time of the next rung in the plan of the ladder in force, or ``None``."""
    steps = planned(item, declared, facts)
    if "held" in item.process or item.rung >= len(steps):
        return None
    late = steps[item.rung].day < facts.today  # it keeps the day that was found for it
    own = step_clock.own_at(item)
    return own if late and own else _begins(steps[item.rung].day, facts)


def set_due(
    item: Item, due: Reckoned | None, move: str, declared: Sequence[Rung], facts: Facts
) -> None:
    """Give the item another due date, or none; its ladder begins anew.

    The basis of the newest due date stays known, also after its clock has stopped.
    """
    item.due_at = calendar.end_of(due.on, facts.zone) if due else None
    item.due_version += 1
    if due:
        item.due_basis = due_dates.noted(due.basis, move, item.version + 1)
    aim(item, declared, facts)


def standing(item: Item, zone: ZoneInfo) -> date | None:
    """Return the due date of an item, also during a pause, or ``None``."""
    if item.due_at:
        return calendar.last_day(item.due_at, zone)
    paused = item.process.get("suspended")
    return date.fromisoformat(paused["due"]) if paused else None


def reckoned(item: Item, facts: Facts) -> Reckoned | None:
    """Return the due date by the calendar in force, or ``None`` where nothing changes."""
    due = standing(item, facts.zone)
    return due_dates.again(facts.calendar, item.due_basis, due) if due else None


def is_as_reckoned(item: Item, facts: Facts) -> bool:
    """Say whether the calendar in force changes neither clock, the item's nor its step's."""
    return reckoned(item, facts) is None and step_clock.reckoned(item, facts) is None


def reckon(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Move the due dates of the item and of its step to the dates of the calendar in force.

    Climbed rungs stay climbed, and rungs due by now follow one by one.
    """
    step_clock.reckon(item, facts)
    before, due = standing(item, facts.zone), reckoned(item, facts)
    if before is None or due is None:
        return
    item.due_basis = due_dates.noted(due.basis, RECKON, item.version + 1)
    if item.process.get("due_on") == before.isoformat():
        item.process["due_on"] = due.on.isoformat()
    if item.due_at is None:
        item.process["suspended"]["due"] = due.on.isoformat()
        return
    item.due_at = calendar.end_of(due.on, facts.zone)
    item.due_version += 1
    go_on(item, declared, facts)


def extend(item: Item, day: str, number: str, declared: Sequence[Rung], facts: Facts) -> None:
    """Give an item the due date ``day`` of the approved extension ``number``."""
    item.process.pop("held", None)
    item.process["due_on"] = day
    before = calendar.last_day(item.due_at, facts.zone) if item.due_at else None
    due = due_dates.extended(item.due_basis, before, date.fromisoformat(day), number)
    set_due(item, due, "child", declared, facts)


def hold(item: Item, number: str) -> None:
    """Let no rung be climbed until the request ``number`` is answered."""
    item.process["held"] = number
    step_clock.keep_own_at(item, None)


def release(item: Item, number: str, declared: Sequence[Rung], facts: Facts) -> None:
    """Let the ladder go on after the request ``number`` is answered."""
    if item.process.get("held") == number:
        del item.process["held"]
        go_on(item, declared, facts)


def pause(item: Item, number: str, until: str, facts: Facts) -> None:
    """Stop the clock until the day ``until``; the rung stays the same."""
    assert item.due_at  # noqa: S101 -- only a clock that runs is paused
    due = calendar.last_day(item.due_at, facts.zone)
    item.process["suspended"] = {
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
    """Move the due date by the working days of the pause, at most as long as granted."""
    paused = item.process.get("suspended")
    if paused is None or paused["by"] != number:
        return
    began, due = date.fromisoformat(paused["on"]), date.fromisoformat(paused["due"])
    ended = min(facts.today, date.fromisoformat(paused["until"]))
    moved = due_dates.paused(facts.calendar, item.due_basis, due, began, ended)
    del item.process["suspended"]
    days = facts.calendar.working_days_between(began, ended)
    over: PauseOver = {**paused, "until": ended.isoformat(), "days": days}
    item.process["paused"] = [*item.process.get("paused", []), over]
    item.process["due_on"] = moved.on.isoformat()
    item.due_at = calendar.end_of(moved.on, facts.zone)
    item.due_basis = due_dates.noted(moved.basis, "child", item.version + 1)
    item.due_version += 1
    go_on(item, state.ladder, facts)
    step_clock.go_on(item, state, facts)


def aim(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Set ``item.rung`` to the first rung in the future; past rungs are skipped."""
    steps = planned(item, declared, facts)
    item.rung = 0
    while item.rung < len(steps) and _begins(steps[item.rung].day, facts) <= facts.now:
        item.rung += 1
    _plan(item, steps, facts)


def go_on(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Plan the rung at which the ladder stood; a missed rung does not come on the same day."""
    steps = planned(item, declared, facts)
    _leave_out(item, steps, facts)
    _plan(item, steps, facts, late=_is_late(item, steps, facts))


def climb(item: Item, declared: Sequence[Rung], facts: Facts) -> PlannedRung | None:
    """Climb a rung and return the rung; ``None`` where only past reminders were due."""
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
    """Leave the next rung out, and note the omission with the item."""
    steps = planned(item, declared, facts)
    skipped = RungSkipped(**steps[item.rung].rung.note(), due_version=item.due_version)
    item.process.setdefault("skipped", []).append(skipped)
    item.rung += 1
    _plan(item, steps, facts, late=_is_late(item, steps, facts))


def replan(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Set the time of the next rung by the ladder in force."""
    step_clock.keep_own_at(item, next_at(item, declared, facts))


def _is_late(item: Item, steps: Sequence[PlannedRung], facts: Facts) -> bool:
    return item.rung < len(steps) and steps[item.rung].day < facts.today


def _leave_out(item: Item, steps: Sequence[PlannedRung], facts: Facts) -> None:
    """Skip the reminders whose day is past."""
    while _is_late(item, steps, facts) and steps[item.rung].rung.is_message:
        item.rung += 1


def _plan(item: Item, steps: Sequence[PlannedRung], facts: Facts, late: bool = False) -> None:
    """Set the time of the item's next rung; a late rung comes tomorrow at the earliest."""
    at = None
    if item.rung < len(steps) and "held" not in item.process:
        day = steps[item.rung].day
        earliest = facts.add_working_days(facts.today, 1) if late else day
        at = _begins(max(day, earliest), facts)
    step_clock.keep_own_at(item, at)


def _begins(day: date, facts: Facts) -> datetime:
    return calendar.work_begins(day, facts.zone)
