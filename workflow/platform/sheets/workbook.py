"""A table as a workbook, written row by row with little memory, and ready to be printed.

A text stays a text: no cell holds a formula, and a text that looks like one keeps its apostrophe
when somebody edits it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import xlsxwriter
from PIL import Image
from xlsxwriter.worksheet import Worksheet

from workflow.platform.sheets.formulas import is_formula
from workflow.platform.sheets.table import SheetBlock, SheetCell, SheetHead

MOST_MERGED = 40_000  # ranges: with more, spreadsheets open slowly; the cells are left empty then
MOST_PICTURES = 2_000
MOST_STYLED = 20_000  # blocks whose texts are wrapped: nobody reads more, and each cell costs
PICTURE = 96  # pixels
_MOST_TEXT = 32_767  # characters of a cell
_PIECE = 64 * 1024
_PAUSE = 200  # blocks
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")  # of sheets
_MOST_NAME = 31  # characters
_HEAD = 2  # the row of the names of columns, from zero
_PAPER = {"A4": 9, "A3": 8}
_FONT = {"font_name": "SimSun", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_CELL = {**_FONT, "border": 1}


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A sheet with the same cells for less work: hardly any text has to be escaped, and a row is
    written as one piece."""

    fh: Any

    def __init__(self) -> None:
        super().__init__()
        self._days: dict[Any, Any] = {}  # days repeat from row to row

    @staticmethod
    def _escape_control_characters(text: Any) -> Any:
        if type(text) is str and text.isprintable() and "_x" not in text:
            return text
        return Worksheet._escape_control_characters(text)

    def _escape_attributes(self, attribute: Any) -> Any:
        kind = type(attribute)
        if kind is int or (kind is str and attribute.isalnum()):  # a style, or a place such as B7
            return attribute
        return super()._escape_attributes(attribute)

    def _convert_date_time(self, day: Any) -> Any:
        if day not in self._days:
            self._days[day] = super()._convert_date_time(day)
        return self._days[day]

    def _write_single_row(self, current_row_num: int = 0) -> None:
        file = self.fh
        pieces: list[str] = []
        self.fh = SimpleNamespace(write=pieces.append)
        try:
            super()._write_single_row(current_row_num)
        finally:
            self.fh = file
        file.write("".join(pieces))


def write_workbook(head: SheetHead, blocks: Iterable[SheetBlock]) -> Iterator[bytes]:
    """Yield the workbook in pieces, all of them at the end: before, an empty piece now and then.

    Whoever takes the pieces can stop in the middle, and nothing is left behind.
    """
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": head.title, "comments": head.about})
        filling = _Filling(book, head)
        stack.callback(filling.sheet.row_data_fh.close)
        yield from (b"" for _ in filling.write(blocks))
        book.close()
        file.seek(0)
        yield from iter(partial(file.read, _PIECE), b"")


class _Filling:
    """A sheet being filled; ``row`` is the next row."""

    def __init__(self, book: Any, head: SheetHead) -> None:
        self.head, self.row, self.merged, self.pictures = head, _HEAD + 1, 0, 0
        self.by_line = [n for n, column in enumerate(head.columns) if column.by_line]
        name = _NOT_IN_NAMES.sub(" ", head.title)[:_MOST_NAME]
        self.sheet: Worksheet = book.add_worksheet(name, QuickSheet)
        self.plain = book.add_format(_FONT)
        self.quoted = book.add_format({**_FONT, "quote_prefix": True})
        self.day = book.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "center"})
        self.ruled = book.add_format({"border": 1})
        self.bold = book.add_format(
            {**_CELL, "bold": True, "align": "center", "bg_color": "#EDEDED"}
        )
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 16, "align": "center"})
        self.about = book.add_format({**_FONT, "align": "left"})

    def write(self, blocks: Iterable[SheetBlock]) -> Iterator[None]:
        """Write the head and every block, with a pause now and then."""
        self._set_up()
        self._write_head()
        yield
        for number, block in enumerate(blocks):
            self._write_block(block)
            if not number % _PAUSE:
                yield
        self._finish(len(self.head.columns) - 1)

    def _finish(self, last: int) -> None:
        if self.row == _HEAD + 1:
            return
        # One rule draws the lines: a format for each empty cell would cost as much as the filled.
        lines = {"type": "formula", "criteria": "=TRUE", "format": self.ruled}
        self.sheet.conditional_format(_HEAD + 1, 0, self.row - 1, last, lines)
        if not self.merged:
            self.sheet.autofilter(_HEAD, 0, self.row - 1, last)

    def _set_up(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_PAPER[self.head.paper])
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD)
        sheet.set_footer(f"&C{self.head.page}")
        sheet.freeze_panes(_HEAD + 1, self.head.frozen)
        look = self.plain if self.head.rows <= MOST_STYLED else None
        for n, column in enumerate(self.head.columns):
            sheet.set_column(n, n, column.width, look)

    def _write_head(self) -> None:
        last = len(self.head.columns) - 1
        lines = (30, self.head.title, self.title), (20, self.head.about, self.about)
        for row, (height, text, format_) in enumerate(lines):
            self.sheet.set_row(row, height)
            self.sheet.write_string(row, 0, text, format_)
            if last:
                self.sheet.merge.append([row, 0, row, last])
        for n, column in enumerate(self.head.columns):
            self.sheet.write_string(_HEAD, n, column.name, self.bold)

    def _write_block(self, block: SheetBlock) -> None:
        merges = len(block.lines) > 1 and self.merged < MOST_MERGED
        first = block.lines[0]
        if block.pictures and self.pictures < MOST_PICTURES:
            self._put_pictures(block)
        self._write_line(self.row, first, range(len(first)))
        for place, line in enumerate(block.lines[1:], 1):
            self._write_line(self.row + place, line, self.by_line)
        if merges:
            self._merge(len(block.lines), len(first))
        self.row += len(block.lines)

    def _write_line(self, row: int, line: Sequence[SheetCell], places: Iterable[int]) -> None:
        sheet = self.sheet
        for n in places:
            cell = line[n]
            if type(cell) is str:
                if cell:
                    format_ = self.quoted if is_formula(cell) else None
                    sheet._write_string(row, n, cell[:_MOST_TEXT], format_)
            elif isinstance(cell, date):
                sheet._write_datetime(row, n, cell, self.day)
            elif cell is not None:
                sheet._write_number(row, n, cell)

    def _merge(self, lines: int, cells: int) -> None:
        # `merge_range` writes the cells of all its rows at once, which a sheet that is written row
        # by row cannot; they are written already.
        for n in range(cells):
            if not self.head.columns[n].by_line:
                self.sheet.merge.append([self.row, n, self.row + lines - 1, n])
                self.merged += 1

    def _put_pictures(self, block: SheetBlock) -> None:
        """Put the pictures side by side behind the last column, in the first row of the block."""
        self.sheet.set_row_pixels(self.row, PICTURE + 6)
        for place, picture in enumerate(block.pictures):
            options = {
                "x_offset": 3 + place * (PICTURE + 4), "y_offset": 3, "object_position": 1,
                **_scale(picture),
            }  # fmt: skip
            self.sheet.insert_image(self.row, len(self.head.columns) - 1, str(picture), options)
            self.pictures += 1


def _scale(picture: Path) -> dict[str, float]:
    """Return the scale by which the longer edge of a picture of ours has ``PICTURE`` pixels."""
    with Image.open(picture, formats=("JPEG",)) as image:
        scale = PICTURE / max(image.size)
    return {"x_scale": scale, "y_scale": scale}
