"""The working days of 2026 as the State Council announced them, written down and counted by hand.

A second opinion on every rung of the simulated year that shares no line with the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from tests.simulation.year import ZONE

_DAY = timedelta(days=1)
_HOLIDAYS = (  # first and last day, New Year's Day of 2027 included
    ("2026-01-01", "2026-01-03"), ("2026-02-15", "2026-02-23"), ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21"), ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"), ("2027-01-01", "2027-01-03"),
)  # fmt: skip
_MADE_UP = (
    "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
)  # fmt: skip
# Working days from the due date, by docs/domain/escalation-ladder.md#levels; those who check have
# the middle two.
OFFSETS = {
    "remind_10": -10, "remind_5": -5, "remind_1": -1, "overdue": 1,
    "supervise": 3, "interview": 13, "criticise": 23, "account": 33,
}  # fmt: skip
_EVENTS = """
    SELECT i.number, e.at, e.changes #>> '{note,rung}', e.changes ->> 'due_at'
      FROM events e JOIN items i ON i.id = e.item_id ORDER BY e.item_id, e.seq"""


def is_worked(day: date) -> bool:
    """Say whether people worked on a day of 2026."""
    if day.isoformat() in _MADE_UP:
        return True
    free = any(first <= day.isoformat() <= last for first, last in _HOLIDAYS)
    return day.weekday() < 5 and not free


def apart(due: date, day: date) -> int:
    """Count the working days from a due date to a day, negative where the day comes first."""
    if day < due:
        return -sum(is_worked(day + n * _DAY) for n in range((due - day).days))
    return sum(is_worked(due + n * _DAY) for n in range(1, (day - due).days + 1))


def climbed(owner: psycopg.Connection[Any]) -> Iterator[tuple[str, str, date, int]]:
    """Yield each rung that was climbed: of what, which, when and how far from the due date."""
    due: dict[str, date] = {}
    for number, at, rung, due_at in owner.execute(_EVENTS):
        day = at.astimezone(ZONE).date()
        if rung in OFFSETS:
            yield number, rung, day, apart(due[number], day)
        if due_at:  # the end of its day
            due[number] = (datetime.fromisoformat(due_at) - _DAY).astimezone(ZONE).date()
