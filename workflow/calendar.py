"""Working days: weekends, public holidays and make-up working weekends (调休).

The days come from the ``holidays`` library. A year whose adjusted schedule is not published
yet has statutory days only; ``is_provisional`` says so.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

WORK_BEGINS = time(9)


@lru_cache(maxsize=64)
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=year)


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """Say whether people work on this day."""
    return bool(_year(day.year).is_working_day(day))


@lru_cache(maxsize=64)
def is_provisional(year: int) -> bool:
    """Say whether the make-up working days of this year are still unpublished."""
    # The library lists some days of far-off years in every year's set.
    return all(day.year != year for day in _year(year).weekend_workdays)


@lru_cache(maxsize=8192)
def add_working_days(start: date, days: int) -> date:
    """Return the ``days``-th working day after ``start`` (before it, if negative).

    The start day is not counted (domain.md 2.3.1). Zero gives the start day itself.
    """
    step = timedelta(days=1 if days > 0 else -1)
    day, left = start, abs(days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and with ``end``; negative if it is past."""
    if end < start:
        return -working_days_between(end, start)
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which ``day`` is over: the start of the next local day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def work_begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which people come to work on ``day``."""
    return datetime.combine(day, WORK_BEGINS, zone)


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """Return the day that ends at ``due_at``: the due date as people write it."""
    return (due_at.astimezone(zone) - timedelta(microseconds=1)).date()
