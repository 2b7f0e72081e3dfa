"""Export a register as filtered: the columns of the sheet, as a file or on paper."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from workflow.declaration import Actor, Field, Register, RegisterEntry
from workflow.declaration.field_words import read
from workflow.platform import connect
from workflow.platform.sheets.table import (
    MEDIA_TYPES,
    SheetBlock,
    SheetCell,
    SheetColumn,
    SheetFormat,
    SheetHead,
)
from workflow.platform.sheets.writing import write
from workflow.queries.exports.files import (
    ExportFile,
    PrintedTable,
    about_words,
    demand_printable,
    note_export,
    page_foot,
)
from workflow.queries.exports.filter_words import NO_FILTER, named, searched, within_unit
from workflow.queries.exports.list_sheet import sheet_cell
from workflow.queries.exports.own_layouts import Layout
from workflow.registers.conditions import STATES, RegisterFilter
from workflow.registers.names import EntryNames, names
from workflow.registers.queries import MOST, checked, page, today_of
from workflow.words import Words, clauses

_NO = Words("序号", "No.")
_STATE = Words("状态", "state")
_WIDTHS = {"long": 32, "date": 12, "number": 10, "yes": 8}
_WIDTH = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWish:
    """The wish for an export of a register: filter and form."""

    sought: RegisterFilter
    form: SheetFormat = "xlsx"
    language: str = "zh"
    layout: Layout | None = None


def export(actor: Actor, register: Register, wish: RegisterWish) -> ExportFile:
    """Return the file of a register.

    Raises ``BadInput`` for a wrong filter, or where the layout knows none of the columns.
    """
    with connect() as connection:
        day = today_of(connection).isoformat()
    name = f"{register.words.of(wish.language)}-{day}.{wish.form}"
    return ExportFile(name, MEDIA_TYPES[wish.form], _pieces(actor, register, wish))


def printed(actor: Actor, register: Register, wish: RegisterWish) -> PrintedTable:
    """Return a register as a single printed table.

    Raises ``BadInput`` for a wrong filter, and for more rows than anybody prints.
    """
    entries = list(_entries(actor, register, wish.sought))
    demand_printable(len(entries))
    return PrintedTable(*_table(actor, register, wish, entries, "print"))


def _pieces(actor: Actor, register: Register, wish: RegisterWish) -> Generator[bytes]:
    entries = list(_entries(actor, register, wish.sought))
    head, blocks = _table(actor, register, wish, entries, wish.form)
    layout = wish.layout.filled_by(head.columns) if wish.layout else None
    yield from write(head, blocks, wish.form, layout)


def _entries(actor: Actor, register: Register, sought: RegisterFilter) -> Iterator[RegisterEntry]:
    """Yield the entries of every page."""
    after: str | None = None
    while True:
        found = page(actor, register, sought, after, MOST)
        yield from found.entries
        if (after := found.next) is None:
            return


def _table(
    actor: Actor,
    register: Register,
    wish: RegisterWish,
    entries: Sequence[RegisterEntry],
    form: str,
) -> tuple[SheetHead, tuple[SheetBlock, ...]]:
    """Return head and rows; the journal has noted the export."""
    named_ = names(actor, register, [entry.all_values for entry in entries])
    words = _filter_words(actor, register, wish.sought, named_)
    note_export(actor, ("register", register.key), words, len(entries), form)
    with connect() as connection:
        about = about_words(words, len(entries), today_of(connection), actor)
    head = SheetHead(
        title=register.words.of(wish.language),
        about=about.of(wish.language),
        columns=(SheetColumn("no", _NO.of(wish.language), 6), *_columns(register, wish.language)),
        page=page_foot(wish.language),
        rows=len(entries),
    )
    lines = (
        [number, *_cells(register, entry, named_, wish.language)]
        for number, entry in enumerate(entries, 1)
    )
    return head, tuple(SheetBlock([line]) for line in lines)


def _columns(register: Register, language: str) -> Iterator[SheetColumn]:
    for field in register.columns:
        width = _WIDTHS.get(field.kind, _WIDTH)
        yield SheetColumn(field.key, field.words.of(language), width)


def _cells(
    register: Register, entry: RegisterEntry, found: EntryNames, language: str
) -> Iterator[SheetCell]:
    for field in register.columns:
        yield _cell(field, entry.all_values.get(field.key), found, language)


def _cell(field: Field, value: object, found: EntryNames, language: str) -> SheetCell:
    if value is None:
        return None
    return sheet_cell(field, value, read(field, value, found).of(language))


def _filter_words(
    actor: Actor, register: Register, sought: RegisterFilter, found: EntryNames
) -> Words:
    """Return the filter in words; ``found`` are the names in the rows."""
    values = checked(register, sought)
    parts = [searched(sought.q)] if sought.q else []
    if sought.state != "all":
        parts.append(named(_STATE, STATES[sought.state]))
    if sought.unit_id is not None:
        parts.append(within_unit(actor, sought.unit_id))
    fields = (field for field in register.filters if field.key in values)
    parts += [named(field.words, read(field, values[field.key], found)) for field in fields]
    return clauses(parts) if parts else NO_FILTER
