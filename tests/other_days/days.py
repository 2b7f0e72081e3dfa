"""The other days: on each of them something has been wrong once, or easily might be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True)
class Day:
    """A moment where the organisation works, in the zone that is the default."""

    name: str
    at: str  # in ISO 8601

    def seconds_from(self, now: datetime) -> int:
        """Return how many seconds the clock has to be moved, ahead or back."""
        return round((datetime.fromisoformat(self.at) - now.astimezone(UTC)).total_seconds())


DAYS = (
    Day("sunday", "2027-03-07T11:00+08:00"),
    Day("last-hour-of-a-month", "2027-04-30T23:10+08:00"),
    Day("leap-day", "2028-02-29T10:00+08:00"),
    Day("eve-of-the-spring-festival", "2027-02-05T09:20+08:00"),
    Day("middle-of-the-spring-festival", "2026-02-18T15:00+08:00"),
    Day("make-up-saturday", "2026-10-10T10:00+08:00"),
    Day("last-half-hour-of-a-year", "2026-12-31T23:30+08:00"),
    Day("two-years-on", "2028-11-29T16:00+08:00"),
)


def drawn(today: date) -> Day:
    """Return the one whose turn it is today: each has its turn within eight days."""
    return DAYS[today.toordinal() % len(DAYS)]
