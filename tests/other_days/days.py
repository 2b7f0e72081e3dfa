"""The other days: on each of them something has been wrong once, or easily might be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True)
class Day:
    """A moment where the organisation works, in the zone that is the default."""

    name: str
    at: str  # in ISO 8601

    def seconds_from(self, now: datetime) -> int:
        """Return how many seconds the clock has to be moved, ahead or back."""
        return round((datetime.fromisoformat(self.at) - now.astimezone(UTC)).total_seconds())


_FIXED = (
    Day("sunday", "2027-03-07T11:00+08:00"),
    Day("last-hour-of-a-month", "2027-04-30T23:10+08:00"),
    Day("leap-day", "2028-02-29T10:00+08:00"),
    Day("eve-of-the-spring-festival", "2027-02-05T09:20+08:00"),
    Day("middle-of-the-spring-festival", "2027-02-09T15:00+08:00"),
    Day("make-up-saturday", "2026-10-10T10:00+08:00"),
    Day("last-half-hour-of-a-year", "2026-12-31T23:30+08:00"),
)


def days(today: date) -> dict[str, Day]:
    """Return the other days by their names; one of them is always two years on."""
    far = Day("two-years-on", f"{today + timedelta(days=731)}T16:00+08:00")
    return {day.name: day for day in (*_FIXED, far)}


def drawn(today: date) -> Day:
    """Return the one whose turn it is today: each has its turn within eight days."""
    chosen = list(days(today).values())
    return chosen[today.toordinal() % len(chosen)]
