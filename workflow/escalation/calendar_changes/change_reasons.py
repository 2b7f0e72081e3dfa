"""The reasons why a due date would move, in words: changed days, changed count of the first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from workflow.calendar import Calendar, Day
from workflow.declaration import Basis, due_dates, reckoning_anew
from workflow.words import Words

_OFF = Words("{when}现在休息{name}", "{when}: off now{name}")
_WORKED = Words("{when}现在上班{name}", "{when}: worked now{name}")
_NAME = Words("（{name}）", " ({name})")
_SPAN = Words("{first}至{last}", "{first} to {last}")
_COUNTED = Words("起始日现在计入", "the first day counts now")
_NOT_COUNTED = Words("起始日现在不计入", "the first day does not count any more")
_UNKNOWN = Words("日历变为{edition}", "the calendar is {edition} now")


def reasons(calendar: Calendar, basis: Basis) -> Iterator[Words]:
    """Yield every reason; for a date without kept days only the name of the new edition."""
    first = reckoning_anew.counts_first(calendar, basis)
    if first != basis["first"]:
        yield _COUNTED if first else _NOT_COUNTED
    days = [calendar.day(day) for day in due_dates.changed_days(calendar, basis)]
    yield from map(_said, _runs(days))
    if first == basis["first"] and not days:
        yield _UNKNOWN.format(edition=calendar.edition)


def _runs(days: list[Day]) -> Iterator[list[Day]]:
    """Yield consecutive days of equal kind, together."""
    for _, run in groupby(enumerate(days), key=lambda pair: _alike(*pair)):
        yield [day for _, day in run]


def _alike(place: int, day: Day) -> tuple[date, bool, Words]:
    return day.day - timedelta(days=place), day.is_working, day.name


def _said(run: list[Day]) -> Words:
    first, last = run[0], run[-1]
    alone = Words(str(first.day), str(first.day))
    when = _SPAN.format(first=first.day, last=last.day) if last is not first else alone
    named = _NAME.format(name=first.name) if first.name.zh else first.name
    return (_WORKED if first.is_working else _OFF).format(when=when, name=named)
