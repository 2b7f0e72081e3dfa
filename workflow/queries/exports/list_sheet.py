"""A list as a sheet: the columns of the page, a line for each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from workflow.declaration import Field, ListType, pack
from workflow.declaration.field_words import read
from workflow.platform.sheets.table import SheetBlock, SheetCell, SheetColumn
from workflow.queries.colours import NAMES
from workflow.queries.listed_fields import names_in
from workflow.queries.listing import ListRow, row_of
from workflow.words import Words

_COLUMNS = (
    ("number", Words("编号", "Number"), 13),
    ("title", Words("事项", "Item"), 44),
    ("severity", Words("严重程度", "Severity"), 14),
    ("unit", Words("责任单位", "Unit"), 20),
    ("holder", Words("承办人", "Assigned to"), 12),
    ("due_on", Words("到期日", "Due on"), 12),
    ("time_left", Words("时限", "Time left"), 18),
    ("colour", Words("预警", "Colour"), 8),
    ("state", Words("状态", "State"), 10),
)
_WIDTH_OF_FIELD = 16
_NUMBERS = ("number", "money")


def columns(list_type: ListType, language: str) -> tuple[SheetColumn, ...]:
    """Return the columns of a list: common columns, and listed fields."""
    own = ((f"fields.{f.key}", f.words, _WIDTH_OF_FIELD) for f in list_type.columns)
    return tuple(
        SheetColumn(key, words.of(language), width) for key, words, width in (*_COLUMNS, *own)
    )


def blocks(
    connection: Connection, list_type: ListType, rows: Sequence[Any], language: str
) -> Iterator[SheetBlock]:
    """Yield the line of each row, as on the page of the list."""
    names = names_in(connection, list_type.columns, (row.data for row in rows))
    for row in map(row_of, rows):
        own = [_field_cell(f, row.fields.get(f.key), names, language) for f in list_type.columns]
        yield SheetBlock([[*_cells(list_type, row, language), *own]])


def _cells(list_type: ListType, row: ListRow, language: str) -> list[SheetCell]:
    state = list_type.state(row.state)
    due = row.due
    running = due if due and not state.final else None
    return [
        row.number,
        row.title,
        pack().severities[row.severity].words.of(language),
        row.unit.of(language),
        row.holder.of(language) if row.holder else None,
        due.on if due else None,
        running.told.of(language) if running else None,
        NAMES[running.colour].of(language) if running else None,
        state.words.of(language),
    ]


def _field_cell(field: Field, value: Any, names: Any, language: str) -> SheetCell:
    """Return a day as a day, a number as a number, and anything else in words."""
    return sheet_cell(field, value, read(field, value, names).of(language)) if value else value


def sheet_cell(field: Field, value: Any, words: str) -> SheetCell:
    """Return the cell of a field's value; ``words`` are the value in words."""
    if field.kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if field.kind in _NUMBERS:
        return float(value) if "." in str(value) else int(value)
    return words
