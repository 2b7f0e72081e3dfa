"""Read a deadline as people write it: a date, and a note of how it was read.

What is not understood gives no date; the text is kept for a person to settle.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from workflow.imports.ledger import reading_notes
from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.date_points import Point, read_point
from workflow.imports.ledger.deadline_phrases import (
    AddWorkingDays,
    Core,
    PhraseBasis,
    Reading,
    core_of,
    strip_marks,
    tidy,
)
from workflow.imports.ledger.periods import read_period
from workflow.imports.ledger.written_dates import from_serial, make_day
from workflow.words import Words

IMMEDIATE_DAYS = 5
_LONGEST_PHRASE = 120
_EMPTY = re.compile(r"[/\\\-—–_无]*")
_IMMEDIATE = re.compile(
    r"(?:已|应|须|请)?(?:(?:立|即|边|随|马上|当场|现场|立即|即时|即刻)[行知整查改时]?){1,2}"
    r"(?:整改|改正|改|办理|纠正|解决)?(?:到位|完成|完毕)?"
)
_LONG_TERM = re.compile(
    r"(?:并|且|需|应|须)?(?:长期|持续|常态化|常年|经常性|长效)"
    r"(?:坚持|推进|整改|落实|抓好|开展|巩固|保持|执行|整治|推动|用力|深化)*(?:到位|不懈|下去)?|[常长]抓不懈"
)
_UNCLEAR = re.compile(
    r"(?:限期|尽快|抓紧|按期|按时|及时|适时|分期|近期|如期|按要求|按计划|按方案|按规定|视情况?|逐步)"
    r"(?:分批|限期|完成|整改|办理|落实|改正|推进|解决|到位|组织实施|实施|整治)*"
)
_RANGE = re.compile(r"[至到~-]|—+|–")
_NOW = re.compile(r"(?:自|从)?(?:即日起?|现在起?|目前|当前|今日?起?)")
_PARTS = re.compile(r"[,;、。()]|并且|并(?=长期|持续)")
_LEADING = re.compile(r"(?P<point>.{2,}?(?:之前|以前|[底末]?前|底|末))(?P<rest>[^后]+)")


def read_deadline(cell: Cell, basis: PhraseBasis, add_working_days: AddWorkingDays) -> Reading:
    """Return the reading of a deadline cell; it never raises, whatever the cell holds."""
    written = text_of(cell)
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return Reading(written, "date", reading_notes.DATE_CELL, day)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _read_number(written, cell, basis)
    text = tidy(written)
    if _EMPTY.fullmatch(text):
        return Reading(written, "none", reading_notes.NONE)
    if len(text) > _LONGEST_PHRASE:
        return Reading(written, "unknown", reading_notes.UNKNOWN, certain=False)
    return _read_text(written, text, basis, add_working_days)


def _read_number(written: str, number: float, basis: PhraseBasis) -> Reading:
    if day := from_serial(number):
        return Reading(written, "date", reading_notes.SERIAL, day)
    if 2000 <= number <= 2100 and number == number // 1:
        return Reading(written, "date", reading_notes.WRITTEN, make_day(int(number), 12, 31))
    # A number such as 12.3 is more likely gone astray than the third of December.
    dated = _dated(written, core_of(written), basis) if number > 2000 else None
    return dated or Reading(written, "unknown", reading_notes.UNKNOWN, certain=False)


def _read_text(written: str, text: str, basis: PhraseBasis, add: AddWorkingDays) -> Reading:
    if whole := _read_part(written, text, basis, add):
        return whole
    parts = [part for part in map(strip_marks, _PARTS.split(text)) if part and not part.isdigit()]
    known: list[Reading] = []
    unread: list[str] = []
    for part in parts:
        reading, rest = _read_leading(written, part, basis, add)
        known += [reading] if reading and reading.kind != "unclear" else []
        unread += [rest] if rest else []
    if not known:
        return Reading(written, "unknown", reading_notes.UNKNOWN, certain=False)
    return _combined(written, known, unread)


def _read_leading(
    written: str, part: str, basis: PhraseBasis, add: AddWorkingDays
) -> tuple[Reading | None, str]:
    """Read a part, or the date at its beginning; return what of it was not understood."""
    if reading := _read_part(written, part, basis, add):
        return reading, ""
    for match in _LEADING.finditer(part):
        if reading := _dated(written, core_of(match["point"]), basis):
            return reading, match["rest"]
    return None, part


def _combined(written: str, known: list[Reading], unread: list[str]) -> Reading:
    """Take the latest date stated; a stated date outweighs "at once"."""
    dated = [reading for reading in known if reading.kind in ("date", "period")] or known
    best = max(dated, key=lambda reading: reading.due or date.min)
    long_term = any(reading.long_term for reading in known)
    note = best.note
    if unread:
        note = reading_notes.PARTLY.format(note=note, rest="，".join(unread))
    return Reading(written, best.kind, note, best.due, long_term, certain=not unread)


def _read_part(written: str, text: str, basis: PhraseBasis, add: AddWorkingDays) -> Reading | None:
    if _IMMEDIATE.fullmatch(text):
        note = reading_notes.IMMEDIATE.format(basis=basis.words, day=basis.day, days=IMMEDIATE_DAYS)
        return Reading(written, "immediate", note, add(basis.day, IMMEDIATE_DAYS))
    if _LONG_TERM.fullmatch(text):
        return Reading(written, "long_term", reading_notes.LONG_TERM, long_term=True)
    if _UNCLEAR.fullmatch(text):
        return Reading(written, "unclear", reading_notes.UNCLEAR, certain=False)
    core = core_of(text)
    return read_period(written, core, basis, add) or _dated(written, core, basis)


def _dated(written: str, core: Core, basis: PhraseBasis) -> Reading | None:
    point = read_point(core.text, basis.day, before=core.before)
    if point is None:
        return _ranged(written, core.text, basis)
    if core.before and point.unit in ("quarter", "half"):
        return None  # Before the quarter begins, or before it ends? A person has to say.
    if core.before and point.unit != "day":
        return _placed(written, point.eve_of_unit(), basis, reading_notes.BEFORE_UNIT)
    return _placed(written, point, basis, reading_notes.WRITTEN)


def _placed(written: str, point: Point, basis: PhraseBasis, note: Words) -> Reading:
    due = point.after(basis.day)
    if due is None:
        return Reading(written, "unknown", reading_notes.NO_SUCH_DAY, certain=False)
    if point.near or not point.year:
        how = reading_notes.NEAR if point.near else reading_notes.YEAR_GUESSED
        how = how.format(basis=basis.words, day=basis.day)
        note = (
            how
            if note is reading_notes.WRITTEN
            else reading_notes.BOTH.format(first=note, second=how)
        )
    return Reading(written, "date", note, due)


def _ranged(written: str, text: str, basis: PhraseBasis) -> Reading | None:
    """Read "from … to …" as its end, which takes over the year and month of the beginning."""
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
    return read_point(re.sub("^[自从]", "", text), anchor)


def _day_of_month(text: str, begins: Point) -> Point | None:
    match = re.fullmatch(r"(\d{1,2})[日号]?", text)
    return Point(begins.year, begins.month, int(match[1])) if match and begins.day else None


def _after(begins: Point, ends: Point) -> Point:
    if ends.year or not begins.year:
        return ends
    later = (ends.month, ends.day or 31) < (begins.month, begins.day or 1)
    return Point(begins.year + later, ends.month, ends.day)
