"""Make a problem of the row, or of the rows, with its description."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.declaration import pack
from workflow.imports.ledger import cell_refusals
from workflow.imports.ledger.cells import column_letters
from workflow.imports.ledger.deadline_phrases import AddWorkingDays, DeadlineReading
from workflow.imports.ledger.own_layout import own_meanings
from workflow.imports.ledger.parties import KnownParties, PersonText, UnitText
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.result_types import ProblemEntry, Refused, RefusedPart, TaskEntry
from workflow.imports.ledger.row_days import Days
from workflow.imports.ledger.row_parties import people_of, units_of
from workflow.imports.ledger.row_state import read_state
from workflow.imports.ledger.row_text import extras_of, joined, line_of, title_of
from workflow.imports.ledger.severities import in_use
from workflow.imports.ledger.states import WrittenState
from workflow.imports.ledger.tables import Table
from workflow.imports.ledger.task_split import split_measures
from workflow.imports.ledger.wishes import NO_WISHES, Wishes
from workflow.words import Words

# What these columns hold is taken apart; the others are texts that are kept as they are.
READ_CLOSELY = frozenset(
    {"no", "issue_no", "problem_no", "severity", "category", "aspect", "status", "post", "due",
     "found_on", "assigned_on", "completed_on", "first", "direct", "specific", "unit_and_person",
     "lead_unit", "responsible_unit", "assisting_unit"}
)  # fmt: skip
LONGEST = 1000  # characters of a cell that is read closely
_IDENTITY = ("issue_no", "source", "problem", "lead_unit", "responsible_unit", "found_on")


@dataclass(frozen=True, slots=True)
class Fixed:
    """The common values for all problems of a file."""

    today: date
    add_working_days: AddWorkingDays
    known: KnownParties
    wishes: Wishes = NO_WISHES


class Reader:
    """Reads problems and keeps the refusals, and the keys of the rows so far."""

    def __init__(self, fixed: Fixed) -> None:
        self.fixed = fixed
        self.refused: list[Refused] = []
        self._seen: Counter[str] = Counter()

    def problem(self, table: Table, rows: list[RawRow]) -> ProblemEntry | None:
        """Return the problem of the rows, or ``None`` where refused; the reason is kept."""
        group = _Group(self, table, rows)
        return group.problem()

    def key(self, text: dict[str, str]) -> str:
        """Return a key of a row by its content: progress, dates and serial numbers may change."""
        about = [_plain(text.get(field, "")) for field in _IDENTITY]
        identity = json.dumps(about, ensure_ascii=False)
        self._seen[identity] += 1
        return hashlib.sha256(f"{identity}#{self._seen[identity]}".encode()).hexdigest()


class _Group:
    """The rows of a problem in reading."""

    def __init__(self, reader: Reader, table: Table, rows: list[RawRow]) -> None:
        self.reader, self.table, self.rows, self.first = reader, table, rows, rows[0]
        self.sheet = table.sheet.name
        self.refused: list[Refused] = []
        self.is_own = bool(own_meanings(self.first.header.names.values()))
        self.title = title_of(self.first)
        self._check()
        fixed = reader.fixed
        days = Days(table, fixed.today, fixed.add_working_days, self._doubt)
        self.found, self.assigned = (
            days.day(self.first, "found_on"),
            days.day(self.first, "assigned_on"),
        )
        self.basis = days.basis(self.found, self.assigned)
        self.days = days
        self.deadlines = [self._deadline(raw) for raw in rows]
        self.severity = self._severity()
        self.told_state = self._state()
        reader.refused += self.refused

    def problem(self) -> ProblemEntry | None:
        """Return the problem, or ``None`` where a refusal stands against it."""
        if any(refused.effect == "row" for refused in self.refused):
            return None
        text = joined(self.rows)
        known, place = self.reader.fixed.known, self._unit_around()
        return ProblemEntry(
            sheet=self.sheet,
            row=self.first.row + 1,
            key=self.reader.key(text),
            title=self.title.text,
            text=text,
            severity=self.severity,
            state=self.told_state,
            deadline=_latest(self.deadlines),
            found_on=self.found,
            assigned_on=self.assigned,
            tasks=self._tasks(text),
            units=_chosen_units(units_of(self.rows, place, known), self.reader.fixed.wishes),
            people=_chosen_people(
                people_of(self.rows, self.table.particulars.person, known), self.reader.fixed.wishes
            ),
            section=self.first.section,
            extras=extras_of(self.rows),
            columns=self.first.header.fields_named,
            pictures=sum(raw.pictures for raw in self.rows),
            lines=tuple(map(line_of, self.rows)) if self.is_own else (),
        )

    def _check(self) -> None:
        """Refuse a row without its problem, errors, and formulas without their value."""
        if self.title.why:
            effect: RefusedPart = "kept as text" if self.title.text else "row"
            if effect == "kept as text" or not self._is_told_otherwise():
                self._refuse(self.first, "problem", self.title.why, effect)
        if self.first.struck:
            self._doubt(self.first, "problem", cell_refusals.STRUCK)
        for raw in self.rows:
            self._refuse_long(raw)
            self._check_formulas(raw)
            for field, error in raw.errors.items():
                why = cell_refusals.ERROR_VALUE.format(error=error)
                self._refuse(raw, field, why, "row" if field == "problem" else "kept as text")

    def _refuse_long(self, raw: RawRow) -> None:
        """Refuse a text too long for a date, a name or a unit, before any reading."""
        for field in READ_CLOSELY & raw.texts.keys():
            if len(raw.texts[field]) > LONGEST:
                self._refuse(raw, field, cell_refusals.TOO_LONG.format(limit=LONGEST), "row")
                raw.texts[field], raw.cells[field] = "", None

    def _is_told_otherwise(self) -> bool:
        return "problem" in self.first.formulas or "problem" in self.first.errors

    def _check_formulas(self, raw: RawRow) -> None:
        for field, formula in raw.formulas.items():
            if formula.has_value or field == "no" or field in raw.errors:
                continue
            if field in raw.header.fields:
                self._refuse(raw, field, cell_refusals.NO_VALUE, "row")
            else:
                raw.extras[field] = formula.text
                self._refuse(raw, field, cell_refusals.FORMULA_KEPT, "kept as text")

    def _doubt(self, raw: RawRow, field: str, why: Words) -> None:
        self._refuse(raw, field, why, "kept as text")

    def _refuse(self, raw: RawRow, field: str, reason: Words, effect: RefusedPart) -> None:
        row, column = raw.places.get(field, (raw.row, raw.header.column(field)))
        cell = f"{column_letters(column)}{row + 1}"
        value = raw.formulas[field].text if field in raw.formulas else raw.text(field)
        value = raw.errors.get(field) or value or raw.extras.get(field, "")
        name = raw.header.name(field) or field
        self.refused.append(
            Refused(self.sheet, self.first.row + 1, name, value, reason, effect, cell)
        )

    def _deadline(self, raw: RawRow) -> DeadlineReading:
        reading = self.days.deadline(raw, self.basis)
        if self.found and reading.due and reading.due < self.found and reading.kind != "period":
            why = cell_refusals.BEFORE_FOUND.format(due=reading.due, found=self.found)
            self._doubt(raw, "due", why)
            return DeadlineReading(reading.text, "unknown", why, certain=False, done=reading.done)
        if not reading.certain:
            self._doubt(raw, "due", reading.note)
        return reading

    def _severity(self) -> str:
        written = self.first.text("severity")
        if not written or "severity" in self.first.errors:
            return (
                in_use("minor") if self.deadlines[0].kind == "immediate" else pack().usual_severity
            )
        if chosen := self.reader.fixed.wishes.value("severity", written):
            return chosen
        severity = self.table.scale.read(written)
        if not severity.certain:
            words = pack().severities[severity.key].words
            why = cell_refusals.LIKELY_SEVERITY.format(value=written, severity=words)
            self._doubt(self.first, "severity", why)
        return severity.key

    def _state(self) -> WrittenState:
        chosen = self.reader.fixed.wishes.value("state", self.first.text("status"))
        if chosen in cell_refusals.STATES:
            return chosen  # type: ignore[return-value]
        found = read_state(
            self.rows,
            self.deadlines,
            self.sheet,
            self.reader.fixed.today,
            self.table.particulars.legend,
        )
        if not found.certain and found.field:
            value = self.first.text(found.field)[:40]
            why = cell_refusals.UNKNOWN_STATE.format(
                value=value, state=cell_refusals.STATES[found.state]
            )
            self._doubt(self.first, found.field, why)
        return found.state

    def _unit_around(self) -> str:
        """Return the unit named by the ledger for all rows without units of their own."""
        place, fields = self.table.particulars, self.first.header.fields
        own = any(field in fields for field in ("responsible_unit", "lead_unit", "unit_and_person"))
        told = (place.filler, place.owner)
        around = next((name for name in told if self.reader.fixed.known.has_unit(name)), "")
        return place.unit or ("" if own else around)

    def _tasks(self, text: dict[str, str]) -> tuple[TaskEntry, ...]:
        """Return a task for each measure; without measures the aim is the task."""
        tasks: list[TaskEntry] = []
        for raw, deadline in zip(self.rows, self.deadlines, strict=True):
            measures = () if "measures" in raw.merged else self._measures(raw)
            each = self.days.of_measures(raw, self.basis, len(measures)) or [deadline] * len(
                measures
            )
            units = units_of([raw], "", self.reader.fixed.known)
            tasks += [
                TaskEntry(m, due, raw.row + 1, units) for m, due in zip(measures, each, strict=True)
            ]
        if len(self.rows) > 1:
            tasks = list(
                {(task.text, task.units, task.deadline.due): task for task in tasks}.values()
            )
        aim = text.get("target") or self.title.text
        return tuple(tasks) or (TaskEntry(aim, self.deadlines[0], self.first.row + 1),)

    def _measures(self, raw: RawRow) -> tuple[str, ...]:
        """Return the measures of a row; a row that we wrote ourselves has a line for each."""
        text = raw.text("measures")
        if self.is_own and self.first.text("issue_no"):
            return (text,) if text else ()
        return split_measures(text)


def _chosen_units(units: tuple[UnitText, ...], wishes: Wishes) -> tuple[UnitText, ...]:
    """Return the units with a person's choices in place of the written names."""
    return tuple(replace(one, text=wishes.value("units", one.text) or one.text) for one in units)


def _chosen_people(people: tuple[PersonText, ...], wishes: Wishes) -> tuple[PersonText, ...]:
    named = ((one, wishes.value("people", one.text)) for one in people)
    return tuple(replace(one, name=name) if name else one for one, name in named)


def _latest(deadlines: Sequence[DeadlineReading]) -> DeadlineReading:
    """Return the latest of the deadlines; a deadline without a day only where there is no other."""
    filled = [reading for reading in deadlines if reading.kind != "none"] or list(deadlines)
    return max(filled, key=lambda reading: reading.due or date.min)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
