"""The notes beside the problems: kept columns, lines left out, pictures, hidden rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from workflow.imports.ledger import cell_refusals, file_faults
from workflow.imports.ledger.cells import Sheet, column_letters, text_of
from workflow.imports.ledger.columns import KEPT
from workflow.imports.ledger.meaning_words import MEANING_WORDS
from workflow.imports.ledger.result_types import Refused
from workflow.imports.ledger.tables import Table
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.imports.ledger.reading import Reading

_MOST = 12  # rows that are named


def notes_of(reading: Reading) -> Iterator[Words]:
    """Yield the notes on the file as a whole."""
    for sheet in reading.sheets:
        yield from _sheet_notes(sheet)
        if _is_unread(sheet, reading):
            yield file_faults.NO_TABLE_IN_SHEET.format(sheet=sheet.name)
    if reading.order:
        yield file_faults.ORDERS[reading.order]
    for table in reading.tables:
        yield from _table_notes(table)
    for table in reading.not_read:
        yield _why_not(table)
    yield from _list_notes(reading)


def _is_unread(sheet: Sheet, reading: Reading) -> bool:
    tables = (*reading.tables, *reading.others)
    filled = any(text_of(cell) for row in sheet.rows for cell in row)
    return filled and not any(table.sheet.name == sheet.name for table in tables)


def _sheet_notes(sheet: Sheet) -> Iterator[Words]:
    marks = sheet.marks
    if pictures := sum(marks.pictures.values()):
        yield file_faults.PICTURES.format(sheet=sheet.name, count=pictures)
    hidden = sorted(
        row + 1 for row in marks.hidden_rows if row < len(sheet.rows) and _filled(sheet, row)
    )
    if hidden:
        rows = "、".join(map(str, hidden[:_MOST])) + ("…" if len(hidden) > _MOST else "")
        yield file_faults.HIDDEN_ROWS.format(sheet=sheet.name, count=len(hidden), rows=rows)
    if marks.hidden_columns:
        columns = "、".join(
            column_letters(column) for column in sorted(marks.hidden_columns)[:_MOST]
        )
        yield file_faults.HIDDEN_COLUMNS.format(sheet=sheet.name, columns=columns)
    if marks.comments:
        yield file_faults.COMMENTS.format(sheet=sheet.name, count=marks.comments)


def _filled(sheet: Sheet, row: int) -> bool:
    return any(text_of(cell) for cell in sheet.rows[row])


def _table_notes(table: Table) -> Iterator[Words]:
    sheet = table.sheet.name
    if table.sheet.is_turned:
        yield file_faults.TURNED.format(sheet=sheet)
    kept = [column.name for column in table.columns if column.meaning == KEPT]
    if kept:
        yield file_faults.KEPT_AS_TEXT.format(sheet=sheet, names="、".join(dict.fromkeys(kept)))
    for column in table.columns:
        if not column.certain:
            words = MEANING_WORDS[column.meaning]
            yield file_faults.COLUMN_GUESSED.format(sheet=sheet, name=column.name, meaning=words)
    valued = sum(formula.has_value for formula in table.sheet.formulas.values())
    if valued:
        yield file_faults.FORMULAS_READ.format(sheet=sheet, count=valued)


def _why_not(table: Table) -> Words:
    sheet, row = table.sheet.name, table.headers[0].row + 1
    if table.is_counts:
        return file_faults.COUNTS.format(sheet=sheet, row=row)
    rows = sum(1 for _ in table.rows())
    return file_faults.NO_PROBLEMS_THERE.format(sheet=sheet, row=row, rows=rows)


def _list_notes(reading: Reading) -> Iterator[Words]:
    for number, table in enumerate(reading.lists.tables):
        sheet, row = table.sheet.name, table.headers[0].row + 1
        if rows := reading.lists.joined.get(number, 0):
            yield file_faults.JOINED.format(sheet=sheet, row=row, rows=rows)
        if left := reading.lists.left(number):
            numbers = "、".join(left[:_MOST])
            yield file_faults.NOT_JOINED.format(sheet=sheet, rows=len(left), numbers=numbers)


def told_lines(tables: Iterable[Table]) -> Iterator[Refused]:
    """Yield a note for each line with a text in the problem's column and without a problem."""
    for table in tables:
        name = table.headers[0].name("problem")
        letters = column_letters(table.headers[0].fields.get("problem", 0))
        for line in table.lines:
            if line.matter and line.kind not in ("blank", "header", "signature"):
                why = cell_refusals.TAKEN_FOR[line.kind]
                cell = f"{letters}{line.row + 1}"
                yield Refused(
                    table.sheet.name, line.row + 1, name, line.matter, why, "left out", cell
                )
