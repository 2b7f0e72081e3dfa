"""Between days and instants: where a day ends, and when people come to work on it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WORK_BEGINS = time(9)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which ``day`` is over: the start of the next local day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def work_begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which people come to work on ``day``."""
    return datetime.combine(day, WORK_BEGINS, zone)


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """Return the day that ends at ``due_at``: the due date as people write it."""
    return (due_at.astimezone(zone) - timedelta(microseconds=1)).date()
