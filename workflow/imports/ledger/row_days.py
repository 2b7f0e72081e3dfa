"""The days of a row: found, assigned, due, and the day from which a deadline counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.columns import DAYS
from workflow.imports.ledger.date_order import is_open
from workflow.imports.ledger.deadline_phrases import AddWorkingDays, DeadlineReading, PhraseBasis
from workflow.imports.ledger.deadlines import read_deadline
from workflow.imports.ledger.labels import meaning_of, split_labels
from workflow.imports.ledger.measure_asides import asides_of
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.tables import Table
from workflow.imports.ledger.task_split import numbered_dates, split_measures
from workflow.imports.ledger.written_dates import day_of
from workflow.words import Words

_FOUND = Words("发现时间", "the day it was found")
_ASSIGNED = Words("交办日期", "the day it was assigned")
_DATED = Words("台账日期", "the day of the ledger")
_YEAR = Words("台账标题的年份", "the year in the ledger's title")
_TODAY = Words("今天", "today")
_SAID_ELSEWHERE = ("note", "measures", "progress", "description", "target")
_REVISED = re.compile(r"revised|new|updated|extended|调整|变更|延期|延长|修订", re.IGNORECASE)
_PUT_OFF = re.compile(
    r"(?:延期|延长|顺延|展期)\S{0,2}[至到为]|extended (?:to|until)", re.IGNORECASE
)
_LIMIT = re.compile(
    r"(?:限期?|责令|要求|务必|须)[于在]?((?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|[上中下]旬)?之?前)"
)
_LONGEST_SAID = 60  # characters of a deadline inside another text
Doubt = Callable[[RawRow, str, Words], None]


class Days:
    """Reads the days of row after row, with the common values of the table."""

    def __init__(self, table: Table, today: date, add: AddWorkingDays, doubt: Doubt) -> None:
        self.table, self.today, self.add, self.doubt = table, today, add, doubt
        self.particulars = table.particulars

    def day(self, raw: RawRow, field: str) -> date | None:
        """Return a day of the past; an unreadable or future day is asked about."""
        written = raw.text(field)
        if not written or field in raw.errors:
            return self.particulars.found if field == "found_on" and not written else None
        order = self.table.orders.get(field)
        day = day_of(raw.cells[field], self._anchor(), order)
        if day is None:
            why = cell_refusals.DAY_OR_MONTH if is_open(written) else cell_refusals.NOT_A_DAY
            self.doubt(raw, field, why)
        elif day > self.today:
            self.doubt(raw, field, cell_refusals.FOUND_LATER)
            return None
        return day

    def _anchor(self) -> date:
        """Return the day that limits days without a year: the latest possible day."""
        if self.particulars.dated:
            return self.particulars.dated
        year = self.particulars.year
        return date(year, 12, 31) if year and year < self.today.year else self.today

    def basis(self, found: date | None, assigned: date | None) -> PhraseBasis:
        """Return the day that a row's deadline counts from: its own, else the ledger's."""
        if assigned or found:
            return PhraseBasis(assigned or found or self.today, _ASSIGNED if assigned else _FOUND)
        if self.particulars.dated:
            return PhraseBasis(self.particulars.dated, _DATED, "ledger")
        if self.particulars.year:
            return PhraseBasis(date(self.particulars.year, 1, 1), _YEAR, "year")
        return PhraseBasis(self.today, _TODAY, "today")

    def deadline(self, raw: RawRow, basis: PhraseBasis) -> DeadlineReading:
        """Return the deadline of a row: of the column, else a labelled deadline elsewhere."""
        if "due" in raw.errors:
            return read_deadline(None, basis, self.add)
        cell, unit = raw.cells.get("due"), DAYS.search(raw.header.name("due"))
        written = raw.text("due")
        if written.removesuffix(".0").isdecimal() and (unit or _is_period(raw)):
            cell = f"{written.removesuffix('.0')}{unit[1] if unit else '天'}内"
        reading = read_deadline(cell, basis, self.add, self.table.orders.get("due"))
        if moved := self._moved(raw, basis):
            return moved
        others = [raw.extras[name] for name in raw.header.other_deadlines if raw.extras.get(name)]
        if reading.kind == "none":
            order = self.table.orders.get("due")
            if not others and (latest := self._aside(raw, basis)):
                return latest
            said = next(iter(others), "") or _said_elsewhere(raw)
            return read_deadline(said, basis, self.add, order)
        self._compare(raw, reading, basis)
        return reading

    def _aside(self, raw: RawRow, basis: PhraseBasis) -> DeadlineReading | None:
        """Return the latest of the deadlines behind the measures, or ``None``."""
        read = [one for one in self._asides(raw, basis) if one and one.certain]
        return max(read, key=lambda one: one.due or date.min, default=None)

    def _asides(self, raw: RawRow, basis: PhraseBasis) -> list[DeadlineReading | None]:
        """Return what each measure says behind its text of the day; ``None`` where nothing."""
        order = self.table.orders.get("due")
        told = (one.due for one in asides_of(raw.text("measures")))
        return [read_deadline(due, basis, self.add, order) if due else None for due in told]

    def _moved(self, raw: RawRow, basis: PhraseBasis) -> DeadlineReading | None:
        """Return the day that a deadline was put off to last, or ``None``."""
        order = self.table.orders.get("due")
        names = [name for name in raw.header.other_deadlines if _PUT_OFF.search(name)]
        read = [read_deadline(raw.extras.get(name), basis, self.add, order) for name in names]
        return next((one for one in reversed(read) if one.due and one.certain), None)

    def _compare(self, raw: RawRow, reading: DeadlineReading, basis: PhraseBasis) -> None:
        """Ask where a revised deadline stands beside the one that was taken."""
        revised = [name for name in raw.header.other_deadlines if _REVISED.search(name)]
        for name in revised:
            other = read_deadline(raw.extras.get(name), basis, self.add)
            if other.due and reading.due and other.due > reading.due:
                why = cell_refusals.REVISED_BESIDE.format(due=reading.due, other=other.due)
                self.doubt(raw, name, why)

    def of_measures(self, raw: RawRow, basis: PhraseBasis, count: int) -> Sequence[DeadlineReading]:
        """Return a deadline for each measure where as many are numbered; else none."""
        parts = split_measures(numbered_dates(raw.text("due")))
        if count < 2 or len(parts) != count:
            asides = self._asides(raw, basis) if not raw.text("due") else []
            told = [one for one in asides if one and one.certain]
            return told if count == len(told) else ()
        order = self.table.orders.get("due")
        readings = [read_deadline(part, basis, self.add, order) for part in parts]
        return readings if all(reading.certain for reading in readings) else ()


def _is_period(raw: RawRow) -> bool:
    """Say whether a number in the deadline's column is a number of days: 整改期限 10."""
    name = raw.header.name("due")
    return ("期限" in name or "时限" in name or "period" in name.lower()) and len(
        raw.text("due")
    ) <= 3


def _said_elsewhere(raw: RawRow) -> str:
    """Return a deadline labelled inside another text: 整改时限：2026年6月30日."""
    texts = [raw.text(field) for field in _SAID_ELSEWHERE] + list(raw.extras.values())
    for text in texts:
        if ":" in text or "：" in text:
            for name, value in split_labels(text):
                if name and meaning_of(name) == "due":
                    return value.split("。")[0][:_LONGEST_SAID]
        if limit := _LIMIT.search(text):
            return limit[1]
    return ""
