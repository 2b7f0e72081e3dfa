"""How many working days an item was overdue in whose hands: read from its events.

A day counts for whoever held the item when the day ended. What one holder was late stays with
that holder, however often the item is handed over or given another due date afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflow.calendar import last_day
from workflow.platform.config import settings
from workflow.snapshots import policies


@dataclass(frozen=True, slots=True)
class Lateness:
    """The working days for which one person held an item that was overdue."""

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
        """Say whether the holder was waited for after the due date on this day."""
        if not self.due_at or self.awaits != "holder":
            return False
        return day > last_day(datetime.fromisoformat(self.due_at), settings().zone)


def count(events: Sequence[tuple[datetime, dict[str, Any]]], now: datetime) -> list[Lateness]:
    """Count the overdue days of each holder in a history, in the order of holding it."""
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
    """Yield how the item stood at the end of each day, the present day as it is now."""
    zone, stand = settings().zone, _Stand()
    following = [at.astimezone(zone).date() for at, _ in events[1:]]
    today = now.astimezone(zone).date()
    for (at, changes), ends in zip(events, [*following, today + timedelta(days=1)], strict=True):
        stand.take(changes)
        day = at.astimezone(zone).date()
        while day < ends:
            yield stand, day
            day += timedelta(days=1)
