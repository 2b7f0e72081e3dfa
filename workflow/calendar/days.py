"""A calendar: the kind of each day with its reason, and the count of working days in a period."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

from workflow.calendar import public_holidays
from workflow.calendar.conventions import Convention
from workflow.words import Words

DayKind = Literal["working", "weekend", "holiday", "make_up", "own_free", "own_working"]
_NAMELESS = Words("", "")
_FIVE_DAYS = 5
_MAKE_UP = Words("调休上班", "make-up working day")
_WEEKDAYS = tuple(
    Words(f"星期{zh}", en)
    for zh, en in zip(
        "一二三四五六日",
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A working day, or a day off, of an organisation, whatever the country's calendar says."""

    day: date
    working: bool
    name: Words
    note: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: its kind, and its name where there is a name."""

    day: date
    kind: DayKind
    name: Words
    note: str = ""

    @property
    def is_working(self) -> bool:
        """Whether the day is a working day."""
        return self.kind in ("working", "make_up", "own_working")


@dataclass(frozen=True, slots=True)
class Calendar:
    """A country's days with an organisation's own on top; never changed, only replaced."""

    country: str = public_holidays.DEFAULT
    own: Mapping[date, OwnDay] = field(default_factory=dict)
    settled: frozenset[int] = frozenset()  # years that the organisation has completed by hand
    counts_first: Mapping[str, bool] = field(default_factory=dict)  # where it was changed
    _years: dict[int, list[date]] = field(default_factory=dict, compare=False, repr=False)
    _odd: dict[int, list[date]] = field(default_factory=dict, compare=False, repr=False)

    # The origin of the days: country, edition of the library, and mark of the own part.
    edition: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        own = sorted((str(day), content.working) for day, content in self.own.items())
        content = [own, sorted(self.settled), sorted(self.counts_first.items())]
        mark = sha256(json.dumps(content).encode()).hexdigest()[:8] if any(content) else ""
        edition = f"{self.country} {public_holidays.EDITION} {mark}".strip()
        object.__setattr__(self, "edition", edition)

    def is_working_day(self, day: date) -> bool:
        """Say whether ``day`` is a working day."""
        if day in self.own:
            return self.own[day].working
        return day in public_holidays.year_of(self.country, day.year).working

    def day(self, day: date) -> Day:
        """Return a day with its kind, name and note."""
        if own := self.own.get(day):
            return Day(day, "own_working" if own.working else "own_free", own.name, own.note)
        year = public_holidays.year_of(self.country, day.year)
        if day in year.working:
            if day in year.make_up:
                return Day(day, "make_up", _MAKE_UP)
            return Day(day, "working", _NAMELESS)
        if day in year.named:
            return Day(day, "holiday", year.named[day])
        return Day(day, "weekend", _WEEKDAYS[day.weekday()])

    def is_provisional(self, year: int) -> bool:
        """Say whether working days of ``year`` are still to be published."""
        return year not in self.settled and public_holidays.is_unpublished(self.country, year)

    def add_working_days(self, start: date, days: int) -> date:
        """Return the ``days``-th working day after ``start`` (before it, if negative).

        The start day is not counted. Zero gives the start day itself.
        """
        if days == 0:
            return start
        year, worked = start.year, self._worked(start.year)
        place = bisect_right(worked, start) - 1 + days if days > 0 else (
            bisect_left(worked, start) + days
        )  # fmt: skip
        while place >= len(worked):
            place -= len(worked)
            year, worked = year + 1, self._worked(year + 1)
        while place < 0:
            year, worked = year - 1, self._worked(year - 1)
            place += len(worked)
        return worked[place]

    def count(self, start: date, days: int, convention: Convention) -> date:
        """Return the last of ``days`` working days, counted by ``convention``.

        The count begins with ``start`` or with the day after.
        """
        first = start - timedelta(days=1) if self.counts_first_of(convention) else start
        return self.add_working_days(first, days)

    def counts_first_of(self, convention: Convention) -> bool:
        """Say whether the first day counts: as the organisation chose, or by the default."""
        return self.counts_first.get(convention.key, convention.counts_first)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative if ``end`` is
        earlier.
        """
        if end < start:
            return -self.working_days_between(end, start)
        whole = sum(len(self._worked(year)) for year in range(start.year, end.year))
        return whole + self._place(end) - self._place(start)

    def days(self, start: date, end: date) -> Iterator[Day]:
        """Yield each day from ``start`` to ``end``, both included, with its kind."""
        return (self.day(start + timedelta(days=n)) for n in range((end - start).days + 1))

    def skipped(self, start: date, end: date) -> list[Day]:
        """Return the days off from ``start`` to ``end``, both included."""
        return [day for day in self.days(start, end) if not day.is_working]

    def odd(self, start: date, end: date) -> list[date]:
        """Return the days, both ends included, that differ from a plain week of five days.

        Working days with a holiday, and weekends that are worked on: short enough to be kept.
        """
        years = (self._odd_of(year) for year in range(start.year, end.year + 1))
        return [
            day for odd in years for day in odd[bisect_left(odd, start) : bisect_right(odd, end)]
        ]

    def _odd_of(self, year: int) -> list[date]:
        if year not in self._odd:
            worked = {*self._worked(year)}
            usual = (day for day in public_holidays.days_of(year) if day.weekday() < _FIVE_DAYS)
            self._odd[year] = sorted(worked ^ {*usual})
        return self._odd[year]

    def _place(self, day: date) -> int:
        return bisect_right(self._worked(day.year), day)

    def _worked(self, year: int) -> list[date]:
        """Return the working days of a year in order; each year is put together once."""
        if year not in self._years:
            own = [entry for day, entry in self.own.items() if day.year == year]
            free = {entry.day for entry in own if not entry.working}
            worked = {entry.day for entry in own if entry.working}
            statutory = public_holidays.year_of(self.country, year).working
            self._years[year] = sorted(statutory - free | worked)
        return self._years[year]
