"""Fill in a workbook with a given layout: below the header, in the look of the first line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from workflow.errors import BadInput
from workflow.platform.sheets.formulas import is_formula
from workflow.platform.sheets.table import SheetBlock, SheetCell
from workflow.words import Words

MOST_LINES = 20_000  # a workbook of somebody else lies in memory as a whole
_TOO_MANY = Words(
    "自定版式最多填{limit}行，请缩小筛选范围，或不用自定版式导出。",
    "A layout of your own takes {limit:line|lines} at most; narrow the filter down, or export "
    "without the layout.",
)
_DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class FilledLayout:
    """A workbook to be filled in; rows and columns count from one."""

    data: bytes
    sheet: str
    header: int  # the last row of the header
    columns: Mapping[int, int]  # column of the sheet -> place of the cell in a line
    by_line: frozenset[int]  # the places whose cells each line has for itself


def fill_in(layout: FilledLayout, blocks: Iterable[SheetBlock]) -> Iterator[bytes]:
    """Yield the workbook with the lines; the lines below the header move down.

    Raises ``BadInput`` for more lines than a workbook in memory takes.
    """
    yield b""
    book = openpyxl.load_workbook(io.BytesIO(layout.data))
    found = list(_counted(blocks))
    _Filler(book[layout.sheet], layout).fill(found)
    made = io.BytesIO()
    book.save(made)
    yield made.getvalue()


def _counted(blocks: Iterable[SheetBlock]) -> Iterator[SheetBlock]:
    lines = 0
    for block in blocks:
        lines += len(block.lines)
        if lines > MOST_LINES:
            raise BadInput(_TOO_MANY.format(limit=MOST_LINES))
        yield block


class _Filler:
    """A sheet being filled in; ``row`` is the next row."""

    def __init__(self, sheet: Any, layout: FilledLayout) -> None:
        self.sheet, self.layout, self.row = sheet, layout, layout.header + 1
        self.look = [copy(cell._style) for cell in sheet[self.row]]

    def fill(self, blocks: list[SheetBlock]) -> None:
        """Make room and write every block."""
        self._make_room(sum(len(block.lines) for block in blocks))
        for block in blocks:
            for place, line in enumerate(block.lines):
                self._write_line(line, whole=place == 0)
            self._merge(len(block.lines))

    def _make_room(self, lines: int) -> None:
        """Move the foot of the layout down, by the number of missing lines."""
        sheet, first = self.sheet, self.layout.header + 1
        last = max(sheet.max_row, first)
        foot = next((r for r in range(first, last + 1) if _is_filled(sheet[r])), last + 1)
        down = max(lines - (foot - first), 0)
        if down and foot <= last:
            moved = [area for area in sheet.merged_cells.ranges if area.min_row >= foot]
            for area in moved:
                area.shift(0, down)
            sheet.move_range(f"A{foot}:{sheet.cell(last, sheet.max_column).coordinate}", down)

    def _write_line(self, line: Any, *, whole: bool) -> None:
        for column, place in self.layout.columns.items():
            cell = self.sheet.cell(self.row, column)
            if column <= len(self.look):
                cell._style = copy(self.look[column - 1])
            if whole or place in self.layout.by_line:
                _write(cell, line[place])
        self.row += 1

    def _merge(self, lines: int) -> None:
        for column, place in self.layout.columns.items() if lines > 1 else ():
            if place not in self.layout.by_line:
                self.sheet.merge_cells(None, self.row - lines, column, self.row - 1, column)


def _write(cell: Any, value: SheetCell) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # whatever it begins with
        cell.quotePrefix = is_formula(value)
        return
    cell.value = value
    if isinstance(value, date) and cell.number_format == "General":
        cell.number_format = _DAY


def _is_filled(cells: Iterable[Any]) -> bool:
    return any(cell.value is not None for cell in cells)
