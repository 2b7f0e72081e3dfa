"""A table as CSV: UTF-8 with the mark at the beginning for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from workflow.platform.sheets.formulas import harmless
from workflow.platform.sheets.table import SheetBlock, SheetCell, SheetHead

_PIECE = 64 * 1024  # characters


def write_csv(head: SheetHead, blocks: Iterable[SheetBlock]) -> Iterator[bytes]:
    """Yield the table in pieces: the names of the columns, then each line."""
    yield from csv_lines([[column.name for column in head.columns]])
    by_line = [column.by_line for column in head.columns]
    lines = (line for block in blocks for line in _lines(block, by_line))
    yield from csv_lines(lines, "")


def csv_lines(lines: Iterable[Iterable[SheetCell]], mark: str = "\ufeff") -> Iterator[bytes]:
    """Yield lines in pieces, behind the mark, with every formula made harmless."""
    text = io.StringIO()
    text.write(mark)
    writer = csv.writer(text)
    for line in lines:
        writer.writerow([harmless(cell) if type(cell) is str else cell for cell in line])
        if text.tell() > _PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _lines(block: SheetBlock, by_line: list[bool]) -> Iterator[Iterable[SheetCell]]:
    """Yield the lines; from the second on only with the cells by line."""
    yield block.lines[0]
    for line in block.lines[1:]:
        yield (cell if own else None for cell, own in zip(line, by_line, strict=True))
