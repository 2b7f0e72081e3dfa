"""The rows left out of an import, in a sheet of their own to be corrected and imported again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from workflow.imports.import_ledger import Imported
from workflow.imports.ledger.cells import Cell, Sheet, text_of
from workflow.imports.ledger.result_types import Refused
from workflow.imports.ledger.workbook import read_workbook
from workflow.imports.opening import Source
from workflow.platform.sheets.marked import MarkedRow, MarkedSheet, write_marked

_CELL = re.compile(r"([A-Z]+)(\d+)")
_LETTERS = 26
_STAY_OUT = ("alike", "finished")  # rows fit to go in that did not


def left_out(source: Source, imported: Imported, language: str) -> bytes | None:
    """Return the rows left out as an .xlsx, or ``None`` where all rows went in.

    Each row keeps its columns; a cell at fault is coloured and says why, and of a finished row that
    was skipped the cell that says so.
    """
    bad = defaultdict(list)
    for one in imported.refused:
        if one.effect == "row" or imported.actions.get((one.sheet, one.row)) in _STAY_OUT:
            bad[one.sheet, one.row].append(one)
    if not bad:
        return None
    sheets, ends = read_workbook(source.data, source.name).sheets, _starts(imported)
    made = [_sheet(sheet, imported, bad, ends[sheet.name], language) for sheet in sheets]
    return write_marked(sheet for sheet in made if sheet.rows)


def _sheet(
    sheet: Sheet,
    imported: Imported,
    bad: Mapping[tuple[str, int], list[Refused]],
    starts: Sequence[int],
    language: str,
) -> MarkedSheet:
    tables = [table for table in imported.ledger.tables if table.sheet == sheet.name]
    head = {column.index: column.name for table in tables[:1] for column in table.columns}
    rows = [
        row
        for name, number in sorted(bad)
        if name == sheet.name
        for row in _rows(sheet, number, starts, bad[name, number], language)
    ]
    return MarkedSheet(sheet.name, head, rows)


def _rows(
    sheet: Sheet, number: int, starts: Sequence[int], refused: list[Refused], language: str
) -> Iterator[MarkedRow]:
    """Yield a row with the comments on the cells, and the continuing lines."""
    comments: dict[int, dict[int, str]] = defaultdict(dict)
    for one in refused:
        row, column = _place(one)
        before = comments[row].get(column, "")
        comments[row][column] = "\n".join(filter(None, (before, one.reason.of(language))))
    behind = bisect_right(starts, number)
    end = starts[behind] if behind < len(starts) else len(sheet.rows) + 1
    for row in range(number, end):
        cells = list(sheet.rows[row - 1])
        if row == number or any(text_of(cell) for cell in cells):
            yield MarkedRow([_harmless(cell) for cell in cells], comments[row])


def _harmless(cell: Cell) -> Cell:
    return text_of(cell) if isinstance(cell, str) else cell


def _starts(imported: Imported) -> Mapping[str, list[int]]:
    """Return the rows with a kind of their own, in order, by sheet: the lines before belong to
    the row above."""
    ledger = imported.ledger
    rows: dict[str, set[int]] = defaultdict(set)
    for problem in ledger.problems:
        rows[problem.sheet].add(problem.row)
    for line in ledger.taken:
        if line.kind != "continuation":
            rows[line.sheet].add(line.row)
    for one in imported.refused:
        rows[one.sheet].add(one.row)
    return defaultdict(list, {name: sorted(found) for name, found in rows.items()})


def _place(refused: Refused) -> tuple[int, int]:
    """Return the row, from one, and the column, from zero, of a refusal."""
    match = _CELL.fullmatch(refused.cell)
    if not match:
        return refused.row, 0
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1
