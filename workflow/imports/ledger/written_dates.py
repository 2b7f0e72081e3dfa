"""Dates that are written out in full, in the forms that ledgers use."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.numerals import western

_DAY = re.compile(
    r"(?<!\d)(?:(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"
    r"|(\d{4})([-/.])(\d{1,2})\5(\d{1,2})"
    r"|(\d{4})(\d{2})(\d{2}))(?!\d)"
)
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?(?:份)?")
_WITHOUT_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
FIRST_YEAR, LAST_YEAR = 1990, 2100
_SERIAL_ZERO = date(1899, 12, 30)  # Day zero of a spreadsheet, past its leap year of 1900.
_SERIALS = range(36_526, 73_416)  # 2000 to 2100


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day if there is such a day in the years that a ledger may speak of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def last_of_month(year: int, month: int) -> date | None:
    """Return the last day of a month."""
    first = make_day(year, month, 1)
    following = first and (first + timedelta(days=31)).replace(day=1)
    return following - timedelta(days=1) if following else None


def from_serial(number: float) -> date | None:
    """Return the day that a spreadsheet means by a number, if it may be meant as one."""
    if number != number // 1 or int(number) not in _SERIALS:
        return None
    return _SERIAL_ZERO + timedelta(days=int(number))


def day_in(text: str) -> date | None:
    """Return the first date that is written out in a text."""
    match = _DAY.search(re.sub(r"\s+", "", western(text)))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
    return make_day(year, month, day)


def day_of(cell: Cell, before: date) -> date | None:
    """Read a cell that should hold a date; one without a year is the last such day ``before``."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and (day := from_serial(cell)):
        return day
    text = re.sub(r"\s+", "", western(text_of(cell)))
    if day := day_in(text):
        return day
    if match := _MONTH.fullmatch(text):
        return make_day(int(match[1]), int(match[2]), 1)
    if match := _WITHOUT_YEAR.fullmatch(text):
        return _last_such(int(match[1]), int(match[2]), before)
    return None


def _last_such(month: int, day: int, before: date) -> date | None:
    years = range(before.year, before.year - 9, -1)  # Nine years always hold a leap year.
    days = (make_day(year, month, day) for year in years)
    return next((found for found in days if found and found <= before), None)
