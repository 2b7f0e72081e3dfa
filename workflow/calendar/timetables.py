"""Timetables: an hour on the first working day of each day, week, month, quarter, half or year.

Which days are due follows from the calendar alone, so that days missed are found by looking back,
and a day added to the calendar moves what is still to come.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from workflow.calendar.days import Calendar
from workflow.calendar.periods import HALF, MONTH, QUARTER, YEAR, Period
from workflow.words import Words

Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
RHYTHM_WORDS: dict[Rhythm, Words] = {
    "daily": Words("每个工作日", "each working day"),
    "weekly": Words("每周第一个工作日", "the first working day of each week"),
    "monthly": Words("每月第一个工作日", "the first working day of each month"),
    "quarterly": Words("每季度第一个工作日", "the first working day of each quarter"),
    "half_yearly": Words("每半年第一个工作日", "the first working day of each half-year"),
    "yearly": Words("每年第一个工作日", "the first working day of each year"),
}
_MONTHS: dict[str, int] = {
    "monthly": MONTH, "quarterly": QUARTER, "half_yearly": HALF, "yearly": YEAR,
}  # fmt: skip
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timetable:
    """A rhythm, and the full hour of a due day."""

    rhythm: Rhythm
    hour: int

    def latest(self, calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the last due instant up to ``now``, however long ago."""
        day = now.astimezone(zone).date()
        while not self._is_due(calendar, day) or self._at(day, zone) > now:
            day = calendar.add_working_days(day, -1)
        return self._at(day, zone)

    def next(self, calendar: Calendar, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the first due instant after ``now``."""
        day = now.astimezone(zone).date()
        while not self._is_due(calendar, day) or self._at(day, zone) <= now:
            day = calendar.add_working_days(day, 1)
        return self._at(day, zone)

    def covered(self, calendar: Calendar, day: date) -> tuple[date, date]:
        """Return the first and last day of the stretch that ended before the stretch of ``day``.

        For each working day, these are the days since the working day before.
        """
        if self.rhythm == "daily":
            return calendar.add_working_days(day, -1), day - _DAY
        last = self._begins(day) - _DAY
        return self._begins(last), last

    def _is_due(self, calendar: Calendar, day: date) -> bool:
        """Say whether a day is the first working day of its stretch."""
        if not calendar.is_working_day(day):
            return False
        return calendar.add_working_days(day, -1) < self._begins(day)

    def _begins(self, day: date) -> date:
        """Return the first day of the stretch around a day."""
        if self.rhythm == "daily":
            return day
        if self.rhythm == "weekly":
            return day - timedelta(days=day.weekday())
        return Period.of(day, _MONTHS[self.rhythm]).first

    def _at(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, time(self.hour), zone)
