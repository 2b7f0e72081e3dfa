"""A list as a sheet: the columns of the page, a line for each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from workflow.declaration import Field, ListType, pack
from workflow.declaration.field_words import read
from workflow.platform import settings
from workflow.platform.sheets.table import SheetBlock, SheetCell, SheetColumn
from workflow.queries.colours import NAMES
from workflow.queries.list_columns import columns_of, fields_shown
from workflow.queries.listed_fields import names_in
from workflow.queries.listing import ListRow, row_of
from workflow.words import Words

# Key, the column of the page that it belongs to, name, width.
_COLUMNS = (
    ("number", "number", Words("编号", "Number"), 13),
    ("title", "number", Words("事项", "Item"), 44),
    ("severity", "number", Words("严重程度", "Severity"), 14),
    ("unit", "unit", Words("责任单位", "Unit"), 20),
    ("holder", "holder", Words("承办人", "Assigned to"), 12),
    ("due_on", "due", Words("到期日", "Due on"), 12),
    ("time_left", "due", Words("时限", "Time left"), 18),
    ("colour", "due", Words("预警", "Colour"), 8),
    ("state", "state", Words("状态", "State"), 10),
    ("waits_for", "waits_for", Words("等待", "Waits for"), 16),
    ("raised_on", "raised", Words("提出日期", "Raised on"), 12),
    ("closed_on", "closed", Words("办结日期", "Closed on"), 12),
    ("changed_on", "updated", Words("最近变动", "Last change"), 12),
)
_ALWAYS = ("number",)
_WIDTH_OF_FIELD = 16
_NUMBERS = ("number", "money")


def columns(list_type: ListType, chosen: Sequence[str], language: str) -> tuple[SheetColumn, ...]:
    """Return the columns of a list: number, title and severity, then those of the page."""
    shown = {*_ALWAYS, *columns_of(list_type.key, chosen)}
    common = (column for column in _COLUMNS if column[1] in shown)
    own = fields_shown(list_type.key, chosen)
    return tuple(
        SheetColumn(key, words.of(language), width)
        for key, words, width in (
            *((key, words, width) for key, _, words, width in common),
            *((f"fields.{f.key}", f.words, _WIDTH_OF_FIELD) for f in own),
        )
    )


def blocks(
    connection: Connection,
    list_type: ListType,
    rows: Sequence[Any],
    chosen: Sequence[str],
    language: str,
) -> Iterator[SheetBlock]:
    """Yield the line of each row, as on the page of the list."""
    own = fields_shown(list_type.key, chosen)
    shown = {*_ALWAYS, *columns_of(list_type.key, chosen)}
    names = names_in(connection, own, (row.data for row in rows))
    for row in (row_of(each, own) for each in rows):
        cells = _cells(list_type, row, language)
        common = [cells[key] for key, of, *_ in _COLUMNS if of in shown]
        yield SheetBlock(
            [[*common, *(_field_cell(f, row.fields.get(f.key), names, language) for f in own)]]
        )


def _cells(list_type: ListType, row: ListRow, language: str) -> dict[str, SheetCell]:
    state = list_type.state(row.state)
    due = row.due
    running = due if due and not state.final else None
    waits_for = pack().relations.get(row.awaits) if row.awaits else None
    return {
        "number": row.number,
        "title": row.title,
        "severity": pack().severities[row.severity].words.of(language),
        "unit": row.unit.of(language),
        "holder": row.holder.of(language) if row.holder else None,
        "due_on": due.on if due else None,
        "time_left": running.told.of(language) if running else None,
        "colour": NAMES[running.colour].of(language) if running else None,
        "state": state.words.of(language),
        "waits_for": waits_for.of(language) if waits_for else None,
        "raised_on": _day(row.raised_at),
        "closed_on": _day(row.closed_at) if row.closed_at else None,
        "changed_on": _day(row.updated_at),
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(settings().zone).date()


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
