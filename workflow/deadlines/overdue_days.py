"""The overdue working days of an item by holder, counted from its events.

A day counts for the holder at the end of the day. A holder's overdue days stay with the holder,
however often the item is handed over or given another due date afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflow.calendar import last_day
from workflow.platform import settings
from workflow.snapshots import policies


@dataclass(frozen=True, slots=True)
class Lateness:
    """The working days for which a person held an overdue item."""

    holder_id: int | None
    days: int


@dataclass(slots=True)
class _Stand:
    holder: int | None = None
    due_at: str | None = None
    awaits: str = ""

    def take(self, changes: dict[str, Any]) -> None:
        self.holder = changes.get("holder_id", self.holder)
        self.due_at = changes.get("due_at", self.due_at)
        self.awaits = changes.get("awaits", self.awaits)

    def is_late(self, day: date) -> bool:
        """Say whether the holder was awaited after the due date on the day."""
        if not self.due_at or self.awaits != "holder":
            return False
        return day > last_day(datetime.fromisoformat(self.due_at), settings().zone)


def count(events: Sequence[tuple[datetime, dict[str, Any]]], now: datetime) -> list[Lateness]:
    """Count the overdue days of each holder in a history, in the order of the holders."""
    calendar = policies.calendar()
    late: Counter[int | None] = Counter()
    order: list[int | None] = []
    for stand, day in _days(events, now):
        if stand.holder not in order:
            order.append(stand.holder)
        late[stand.holder] += stand.is_late(day) and calendar.is_working_day(day)
    return [Lateness(holder, late[holder]) for holder in order if late[holder]]


def _days(
    events: Sequence[tuple[datetime, dict[str, Any]]], now: datetime
) -> Iterator[tuple[_Stand, date]]:
    """Yield the state of the item at the end of each day, for the present day as of now."""
    zone, stand = settings().zone, _Stand()
    following = [at.astimezone(zone).date() for at, _ in events[1:]]
    today = now.astimezone(zone).date()
    for (at, changes), ends in zip(events, [*following, today + timedelta(days=1)], strict=True):
        stand.take(changes)
        day = at.astimezone(zone).date()
        while day < ends:
            yield stand, day
            day += timedelta(days=1)
