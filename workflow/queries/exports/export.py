"""Export a list as filtered, or the special ledger: the rows of the list's page, all of them.

The rows come from the query of the page, so nobody takes away more than they may see. The journal
notes each export before the first byte leaves.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection

from workflow import evidence
from workflow.declaration import PROBLEMS, Actor, pack
from workflow.declaration.evidence_records import standing
from workflow.imports.ledger.special_ledger import TITLE
from workflow.platform import settings
from workflow.platform.sheets.table import (
    MEDIA_TYPES,
    SheetBlock,
    SheetColumn,
    SheetFormat,
    SheetHead,
)
from workflow.platform.sheets.writing import write
from workflow.queries.exports import list_sheet
from workflow.queries.exports.files import (
    ExportFile,
    PrintedTable,
    about_words,
    demand_printable,
    note_export,
    page_foot,
)
from workflow.queries.exports.filter_words import filter_words
from workflow.queries.exports.ledger_facts import read_facts
from workflow.queries.exports.ledger_rows import LedgerRows, ledger_columns
from workflow.queries.exports.own_layouts import Layout
from workflow.queries.item_access import note_seen
from workflow.queries.list_batches import all_rows
from workflow.queries.list_filters import Filters
from workflow.queries.listing import demand_list
from workflow.words import Words

LEDGER_OF = PROBLEMS  # the list whose items the special ledger shows
PHOTOS = SheetColumn("photos", "", 44)
_PHOTOS = Words("照片", "Photos")
_MOST_PHOTOS = 3  # of an item
_FROZEN_LEDGER, _FROZEN_LIST = 2, 1
What = Literal["list", "ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportWish:
    """The wish for an export: list, filter, and form."""

    list_key: str
    filters: Filters
    what: What = "list"
    form: SheetFormat = "xlsx"
    language: str = "zh"
    photos: bool = False
    layout: Layout | None = None  # the organisation's own
    report: int | None = None  # the report that it is made for


def export(actor: Actor, wish: ExportWish, now: datetime) -> ExportFile:
    """Return the file of a list or of the special ledger.

    Raises ``NotFound``, ``NotPermitted`` or ``BadInput`` as the page of the list does, and
    ``BadInput`` where the layout knows none of the columns.
    """
    demand_list(wish.list_key, actor, wish.filters)
    today = now.astimezone(settings().zone).date()
    name = f"{_title(wish).of(wish.language)}-{today.isoformat()}.{wish.form}"
    return ExportFile(name, MEDIA_TYPES[wish.form], _pieces(actor, wish, now))


def printed(
    actor: Actor, wish: ExportWish, now: datetime, form: str = "print"
) -> PrintedTable:  # fmt: skip
    """Return a list as a single printed table; the journal notes the ``form``.

    Raises as ``export`` does, and ``BadInput`` for more rows than anybody prints.
    """
    demand_list(wish.list_key, actor, wish.filters)
    with _table(actor, wish, now, form) as (head, count, blocks):
        demand_printable(count)
        return PrintedTable(head, tuple(blocks))


def _pieces(actor: Actor, wish: ExportWish, now: datetime) -> Generator[bytes]:
    with _table(actor, wish, now, wish.form) as (head, _, blocks):
        layout = wish.layout.filled_by(head.columns) if wish.layout else None
        yield from write(head, blocks, wish.form, layout)


@contextmanager
def _table(
    actor: Actor, wish: ExportWish, now: datetime, form: str
) -> Iterator[tuple[SheetHead, int, Iterator[SheetBlock]]]:
    """Lend head, number of rows and blocks of a table; the journal has noted the export."""
    is_ledger, today = wish.what == "ledger", now.astimezone(settings().zone).date()
    with all_rows(wish.list_key, actor, wish.filters, oldest_first=is_ledger) as found:
        connection, count, batches = found
        words = filter_words(connection, actor, wish.list_key, wish.filters, count)
        note_export(actor, (wish.what, wish.list_key), words, count, form, wish.report)
        about = about_words(words, count, today, actor).of(wish.language)
        yield _head(wish, about, count), count, _blocks(connection, actor, wish, now, batches)


def _title(wish: ExportWish) -> Words:
    return TITLE if wish.what == "ledger" else pack().lists[wish.list_key].words


def _head(wish: ExportWish, about: str, count: int) -> SheetHead:
    is_ledger = wish.what == "ledger"
    columns = (
        ledger_columns(wish.language)
        if is_ledger
        else list_sheet.columns(pack().lists[wish.list_key], wish.filters.columns, wish.language)
    )
    if _with_photos(wish):
        columns = (*columns, replace(PHOTOS, name=_PHOTOS.of(wish.language)))
    return SheetHead(
        title=_title(wish).of(wish.language),
        about=about,
        columns=columns,
        page=page_foot(wish.language),
        frozen=_FROZEN_LEDGER if is_ledger else _FROZEN_LIST,
        paper="A3" if is_ledger else "A4",
        rows=count,
    )


def _blocks(
    connection: Connection,
    actor: Actor,
    wish: ExportWish,
    now: datetime,
    batches: Iterable[Sequence[Any]],
) -> Iterator[SheetBlock]:
    list_type = pack().lists[wish.list_key]
    ledger = LedgerRows(now, wish.language) if wish.what == "ledger" else None
    for rows in batches:
        if wish.list_key in pack().confidential:
            note_seen(actor, "list", ("list", wish.list_key), [row.number for row in rows])
        if ledger:
            blocks = ledger.blocks(rows, read_facts(connection, actor, rows))
        else:
            chosen = wish.filters.columns
            blocks = list_sheet.blocks(connection, list_type, rows, chosen, wish.language)
        if _with_photos(wish):
            blocks = (_with(block, row) for block, row in zip(blocks, rows, strict=True))
        yield from blocks


def _with_photos(wish: ExportWish) -> bool:
    return wish.photos and wish.form == "xlsx" and wish.layout is None


def _with(block: SheetBlock, row: Any) -> SheetBlock:
    """Return the block with the newest photos of its item, and an empty cell for them."""
    shown = [piece for piece in reversed(standing(row.evidence)) if piece["kind"] == "photo"]
    files = (evidence.preview(piece["sha256"], "small") for piece in shown)
    found: list[Path] = [*islice((file for file in files if file.is_file()), _MOST_PHOTOS)]
    return SheetBlock([[*line, None] for line in block.lines], found)
