"""Read a deadline as people write it: a date, and a note of how it was read.

What is not understood gives no date; the text is kept for a person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from workflow.ledger import notes
from workflow.ledger.cells import Cell, text_of
from workflow.ledger.days import from_serial, make_day
from workflow.ledger.numerals import western
from workflow.ledger.points import Point, read_point
from workflow.words import Words

Kind = Literal["date", "period", "immediate", "long_term", "unclear", "unknown", "none"]
AddWorkingDays = Callable[[date, int], date]
IMMEDIATE_DAYS = 5
_LONGEST = 3_660


class Basis(NamedTuple):
    """The day that relative phrases count from, and what people call it."""

    day: date
    words: Words


@dataclass(frozen=True, slots=True)
class Reading:
    """How a deadline was read; ``certain`` is False when a part of it was not understood."""

    text: str
    kind: Kind
    note: Words
    due: date | None = None
    long_term: bool = False
    certain: bool = True


_EMPTY = re.compile(r"[/\\\-—–_无]*")
_ENDS = "。.;；!！,，、:：“”\"'《》"
_AROUND = re.compile(r"\((.*)\)")
_IMMEDIATE = re.compile(
    r"(?:已|应|须|请)?(?:(?:立|即|边|随|马上|当场|现场|立即|即时|即刻)[行知整查改时]?){1,2}"
    r"(?:即|立|边)?(?:整改|改正|改|办理|纠正|解决)?(?:到位|完成|完毕)?"
)
_LONG_TERM = re.compile(
    r"(?:并|且|需|应|须)?(?:长期|持续|常态化|常年|经常性|长效)"
    r"(?:坚持|推进|整改|落实|抓好|开展|巩固|保持|执行|整治|推动|用力|深化)*"
    r"(?:到位|不懈|下去|长期坚持)?|常抓不懈|长抓不懈|长期坚持并?持续[推改]\w?"
)
_UNCLEAR = re.compile(
    r"(?:限期|尽快|抓紧|按期|按时|及时|适时|分期|近期|如期|按要求|按计划|按方案|按规定|视情况?|逐步)"
    r"(?:分批|限期)?(?:完成|整改|办理|落实|改正|推进|解决|到位|组织实施|实施|整治)*"
)
_PREFIX = re.compile(
    r"^(?:(?:整改|完成|办理|办结)(?:时限|期限|时间|日期)[:为是]?|(?:时限|期限|限期)[:为是]|持续(?:整改|推进)(?:至|到)|"
    r"延(?:期|长)?(?:至|到)|要求|力争|确保|计划|预计|务必|必须|务于|原则上|最迟|最晚|不迟于|不晚于|截止到?|"
    r"截至|限于|拟于?|请于?|须于?|应于?|于|在|至|到|由)+"
)
_SUFFIX = re.compile(
    r"(?P<before>之前|以前|前)?(?:须|应|必须|要)?(?:全部|全面|基本|整体|彻底)?(?:完成|办结|整改|到位|完毕|落实|销号|"
    r"结束|解决|整治|工作|任务|上报|报送|为止|止|交账|清零|达标|治理)*$"
)
_FROM = (
    r"(?:自|从|在)?(?:接到|收到|发现|交办|反馈|下发|下达|签收|检查|督查|印发|通报)"
    r"(?:本|该)?(?:整改|督办|交办|反馈)?(?:通知书?|问题|清单|台账|意见|通报|单|函)?(?:之日|当日|日)?(?:起|后|以后)?(?:的|,)?"
)
_PERIOD = re.compile(
    rf"(?P<from>{_FROM})?(?P<number>\d{{1,4}}|半)(?P<unit>个?工作日|个?自然日|天|日|个?星期|周|个?季度|个?月|年)"
    r"(?P<within>之内|以内|内)?"
)
_RANGE = re.compile(r"至|到|—+|–|-|~|―|－")
_NOW = re.compile(r"(?:自|从)?(?:即日起?|现在起?|目前|当前|今日?起?)")
_PARTS = re.compile(r"[,;、。()]|并且|并(?=长期|持续)")


def read_deadline(cell: Cell, basis: Basis, add_working_days: AddWorkingDays) -> Reading:
    """Return the reading of a deadline cell; it never raises, whatever the cell holds."""
    written = text_of(cell)
    if isinstance(cell, datetime):
        return Reading(written, "date", notes.DATE_CELL, cell.date())
    if isinstance(cell, date):
        return Reading(written, "date", notes.DATE_CELL, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _read_number(written, cell, basis)
    text = _tidy(written)
    if _EMPTY.fullmatch(text):
        return Reading(written, "none", notes.NONE)
    return _read_text(written, text, basis, add_working_days)


def _read_number(written: str, number: float, basis: Basis) -> Reading:
    if day := from_serial(number):
        return Reading(written, "date", notes.SERIAL, day)
    if number == number // 1 and 2000 <= number <= 2100:
        return Reading(written, "date", notes.WRITTEN, make_day(int(number), 12, 31))
    return _dated(written, written, basis) or Reading(written, "unknown", notes.UNKNOWN)


def _tidy(written: str) -> str:
    text = re.sub(r"\s+", "", western(written)).strip(_ENDS)
    match = _AROUND.fullmatch(text)
    return match[1].strip(_ENDS) if match and "(" not in match[1] else text


def _read_text(written: str, text: str, basis: Basis, add: AddWorkingDays) -> Reading:
    if whole := _read_part(written, text, basis, add):
        return whole
    parts = [part for part in (p.strip(_ENDS) for p in _PARTS.split(text)) if part]
    readings = [_read_part(written, part, basis, add) for part in parts]
    known = [reading for reading in readings if reading and reading.kind != "unclear"]
    if not known:
        return Reading(written, "unknown", notes.UNKNOWN)
    unread = [part for part, reading in zip(parts, readings, strict=True) if not reading]
    return _combined(written, known, unread)


def _combined(written: str, known: list[Reading], unread: list[str]) -> Reading:
    """Take the latest date stated; a stated date outweighs "at once"."""
    dated = [reading for reading in known if reading.kind in ("date", "period")] or known
    best = max(dated, key=lambda reading: reading.due or date.min)
    long_term = any(reading.long_term for reading in known)
    note = best.note
    if unread:
        note = notes.PARTLY.format(note=note, rest="，".join(unread))
    return Reading(written, best.kind, note, best.due, long_term, certain=not unread)


def _read_part(written: str, text: str, basis: Basis, add: AddWorkingDays) -> Reading | None:
    if _IMMEDIATE.fullmatch(text):
        note = notes.IMMEDIATE.format(basis=basis.words, day=basis.day, days=IMMEDIATE_DAYS)
        return Reading(written, "immediate", note, add(basis.day, IMMEDIATE_DAYS))
    if _LONG_TERM.fullmatch(text):
        return Reading(written, "long_term", notes.LONG_TERM, long_term=True)
    if _UNCLEAR.fullmatch(text):
        return Reading(written, "unclear", notes.UNCLEAR, certain=False)
    core = _PREFIX.sub("", text)
    return _within(written, core, basis, add) or _dated(written, core, basis)


def _within(written: str, text: str, basis: Basis, add: AddWorkingDays) -> Reading | None:
    match = _PERIOD.fullmatch(_SUFFIX.sub("", text))
    if not match or (match["unit"] == "日" and not (match["within"] or match["from"])):
        return None
    number = 0 if match["number"] == "半" else int(match["number"])
    due = _count(basis.day, number, match["unit"].removeprefix("个"), add)
    if due is None:
        return None
    note = notes.PERIOD.format(basis=basis.words, day=basis.day)
    return Reading(written, "period", note, due)


def _count(start: date, number: int, unit: str, add: AddWorkingDays) -> date | None:
    """Count a period from its start day, which does not count itself; zero stands for a half."""
    days = {"天": 1, "日": 1, "自然日": 1, "星期": 7, "周": 7}.get(unit)
    months = {"月": 1, "季度": 3, "年": 12}.get(unit)
    if number > _LONGEST or (number == 0 and unit not in ("月", "年")):
        return None
    if unit == "工作日":
        return add(start, number) if number <= 1_000 else None
    if days:
        return start + timedelta(days=days * number)
    if number == 0:
        return start + timedelta(days=15) if unit == "月" else _months_on(start, 6)
    return _months_on(start, number * (months or 1))


def _months_on(start: date, months: int) -> date | None:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return make_day(year, month + 1, start.day) or Point(year, month + 1).on(year)


def _dated(written: str, text: str, basis: Basis) -> Reading | None:
    ending = _SUFFIX.search(text)
    before = bool(ending and ending["before"])
    core = text[: ending.start()] if ending else text
    point = read_point(core, basis.day, before=before)
    if point is None:
        return _ranged(written, core, basis)
    if before and point.unit in ("quarter", "half"):
        return None  # Before the quarter begins, or before it ends? A person has to say.
    if before and point.unit != "day":
        return _placed(written, point.eve_of_unit(), basis, notes.BEFORE_UNIT)
    return _placed(written, point, basis, notes.WRITTEN)


def _placed(written: str, point: Point, basis: Basis, note: Words) -> Reading:
    due = point.after(basis.day)
    if due is None:
        return Reading(written, "unknown", notes.NO_SUCH_DAY, certain=False)
    if not point.year:
        guessed = notes.YEAR_GUESSED.format(basis=basis.words, day=basis.day)
        note = guessed if note is notes.WRITTEN else notes.BOTH.format(first=note, second=guessed)
    return Reading(written, "date", note, due)


def _ranged(written: str, text: str, basis: Basis) -> Reading | None:
    """Read "from … to …" as its end, which takes over the year and month of the beginning."""
    for match in _RANGE.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if _NOW.fullmatch(left):
            begins = Point(None, basis.day.month, 1)
        elif (found := read_point(re.sub("^[自从]", "", left), basis.day)) is None:
            continue
        else:
            begins = found
        if ends := read_point(right, basis.day) or _day_of_month(right, begins):
            return _placed(written, _after(begins, ends, basis.day), basis, notes.RANGE_END)
    return None


def _day_of_month(text: str, begins: Point) -> Point | None:
    match = re.fullmatch(r"(\d{1,2})[日号]?", text)
    return Point(begins.year, begins.month, int(match[1])) if match and begins.day else None


def _after(begins: Point, ends: Point, anchor: date) -> Point:
    if ends.year or not begins.year:
        return ends
    month_day = (ends.month, ends.day or 31)
    later = month_day < (begins.month, begins.day or 1)
    return Point(begins.year + later, ends.month, ends.day)
