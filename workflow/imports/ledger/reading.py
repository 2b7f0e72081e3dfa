"""Read a ledger file into problems, tasks and parties; nothing here touches a database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from workflow.calendar import add_working_days
from workflow.errors import BadInput
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.cells import Sheet, Workbook, text_of
from workflow.imports.ledger.columns import field_of, header_score
from workflow.imports.ledger.deadline_phrases import AddWorkingDays
from workflow.imports.ledger.problems import Reader
from workflow.imports.ledger.result_types import Ledger, ProblemEntry
from workflow.imports.ledger.rows import RawRow, Table, read_table
from workflow.imports.ledger.workbook import MAX_MIB, read_file, read_workbook
from workflow.words import Words

_ALMOST_A_HEADER = 3


def read_ledger(
    path: Path,
    today: date,
    add_working_days: AddWorkingDays = add_working_days,
    max_mib: int = MAX_MIB,
) -> Ledger:
    """Read the file at ``path``; raise a ``WorkflowError`` if it is no ledger at all."""
    return read_ledger_bytes(read_file(path, max_mib), path.name, today, add_working_days)


def read_ledger_bytes(
    data: bytes, name: str, today: date, add_working_days: AddWorkingDays = add_working_days
) -> Ledger:
    """Read a ledger from its bytes; ``name`` only serves to say that it promised otherwise."""
    workbook = read_workbook(data, name)
    tables = [(sheet, read_table(sheet)) for sheet in workbook.sheets]
    if not any(table.headers for _, table in tables):
        raise BadInput(_why_no_header(workbook))
    reader = Reader(today, add_working_days)
    problems = tuple(
        problem for sheet, table in tables for problem in _problems(reader, sheet, table)
    )
    rows_read = sum(1 for _, table in tables for _ in _groups(table))
    if not rows_read:
        raise BadInput(file_faults.NO_ROWS)
    dated = next((table.dated for _, table in tables if table.dated), None)
    notes = (*workbook.notes, *_notes(tables))
    digest = hashlib.sha256(data).hexdigest()
    return Ledger(digest, workbook.kind, dated, rows_read, problems, tuple(reader.refused), notes)


def _problems(reader: Reader, sheet: Sheet, table: Table) -> Iterator[ProblemEntry]:
    for group in _groups(table):
        if problem := reader.problem(sheet.name, group, table.dated):
            yield problem


def _groups(table: Table) -> Iterator[list[RawRow]]:
    """Put the rows under one merged problem cell together."""
    number = 0

    def group(raw: RawRow) -> int:
        nonlocal number
        number += not raw.continues
        return number

    for _, rows in groupby(table.rows, key=group):
        yield list(rows)


def _why_no_header(workbook: Workbook) -> Words:
    for sheet in workbook.sheets:
        for row, cells in enumerate(sheet.rows):
            if header_score(cells) >= _ALMOST_A_HEADER:
                names = "、".join(text for cell in cells if (text := text_of(cell)))
                return file_faults.NO_PROBLEM_COLUMN.format(
                    sheet=sheet.name, row=row + 1, names=names
                )
    return file_faults.NO_HEADER.format(seen=_names_seen(workbook))


def _names_seen(workbook: Workbook) -> Words:
    cells = (cell for sheet in workbook.sheets for row in sheet.rows for cell in row)
    known = dict.fromkeys(text for cell in cells if (text := text_of(cell)) and field_of(text))
    names = "、".join(list(known)[:8])
    return file_faults.NAMES_SEEN.format(names=names) if names else Words("", "")


def _notes(tables: list[tuple[Sheet, Table]]) -> Iterator[Words]:
    for sheet, table in tables:
        filled = any(text_of(cell) for row in sheet.rows for cell in row)
        if not table.headers and filled:
            yield file_faults.NO_TABLE_IN_SHEET.format(sheet=sheet.name)
        valued = sum(formula.has_value for raw in table.rows for formula in raw.formulas.values())
        if valued:
            yield file_faults.FORMULAS_READ.format(sheet=sheet.name, count=valued)
