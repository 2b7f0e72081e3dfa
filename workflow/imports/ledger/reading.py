"""Read a ledger file into problems, tasks and parties; nothing here touches a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from workflow.calendar import add_working_days
from workflow.errors import BadInput
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Sheet, Workbook, text_of
from workflow.imports.ledger.deadline_phrases import AddWorkingDays
from workflow.imports.ledger.groups import OtherLists, groups_of
from workflow.imports.ledger.header_lines import is_header, strength
from workflow.imports.ledger.parties import KnownParties, NobodyKnown
from workflow.imports.ledger.problems import Fixed, Reader
from workflow.imports.ledger.repeats import Repeats
from workflow.imports.ledger.result_types import (
    Ledger,
    ProblemEntry,
    Refused,
    SheetRead,
    TableRead,
    Taken,
)
from workflow.imports.ledger.tables import Table, read_tables, settle_orders
from workflow.imports.ledger.telling import notes_of, told_lines
from workflow.imports.ledger.usable import usable
from workflow.imports.ledger.wishes import NO_WISHES, Wishes
from workflow.imports.ledger.workbook import MAX_MIB, read_file, read_workbook
from workflow.words import Words


def read_ledger(
    path: Path,
    today: date,
    add_working_days: AddWorkingDays = add_working_days,
    max_mib: int = MAX_MIB,
    known: KnownParties | None = None,
    wishes: Wishes = NO_WISHES,
) -> Ledger:
    """Read the file at ``path``.

    Raises a ``WorkflowError`` where the file is no ledger.
    """
    data = read_file(path, max_mib)
    return read_ledger_bytes(data, path.name, today, add_working_days, known, wishes)


def read_ledger_bytes(
    data: bytes,
    name: str,
    today: date,
    add_working_days: AddWorkingDays = add_working_days,
    known: KnownParties | None = None,
    wishes: Wishes = NO_WISHES,
) -> Ledger:
    """Read a ledger from its bytes; ``name`` is the file name, for type and year.

    Raises a ``WorkflowError`` where the bytes are no ledger.
    """
    reading = open_ledger(data, name, today, add_working_days, known, wishes)
    problems = tuple(reading.problems())
    return reading.ledger(problems)


def open_ledger(
    data: bytes,
    name: str,
    today: date,
    add_working_days: AddWorkingDays = add_working_days,
    known: KnownParties | None = None,
    wishes: Wishes = NO_WISHES,
) -> Reading:
    """Open a ledger, to read its problems one after another in little memory."""
    workbook = read_workbook(data, name)
    fixed = Fixed(today, add_working_days, known or NobodyKnown(), wishes)
    return Reading(workbook, hashlib.sha256(data).hexdigest(), name, fixed, wishes)


class Reading:
    """A file in reading: first its tables, then its problems, then the notes."""

    def __init__(
        self, workbook: Workbook, digest: str, name: str, fixed: Fixed, wishes: Wishes
    ) -> None:
        self.workbook, self.digest, self.name = workbook, digest, name
        self.reader = Reader(fixed)
        sheets = _chosen(workbook, wishes)
        self.sheets = sheets
        every = [
            table
            for sheet in sheets
            for table in read_tables(sheet, fixed.known, wishes.columns, name, fixed.today)
        ]
        for table in every:
            table.kinds = wishes.kinds(table.sheet.name)
        self.tables, self.others = usable(every)
        self.order = settle_orders(every, fixed.today)
        if not self.tables:
            raise BadInput(_why_no_header(workbook, self.others))
        self.lists = OtherLists()
        self.not_read = [table for table in self.others if not self.lists.add(table)]
        self.repeats = Repeats()
        self.rows_read = 0
        self.counts: list[int] = []

    @property
    def wishes(self) -> Wishes:
        """The choices by which the file is read."""
        return self.reader.fixed.wishes

    def again(self, wishes: Wishes, known: KnownParties | None = None) -> Reading:
        """Return the same file in reading by other choices or parties; it is not parsed again."""
        fixed = self.reader.fixed
        fixed = replace(fixed, wishes=wishes, known=known or fixed.known)
        return Reading(self.workbook, self.digest, self.name, fixed, wishes)

    @property
    def names(self) -> list[str]:
        """The names of the columns of all tables, by which layouts differ."""
        return [column.name for table in self.tables for column in table.columns]

    @property
    def lines(self) -> int:
        """The number of lines of the sheets in reading."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    def problems(self) -> Iterator[ProblemEntry]:
        """Yield the problems; refusals and notes are complete after the last."""
        several = len({table.sheet.name for table in self.tables}) > 1
        for table in self.tables:
            before = self.rows_read
            for rows in groups_of(table):
                self.rows_read += 1
                problem = self.reader.problem(table, rows + self.lists.take(rows[0]))
                if problem and not (several and self.repeats.is_one(problem)):
                    yield problem
            self.counts.append(self.rows_read - before)
        if not self.rows_read:
            raise BadInput(file_faults.NO_ROWS)

    def ledger(self, problems: Sequence[ProblemEntry]) -> Ledger:
        """Return the whole reading as a ledger."""
        dated = next((t.particulars.dated for t in self.tables if t.particulars.dated), None)
        lines = list(told_lines(self.tables))
        return Ledger(
            self.digest,
            self.workbook.kind,
            dated,
            self.rows_read,
            problems,
            (*self.reader.refused, *lines, *self.repeats.told),
            (*self.workbook.notes, *notes_of(self)),
            tuple(self._read_tables()),
            tuple(self._taken()),
            tuple(
                SheetRead(sheet.name, len(sheet.rows), any(sheet is one for one in self.sheets))
                for sheet in self.workbook.sheets
            ),
        )

    def _read_tables(self) -> Iterator[TableRead]:
        for table, count in zip(self.tables, self.counts, strict=True):
            row = table.headers[0].row + 1
            yield TableRead(table.sheet.name, row, table.columns, count, table.samples())
        for table in self.lists.tables:
            row = table.headers[0].row + 1
            yield TableRead(table.sheet.name, row, table.columns, 0, table.samples())

    def _taken(self) -> Iterator[Taken]:
        for table in self.tables:
            for line in table.lines:
                if line.kind != "blank":
                    yield Taken(table.sheet.name, line.row + 1, line.kind, line.text)

    @property
    def refused(self) -> list[Refused]:
        """The refusals so far."""
        return self.reader.refused


