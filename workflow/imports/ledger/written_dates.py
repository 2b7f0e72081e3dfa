"""Dates written out in full, in the forms of ledgers."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.names import simplified
from workflow.imports.ledger.numerals import western

Order = Literal["dmy", "mdy"]  # which comes first where a date is written with numbers only

_CLOCK = (
    r"(?:(?:上午|下午|晚上?|中午|早上?)?\s*\d{1,2}(?::\d{1,2}){1,2}(?:\.\d+)?|"
    r"(?:上午|下午|晚上?|中午|早上?)?\s*\d{1,2}(?:时|点)(?:整|半|\d{1,2}分?)?)"
)
_ZONE = r"(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*(?:Z|UTC|GMT|CST|[+-]\d{2}:?\d{2}))?"
# What is cut off behind a day before anything else is read: 2 9:00 must never become 29.
_TIME = re.compile(rf"(?<=[\d日号])(?:\s+|T|,\s*|(?<=[日号]))\s*{_CLOCK}{_ZONE}(?!\d)")
_WEEKDAY = re.compile(
    r"(?<=[\d日号])[(\s,]*(?:周|星期)[一二三四五六日天1-6][)\s,]*|"
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*",
    re.IGNORECASE,
)
MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_NAME = "(?P<name>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_TH = r"(?:st|nd|rd|th)?"
_Y4, _M, _D = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
_CHINESE = re.compile(
    rf"(?<!\d){_Y4}\s*年\s*{_M}\s*月\s*{_D}\s*(?:日|号|(?!\d))|"
    r"(?<!\d)(?P<year2>\d{4})\s*(?P<sep>[-/.])\s*(?P<month2>\d{1,2})\s*(?P=sep)\s*(?P<day2>\d{1,2})(?!\d)|"
    r"(?<!\d)(?P<year3>(?:19|20)\d{2})(?P<month3>\d{2})(?P<day3>\d{2})(?!\d)"
)
_MINGUO = re.compile(
    rf"(?:民国\s*(?P<era>\d{{2,3}})|(?<!\d)(?P<era2>1[01]\d))\s*年\s*{_M}\s*月\s*{_D}\s*[日号]?|"
    r"(?<!\d)(?P<era3>1[01]\d)(?P<sep>[-/.])(?P<month2>\d{1,2})(?P=sep)(?P<day2>\d{1,2})(?!\d)"
)
_ENGLISH = (
    re.compile(
        rf"(?<!\d){_D}{_TH}[\s\-/.]*(?:of\s+)?{_NAME}[\s\-/.,]*(?P<year>\d{{4}}|\d{{2}})(?!\d)",
        re.I,
    ),
    re.compile(rf"\b{_NAME}[\s\-/.]*{_D}{_TH}[\s\-/.,]+(?P<year>\d{{4}}|\d{{2}})(?!\d)", re.I),
    re.compile(rf"(?<!\d){_Y4}[\s\-/.]+{_NAME}[\s\-/.]+{_D}(?!\d)", re.I),
)
# A year stands last in full or in two digits, or first in two digits before one of a day: 26/3/5.
NUMERIC = re.compile(
    r"(?<![\d.])(?!(?:[013-9]\d?|2)\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d(?!\d))(?P<one>\d{1,2})\s*(?P<sep>[-/.])\s*(?P<two>\d{1,2})\s*(?P=sep)\s*(?P<year>\d{4}|\d{1,2})(?![\d.])"
)
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})月?(?:份)?")
_ENGLISH_MONTH = re.compile(rf"{_NAME}[\s\-/.,]*(?P<year>\d{{4}}|\d{{2}})", re.I)
_WITHOUT_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})[./](\d{1,2})")
FIRST_YEAR, LAST_YEAR = 1990, 2100
_SERIAL_ZERO = date(1899, 12, 30)  # Day zero of a spreadsheet, past its leap year of 1900.
_SERIALS = range(36_526, 73_416)  # 2000 to 2100
_MINGUO_ZERO = 1911
_FAR = 3  # years


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day where it exists in the years possible for a ledger, or ``None``."""
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
    """Return the day meant by a spreadsheet's serial number, or ``None`` for other numbers."""
    if number != number // 1 or int(number) not in _SERIALS:
        return None
    return _SERIAL_ZERO + timedelta(days=int(number))


