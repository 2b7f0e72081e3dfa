"""A workbook of rows to be corrected: the cells at fault are coloured and carry a comment."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from workflow.platform.sheets.formulas import is_formula

MarkedCell = str | int | float | bool | date | datetime | None
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")  # of sheets
_MOST_NAME = 31  # characters
_MOST_TEXT = 32_767  # characters of a cell
_WIDTH = 18
_LOOK = {"valign": "top", "text_wrap": True, "border": 1}


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row, and the comment on each cell at fault by column, from zero."""

    cells: Sequence[MarkedCell]
    comments: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet: the names of the columns, and the rows."""

    name: str
    head: Mapping[int, str]
    rows: Sequence[MarkedRow]


def write_marked(sheets: Iterable[MarkedSheet]) -> bytes:
    """Return the sheets as an .xlsx; no cell holds a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        looks = _Looks(book)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_free_name(book, sheet.name)), sheet, looks)
    return file.getvalue()


class _Looks:
    """The formats of a workbook, for kinds of cells, sound or at fault."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({**_LOOK, "bold": True, "bg_color": "#EDEDED"})
        self._all = {
            (kind, bad): book.add_format(
                {**_LOOK, **more, **({"bg_color": "#F8CBAD"} if bad else {})}
            )
            for kind, more in (
                ("text", {}), ("quoted", {"quote_prefix": True}),
                ("day", {"num_format": "yyyy-mm-dd"}),
            )
            for bad in (False, True)
        }  # fmt: skip

    def of(self, cell: MarkedCell, bad: bool) -> Any:
        """Return the format of a cell."""
        if isinstance(cell, str) and is_formula(cell):
            return self._all["quoted", bad]
        return self._all["day" if isinstance(cell, date) else "text", bad]


def _free_name(book: Any, name: str) -> str:
    """Return an allowed name of a sheet, not yet in the workbook."""
    plain = (_NOT_IN_NAMES.sub(" ", name).strip() or "Sheet")[:_MOST_NAME]
    taken = {sheet.name.lower() for sheet in book.worksheets()}
    number, free = 2, plain
    while free.lower() in taken:
        free, number = f"{plain[: _MOST_NAME - 4]} {number}", number + 1
    return free


def _write_sheet(sheet: Any, content: MarkedSheet, looks: _Looks) -> None:
    last = max(content.head, default=0)
    sheet.set_column(0, last, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, name in content.head.items():
        sheet.write_string(0, column, name, looks.head)
    for number, row in enumerate(content.rows, 1):
        for column in range(max(len(row.cells), max(row.comments, default=-1) + 1)):
            cell = row.cells[column] if column < len(row.cells) else None
            _write_cell(sheet, number, column, cell, looks.of(cell, column in row.comments))
        for column, comment in row.comments.items():
            sheet.write_comment(number, column, comment, {"x_scale": 2})


def _write_cell(sheet: Any, row: int, column: int, cell: MarkedCell, look: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:_MOST_TEXT], look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, look)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell, look)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, look)
    else:
        sheet.write_blank(row, column, None, look)