def _chosen(workbook: Workbook, wishes: Wishes) -> tuple[Sheet, ...]:
    """Return the sheets to be read.

    Raises ``BadInput`` for a missing sheet.
    """
    names = [sheet.name for sheet in workbook.sheets]
    for wanted in wishes.sheets:
        if wanted not in names:
            told = "、".join(names)
            raise BadInput(file_faults.NO_SUCH_SHEET.format(sheet=wanted, names=told))
    return tuple(s for s in workbook.sheets if not wishes.sheets or s.name in wishes.sheets)


def _why_no_header(workbook: Workbook, others: list[Table]) -> Words:
    if counts := next((table for table in others if table.is_counts), None):
        row = counts.headers[0].row + 1
        return file_faults.COUNTS.format(sheet=counts.sheet.name, row=row)
    for sheet in workbook.sheets:
        for row, cells in enumerate(sheet.rows):
            if is_header(cells):
                names = "、".join(text for cell in cells if (text := text_of(cell)))
                return file_faults.NO_PROBLEM_COLUMN.format(
                    sheet=sheet.name, row=row + 1, names=names
                )
    return file_faults.NO_HEADER.format(seen=_names_seen(workbook))


def _names_seen(workbook: Workbook) -> Words:
    cells = (cell for sheet in workbook.sheets for row in sheet.rows for cell in row)
    known = dict.fromkeys(
        text for cell in cells if (text := text_of(cell)) and strength(text) >= 0.6
    )
    names = "、".join(list(known)[:8])
    return file_faults.NAMES_SEEN.format(names=names) if names else Words("", "")
