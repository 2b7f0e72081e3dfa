"""A table as JSON: an object with the title, the columns, and a row for each block."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from workflow.platform.sheets.table import SheetBlock, SheetColumn, SheetHead


def write_json(head: SheetHead, blocks: Iterable[SheetBlock]) -> Iterator[bytes]:
    """Yield the table in pieces; a block of a table with lines has its lines in ``lines``."""
    columns = {column.key: column.name for column in head.columns}
    told = {"title": head.title, "about": head.about, "columns": columns}
    yield f'{_dumped(told)[:-1]}, "rows": ['.encode()
    between = "\n"
    for block in blocks:
        yield f"{between}{_dumped(_row(head.columns, block))}".encode()
        between = ",\n"
    yield b"\n]}\n"


def _row(columns: tuple[SheetColumn, ...], block: SheetBlock) -> dict[str, Any]:
    first = block.lines[0]
    row: dict[str, Any] = {
        column.key: cell for column, cell in zip(columns, first, strict=True) if not column.by_line
    }
    if len(row) < len(columns):
        row["lines"] = [
            {c.key: cell for c, cell in zip(columns, line, strict=True) if c.by_line}
            for line in block.lines
        ]
    return row


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
