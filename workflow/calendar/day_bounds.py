"""Between days and instants: the end of a day, and the start of work on a day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WORK_BEGINS = time(9)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the end of ``day`` as an instant: the start of the next local day."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def work_begins(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which work begins on ``day``."""
    return datetime.combine(day, WORK_BEGINS, zone)


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """Return the local day before ``due_at``: the due date as people write it."""
    return (due_at.astimezone(zone) - timedelta(microseconds=1)).date()
