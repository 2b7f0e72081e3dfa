"""Turn a deadline's point in time into a day, and note the source of the year."""

from __future__ import annotations

import re
from datetime import date

from workflow.imports.ledger import reading_notes
from workflow.imports.ledger.date_points import Point, read_point
from workflow.imports.ledger.deadline_phrases import Core, DeadlineReading, PhraseBasis
from workflow.imports.ledger.written_dates import NUMERIC, Order, numeric_day, whole_day
from workflow.words import Words

_RANGE = re.compile(r"[至到~-]|—+|–")
_NOW = re.compile(r"(?:自|从)?(?:即日起?|现在起?|目前|当前|今日?起?)")
_MONTH_ALONE = re.compile(r"(?:\d{4}年)?(?:[1-9]|1[0-2])")
# How long before the day of a ledger a deadline without its year may lie.
_PATIENCE = 240
_NEARLY_A_YEAR = 330


def read_dated(
    written: str, core: Core, basis: PhraseBasis, order: Order | None = None
) -> DeadlineReading | None:
    """Read a phrase that names a day, a month, a quarter or a year, or runs from … to …."""
    point = read_point(core.text, basis.day, before=core.before)
    if point is None:
        return _numeric(written, core.text, basis, order) or _ranged(written, core.text, basis)
    if core.before and point.unit in ("quarter", "half"):
        return None  # Before the quarter begins, or before it ends? A person has to say.
    if core.before and point.unit != "day":
        return _placed(written, point.eve_of_unit(), basis, reading_notes.BEFORE_UNIT)
    return _placed(written, point, basis, reading_notes.WRITTEN)


def _numeric(
    written: str, text: str, basis: PhraseBasis, order: Order | None
) -> DeadlineReading | None:
    """Read 31/12/2026 or 24/6/30, and dates with the name of a month."""
    match = NUMERIC.fullmatch(text)
    if match is None:
        day = whole_day(text)
        return DeadlineReading(written, "date", reading_notes.WRITTEN, day) if day else None
    if day := numeric_day(match, order, basis.day):
        return DeadlineReading(written, "date", reading_notes.WRITTEN, day)
    return DeadlineReading(written, "unknown", reading_notes.ORDER_OPEN, certain=False)


def _placed(written: str, point: Point, basis: PhraseBasis, note: Words) -> DeadlineReading:
    if basis.firm == "today" and point.near:
        return DeadlineReading(written, "unclear", reading_notes.NO_START, certain=False)
    due = _on(point, basis)
    if due is None:
        return DeadlineReading(written, "unknown", reading_notes.NO_SUCH_DAY, certain=False)
    if point.near or not point.year:
        how = _how(point, basis, due)
        written_out = note is reading_notes.WRITTEN
        note = how if written_out else reading_notes.BOTH.format(first=note, second=how)
    guessed = not point.year and (basis.firm == "today" or _just_over(point, due, basis))
    return DeadlineReading(written, "date", note, due, certain=not guessed)


def _just_over(point: Point, due: date, basis: PhraseBasis) -> bool:
    """Say whether a day without its year was over some days before, and comes in eleven months."""
    return basis.firm == "row" and not point.near and (due - basis.day).days > _NEARLY_A_YEAR


def _on(point: Point, basis: PhraseBasis) -> date | None:
    if basis.firm == "year":
        return point.on(basis.day.year)
    return point.after(basis.day, patience=_PATIENCE if basis.firm == "ledger" else 0)


def _how(point: Point, basis: PhraseBasis, due: date) -> Words:
    if basis.firm == "today":
        return reading_notes.TODAY_GUESSED.format(day=basis.day)
    if basis.firm == "year" or (basis.firm == "ledger" and not point.near):
        return reading_notes.LEDGER_YEAR.format(basis=basis.words, year=due.year)
    how = reading_notes.NEAR if point.near else reading_notes.YEAR_GUESSED
    return how.format(basis=basis.words, day=basis.day)


def _ranged(written: str, text: str, basis: PhraseBasis) -> DeadlineReading | None:
    """Read "from … to …" as the end, with year and month taken over from the beginning."""
    for match in _RANGE.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        begins = _beginning(left, basis.day)
        ends = begins and (read_point(right, basis.day) or _day_of_month(right, begins))
        if begins and ends:
            return _placed(written, _after(begins, ends), basis, reading_notes.RANGE_END)
    return None


def _beginning(text: str, anchor: date) -> Point | None:
    if _NOW.fullmatch(text):
        return Point(None, anchor.month, 1)
    if _MONTH_ALONE.fullmatch(text):  # 5-8月, 2026年5-8月
        text = f"{text}月"
    return read_point(re.sub("^[自从]|起$", "", text), anchor)


def _day_of_month(text: str, begins: Point) -> Point | None:
    match = re.fullmatch(r"(\d{1,2})[日号]?", text)
    return Point(begins.year, begins.month, int(match[1])) if match and begins.day else None


def _after(begins: Point, ends: Point) -> Point:
    if ends.year or not begins.year:
        return ends
    later = (ends.month, ends.day or 31) < (begins.month, begins.day or 1)
    return Point(begins.year + later, ends.month, ends.day)
