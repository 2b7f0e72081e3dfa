"""Deadlines that count from a day: within ten days, five working days, three months."""

from __future__ import annotations

import re
from datetime import date, timedelta

from workflow.imports.ledger import reading_notes
from workflow.imports.ledger.deadline_phrases import (
    AddWorkingDays,
    Core,
    DeadlineReading,
    PhraseBasis,
)
from workflow.imports.ledger.written_dates import last_of_month, make_day

_FROM = (
    r"(?:自|从|在)?(?:接到|收到|发现|交办|反馈|下发|下达|签收|检查|督查|印发|通报)(?:本|该)?"
    r"(?:整改|督办|交办|反馈)?(?:通知书?|问题|清单|台账|建议书|意见书?|决定书|通报|报告|文件|单|函)?"
    r"(?:之日|当日|日|后)?(?:起|后|以后)?(?:的|,)?"
)
_PERIOD = re.compile(
    rf"(?P<from>{_FROM})?(?P<number>\d{{1,4}}|半)"
    r"(?P<unit>个?小时|个?工作日|个?自然日|天|日|个?星期|周|个季度|个月|月|年)(?P<within>之内|以内|内)?"
)
# "10日" may be the tenth, "6月" June and "24年" a year: only 内 or a start makes them periods.
_NEED_WITHIN = ("日", "年")
_DAYS = {"天": 1, "日": 1, "自然日": 1, "星期": 7, "周": 7}
_MONTHS = {"月": 1, "季度": 3, "年": 12}
_LONGEST_DAYS, _LONGEST_WORKING_DAYS = 3_660, 1_000


def read_period(
    written: str, core: Core, basis: PhraseBasis, add: AddWorkingDays
) -> DeadlineReading | None:
    """Read a period, counted from the basis; None if the phrase is something else."""
    match = _PERIOD.fullmatch(core.text)
    if not match or core.before:
        return None
    number, unit = match["number"], match["unit"]
    half, bounded = number == "半", match["within"] or match["from"]
    named = unit == "年" and len(number) == 1  # "一年" is a period, "24年" a year
    if unit == "年" and len(number) > 2:
        return None  # 2026年内 is a year, and no period of two thousand
    if not half and (unit == "月" or (unit in _NEED_WITHIN and not bounded and not named)):
        return None
    if basis.firm in ("year", "today"):
        return DeadlineReading(written, "unclear", reading_notes.NO_START, certain=False)
    unit = unit.removeprefix("个")
    due = _half(basis.day, unit) if half else _count(basis.day, int(number), unit, add)
    note = reading_notes.PERIOD.format(basis=basis.words, day=basis.day)
    return DeadlineReading(written, "period", note, due) if due else None


def _half(start: date, unit: str) -> date | None:
    if unit == "年":
        return _months_on(start, 6)
    return start + timedelta(days=15) if unit == "月" else None


def _count(start: date, number: int, unit: str, add: AddWorkingDays) -> date | None:
    """Return the day after a period, not counting the start day, or ``None``."""
    if number == 0 or number > _LONGEST_DAYS:
        return None
    if unit == "小时":
        return start + timedelta(days=-(-number // 24))
    if unit == "工作日":
        return add(start, number) if number <= _LONGEST_WORKING_DAYS else None
    if days := _DAYS.get(unit):
        return start + timedelta(days=days * number)
    return _months_on(start, _MONTHS[unit] * number)


def _months_on(start: date, months: int) -> date | None:
    """Go on by months; the 31st becomes the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return make_day(year, month + 1, start.day) or last_of_month(year, month + 1)
