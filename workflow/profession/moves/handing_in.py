"""Handing in: the day of the report on finished work, and the lateness on the day, for good."""

from __future__ import annotations

from workflow.calendar import last_day
from workflow.declaration import Actor, Facts, HandedIn, Item, process_of


def hand_in(item: Item, facts: Facts, _: Actor) -> None:
    """Note the day, the due date and the working days of lateness; no later move changes them."""
    if item.due_at is None:
        return
    due = last_day(item.due_at, facts.zone)
    late = facts.calendar.working_days_between(due, facts.today)
    note: HandedIn = {
        "on": facts.today.isoformat(),
        "due": due.isoformat(),
        "late": max(late, 1) if facts.today > due else 0,
    }
    process_of(item).setdefault("handed_in", []).append(note)


def days_late(item: Item) -> int:
    """Return the working days of lateness at the latest handing in of the round; 0: in time.

    Work returned, and handed in again by another date, stays as late as at first.
    """
    return max((note["late"] for note in process_of(item).get("handed_in", ())), default=0)
