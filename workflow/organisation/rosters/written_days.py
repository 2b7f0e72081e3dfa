"""Days of founding, of posts and of leaving, as sheets of a personnel office write them."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

from workflow.imports.ledger.cells import Cell, text_of
from workflow.imports.ledger.written_dates import whole_day, without_time
from workflow.words import Words

NO_DAY = Words("要写成 2026-12-31 这样的日期", "it has to be a date such as 2026-12-31")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
NO_END = {
    "",
    "至今",
    "今",
    "现在",
    "长期",
    "-",
    "—",
    "/",
    "无",
    "present",
    "now",
    "to date",
    "none",
}


def day_of(cell: Cell, is_end: bool = False) -> tuple[date, bool]:
    """Return the day in a cell, and whether only its month is written.

    A month alone is its first day, or its last where ``is_end``. Raises ``ValueError`` for
    anything else, numeric dates with an open order of day and month included.
    """
    if isinstance(cell, datetime):
        return cell.date(), False
    if isinstance(cell, date):
        return cell, False
    text = without_time(text_of(cell))
    if match := _DAY.fullmatch(text) or _PACKED.fullmatch(text):
        return date(*map(int, match.groups())), False
    if match := _MONTH.fullmatch(text):
        year, month = map(int, match.groups())
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1
        return date(year, month, last if is_end else 1), True
    if found := whole_day(text):
        return found, False
    raise ValueError(text)
