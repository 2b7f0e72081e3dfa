"""Make one problem of the row, or of the rows under one merged cell, that describe it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date

from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.cells import column_letters
from workflow.imports.ledger.columns import DAYS
from workflow.imports.ledger.deadline_phrases import AddWorkingDays, PhraseBasis, Reading
from workflow.imports.ledger.deadlines import read_deadline
from workflow.imports.ledger.parties import (
    Level,
    PersonText,
    UnitRole,
    UnitText,
    read_people,
    read_units,
)
from workflow.imports.ledger.result_types import ProblemEntry, Refused, RefusedPart, TaskEntry
from workflow.imports.ledger.rows import RawRow
from workflow.imports.ledger.severities import DEFAULT, severity_of
from workflow.imports.ledger.task_split import split_measures
from workflow.imports.ledger.written_dates import day_of
from workflow.words import Words

_FOUND = Words("发现时间", "the day it was found")
_ASSIGNED = Words("交办日期", "the day it was assigned")
_DATED = Words("填报日期", "the day of the ledger")
_TODAY = Words("今天", "today")
_UNIT_FIELDS: dict[str, UnitRole] = {
    "lead_unit": "lead",
    "responsible_unit": "responsible",
    "assisting_unit": "assisting",
}
# What these columns hold is taken apart; the others are texts that are kept as they are.
READ_CLOSELY = frozenset(
    {"no", "issue_no", "severity", "category", "aspect", "status", "post", "due", "found_on",
     "assigned_on", "first", "direct", "specific", *_UNIT_FIELDS}
)  # fmt: skip
LONGEST = 1000  # characters of a cell that is read closely
_LEVELS: tuple[Level, ...] = ("first", "direct", "specific")
_IDENTITY = ("issue_no", "source", "problem", "lead_unit", "responsible_unit", "found_on")


class Reader:
    """Reads problems and remembers what was refused, and which rows it has seen before."""

    def __init__(self, today: date, add_working_days: AddWorkingDays) -> None:
        self.today = today
        self.add_working_days = add_working_days
        self.refused: list[Refused] = []
        self._seen: Counter[str] = Counter()

    def problem(self, sheet: str, rows: list[RawRow], dated: date | None) -> ProblemEntry | None:
        """Return the problem of these rows, or None if it cannot go in; the reason is kept."""
        group = _Group(self, sheet, rows, dated)
        return group.problem()

    def key(self, text: dict[str, str]) -> str:
        """Identify a row by what it is about: progress, dates and serial numbers may change."""
        about = [_plain(text.get(field, "")) for field in _IDENTITY]
        identity = json.dumps(about, ensure_ascii=False)
        self._seen[identity] += 1
        return hashlib.sha256(f"{identity}#{self._seen[identity]}".encode()).hexdigest()


class _Group:
    """The rows of one problem while they are read."""

    def __init__(self, reader: Reader, sheet: str, rows: list[RawRow], dated: date | None) -> None:
        self.reader, self.sheet, self.rows, self.first = reader, sheet, rows, rows[0]
        self.refused: list[Refused] = []
        self._check()
        self.found = self._day("found_on", dated)
        self.assigned = self._day("assigned_on", dated)
        self.basis = self._basis(dated)
        self.deadlines = [self._deadline(raw) for raw in rows]
        self.severity = self._severity()
        reader.refused += self.refused

    def problem(self) -> ProblemEntry | None:
        """Put the problem together unless something stands against it."""
        if any(refused.effect == "row" for refused in self.refused):
            return None
        text = _joined(self.rows)
        return ProblemEntry(
            sheet=self.sheet,
            row=self.first.row + 1,
            key=self.reader.key(text),
            text=text,
            severity=self.severity,
            deadline=max(self.deadlines, key=lambda reading: reading.due or date.min),
            found_on=self.found,
            assigned_on=self.assigned,
            tasks=self._tasks(text),
            units=tuple(dict.fromkeys(unit for raw in self.rows for unit in _units(raw))),
            people=tuple(dict.fromkeys(one for raw in self.rows for one in _people(raw))),
            section=self.first.section,
            extras=_extras(self.rows),
            columns=self.first.header.fields_named(),
        )

    def _check(self) -> None:
        """Refuse a row without its problem, and formulas that came without their value."""
        if not self.first.text("problem") and "problem" not in self.first.formulas:
            self._refuse(self.first, "problem", cell_refusals.NO_PROBLEM, "row")
        for raw in self.rows:
            self._refuse_long(raw)
            for field, formula in raw.formulas.items():
                if formula.has_value or field == "no":
                    continue
                if field in raw.header.fields:
                    self._refuse(raw, field, cell_refusals.NO_VALUE, "row")
                else:
                    raw.extras[field] = formula.text
                    self._refuse(raw, field, cell_refusals.FORMULA_KEPT, "kept as text")

    def _refuse_long(self, raw: RawRow) -> None:
        """Refuse what is no date, name or unit for its length alone, before it is read as one."""
        for field in READ_CLOSELY & raw.texts.keys():
            if len(raw.texts[field]) > LONGEST:
                self._refuse(raw, field, cell_refusals.TOO_LONG.format(limit=LONGEST), "row")
                raw.texts[field], raw.cells[field] = "", None

    def _refuse(self, raw: RawRow, field: str, reason: Words, effect: RefusedPart) -> None:
        column = raw.header.column(field)
        cell = f"{column_letters(column)}{raw.row + 1}"
        value = raw.formulas[field].text if field in raw.formulas else raw.text(field)
        name = raw.header.names.get(column, field)
        self.refused.append(Refused(self.sheet, raw.row + 1, name, value, reason, effect, cell))

    def _day(self, field: str, dated: date | None) -> date | None:
        if not self.first.text(field):
            return None
        day = day_of(self.first.cells[field], dated or self.reader.today)
        if day is None:
            self._refuse(self.first, field, cell_refusals.NOT_A_DAY, "kept as text")
        elif field == "found_on" and day > self.reader.today:
            self._refuse(self.first, field, cell_refusals.FOUND_LATER, "row")
        return day

    def _basis(self, dated: date | None) -> PhraseBasis:
        if self.assigned:
            return PhraseBasis(self.assigned, _ASSIGNED)
        if self.found:
            return PhraseBasis(self.found, _FOUND)
        return PhraseBasis(dated, _DATED) if dated else PhraseBasis(self.reader.today, _TODAY)

    def _deadline(self, raw: RawRow) -> Reading:
        cell, unit = raw.cells.get("due"), DAYS.search(raw.header.name("due"))
        if unit and raw.text("due").isdecimal():
            cell = f"{raw.text('due')}{unit[1]}内"
        reading = read_deadline(cell, self.basis, self.reader.add_working_days)
        if self.found and reading.due and reading.due < self.found:
            why = cell_refusals.BEFORE_FOUND.format(due=reading.due, found=self.found)
            self._refuse(raw, "due", why, "row")
        elif not reading.certain:
            self._refuse(raw, "due", reading.note, "kept as text")
        return reading

    def _severity(self) -> str:
        written = self.first.text("severity")
        if not written:
            return "minor" if self.deadlines[0].kind == "immediate" else DEFAULT
        severity = severity_of(written)
        if severity is None:
            self._refuse(self.first, "severity", cell_refusals.UNKNOWN_SEVERITY, "kept as text")
        return severity or DEFAULT

    def _tasks(self, text: dict[str, str]) -> tuple[TaskEntry, ...]:
        """Return one task a measure; without any measure the aim is the task."""
        tasks = tuple(
            TaskEntry(measure, deadline, raw.row + 1, tuple(_units(raw)))
            for raw, deadline in zip(self.rows, self.deadlines, strict=True)
            if "measures" not in raw.merged
            for measure in split_measures(raw.text("measures"))
        )
        aim = text.get("target") or text["problem"]
        return tasks or (TaskEntry(aim, self.deadlines[0], self.first.row + 1),)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _units(raw: RawRow) -> Iterator[UnitText]:
    for field, role in _UNIT_FIELDS.items():
        if text := raw.text(field):
            yield from read_units(text, role, field)


def _people(raw: RawRow) -> Iterator[PersonText]:
    for level in _LEVELS:
        if text := raw.text(level):
            post = raw.text("post") if level == "specific" else ""
            yield from read_people(text, level, post)


def _joined(rows: list[RawRow]) -> dict[str, str]:
    """Return the text of each field; what further rows add is appended."""
    text: dict[str, str] = {}
    for field in rows[0].header.fields:
        values = dict.fromkeys(value for raw in rows if (value := raw.text(field)))
        text[field] = "\n".join(values)
    return text


def _extras(rows: list[RawRow]) -> dict[str, str]:
    extras: dict[str, str] = {}
    for raw in rows:
        for name, value in raw.extras.items():
            known = extras.get(name)
            extras[name] = value if known in (None, value) else f"{known}\n{value}"
    return extras