@lru_cache(maxsize=16_384)
def without_time(text: str) -> str:
    """Return a text in western digits without the hour behind a day and the day of the week."""
    return _WEEKDAY.sub(" ", _TIME.sub(" ", western(text))).strip()


def full_year(year: int) -> int:
    """Return the full year of two digits."""
    return year + 2000 if year < 100 else year


def day_in(text: str, order: Order | None = None, near: date | None = None) -> date | None:
    """Return the first date in a text, or ``None``.

    ``order`` reads 4/5/2026; a year of two digits lies near the day ``near``.
    """
    text = without_time(text)
    if match := _CHINESE.search(text):
        return _made(match)
    if match := _MINGUO.search(simplified(text)):
        return _made(match, _MINGUO_ZERO)
    for pattern in _ENGLISH:
        if match := pattern.search(text):
            return _named(match)
    match = NUMERIC.search(text)
    return numeric_day(match, order, near) if match else None


def whole_day(text: str) -> date | None:
    """Return the day of a text with nothing but a date with a month's name, or a Minguo date."""
    if match := _MINGUO.fullmatch(simplified(text)):
        return _made(match, _MINGUO_ZERO)
    match = next((m for pattern in _ENGLISH if (m := pattern.fullmatch(text))), None)
    return _named(match) if match else None


def _named(match: re.Match[str]) -> date | None:
    month = MONTHS[match["name"].lower()]
    return make_day(full_year(int(match["year"])), month, int(match["day"]))


def _made(match: re.Match[str], zero: int = 0) -> date | None:
    found = {key.rstrip("23"): value for key, value in match.groupdict().items() if value}
    year = int(found.get("year") or found["era"]) + zero
    return make_day(year, int(found["month"]), int(found["day"]))


def numeric_day(match: re.Match[str], order: Order | None, near: date | None) -> date | None:
    """Return the day of 4/5/2026 or 24/6/30, or ``None`` where the order is open."""
    days = readings_of(match, near)
    if order in days:
        return days[order]
    return next(iter(days.values())) if len(set(days.values())) == 1 else None


def readings_of(match: re.Match[str], near: date | None = None) -> dict[str, date]:
    """Return the possible days of a date of three numbers, by the order of its numbers."""
    one, two, last = int(match["one"]), int(match["two"]), int(match["year"])
    year = full_year(last)
    days = {"dmy": make_day(year, two, one), "mdy": make_day(year, one, two)}
    if match["sep"] == "." and len(match["year"]) == 4:
        days = {"dmy": days["dmy"]}  # with full stops the day always comes first
    if len(match["year"]) == 1:
        days = {"ymd": make_day(2000 + one, two, last)}
    elif len(match["year"]) == 2:
        days = {"ymd": make_day(2000 + one, two, last), **days}
    found = {order: day for order, day in days.items() if day}
    if near and len(match["year"]) <= 2:
        by_year = {o: day for o, day in found.items() if abs(day.year - near.year) <= _FAR}
        return by_year or found
    return found


def day_of(cell: Cell, before: date, order: Order | None = None) -> date | None:
    """Return the day in a cell of dates; without a year the last such day before ``before``."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and (day := from_serial(cell)):
        return day
    written = without_time(text_of(cell))
    if day := day_in(written, order, before):
        return day
    text = re.sub(r"\s+", "", written)
    if text.isdecimal() and (day := from_serial(int(text))):
        return day
    if match := _MONTH.fullmatch(text):
        return make_day(int(match[1]), int(match[2]), 1)
    if match := _ENGLISH_MONTH.fullmatch(written):
        return make_day(full_year(int(match["year"])), MONTHS[match["name"].lower()], 1)
    if match := _WITHOUT_YEAR.fullmatch(text):
        month, day_number = (int(part) for part in match.groups() if part)
        return _last_such(month, day_number, before)
    return None


def _last_such(month: int, day: int, before: date) -> date | None:
    years = range(before.year, before.year - 9, -1)  # Nine years always hold a leap year.
    days = (make_day(year, month, day) for year in years)
    return next((found for found in days if found and found <= before), None)
