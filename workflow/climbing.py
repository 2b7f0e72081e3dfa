"""Where an item stands on its ladder: aimed at a rung, climbing it, skipping it, planned anew.

``Item.rung`` counts the steps of the plan that lie behind; ``Item.rung_at`` is the time of the
next. ``declared`` is the ladder that the item's state declares.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow import calendar
from workflow.facts import Facts, Item
from workflow.rungs import Rung, Step, plan


def planned(item: Item, declared: Sequence[Rung], facts: Facts) -> tuple[Step, ...]:
    """Return every rung that the item climbs in its state for its due date, those past too."""
    if item.due_at is None:
        return ()
    editions = facts.policies.editions(item.list_key, item.state, item.severity, declared)
    return plan(editions, calendar.last_day(item.due_at, facts.zone), facts.add_working_days)


def is_due(item: Item, declared: Sequence[Rung], facts: Facts) -> bool:
    """Ask the plan too: of a ladder that was set anew, the item may still hold the old time."""
    if item.rung_at is None or item.rung_at > facts.now:
        return False
    at = next_at(item, declared, facts)
    return at is not None and at <= facts.now


def next_at(item: Item, declared: Sequence[Rung], facts: Facts) -> datetime | None:
    """Return the time of the next rung, as the ladder in force plans it."""
    return _at(planned(item, declared, facts), item.rung, facts)


def aim(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Point at the first rung that lies ahead; what is past already is not made up for."""
    steps = planned(item, declared, facts)
    item.rung = 0
    while (at := _at(steps, item.rung, facts)) is not None and at <= facts.now:
        item.rung += 1
    item.rung_at = at


def climb(item: Item, declared: Sequence[Rung], facts: Facts) -> Step:
    """Climb one rung; of several messages that were missed only the newest is sent."""
    steps = planned(item, declared, facts)
    while steps[item.rung].rung.is_message:
        following = _at(steps, item.rung + 1, facts)
        if following is None or following > facts.now:
            break
        item.rung += 1
    step = steps[item.rung]
    _leave_behind(item, steps, facts)
    return step


def skip(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Leave the next rung out, and keep with the item that it was left out."""
    steps = planned(item, declared, facts)
    note = {**steps[item.rung].rung.note(), "due_version": item.due_version}
    item.data.setdefault("skipped", []).append(note)
    _leave_behind(item, steps, facts)


def replan(item: Item, declared: Sequence[Rung], facts: Facts) -> None:
    """Take the time of the next rung from the ladder that is in force."""
    item.rung_at = next_at(item, declared, facts)


def _leave_behind(item: Item, steps: Sequence[Step], facts: Facts) -> None:
    item.rung += 1
    item.rung_at = _at(steps, item.rung, facts)


def _at(steps: Sequence[Step], rung: int, facts: Facts) -> datetime | None:
    """Return the time of a step; after the last one there is none."""
    return calendar.work_begins(steps[rung].day, facts.zone) if rung < len(steps) else None
