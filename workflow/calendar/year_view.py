"""A year laid out in months and weeks, as on a wall calendar."""

from __future__ import annotations

import calendar as weeks
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from workflow.calendar.days import Calendar, Day

_MONDAY_FIRST = weeks.Calendar()


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive days of the same name."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday on, number of working days, named days."""

    first: date
    weeks: list[list[Day | None]]
    working: int
    named: list[Span]


def months(calendar: Calendar, year: int) -> list[Month]:
    """Return the twelve months of a year."""
    return [_month(calendar, date(year, number, 1)) for number in range(1, 13)]


def _month(calendar: Calendar, first: date) -> Month:
    laid = [
        [calendar.day(day) if day.month == first.month else None for day in week]
        for week in _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    ]
    days = [day for week in laid for day in week if day]
    working = sum(day.is_working for day in days)
    return Month(first, laid, working, list(_spans(days)))


def _spans(days: list[Day]) -> Iterator[Span]:
    """Yield the named days, consecutive days of the same name together."""
    special = [day for day in days if day.kind not in ("working", "weekend")]
    for _, run in groupby(enumerate(special), key=lambda pair: _run(*pair)):
        same = [day for _, day in run]
        yield Span(same[0], same[-1])


def _run(place: int, day: Day) -> tuple[date, str, str]:
    return day.day - timedelta(days=place), day.kind, day.name.zh
