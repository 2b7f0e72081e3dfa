"""Written imports: their authors and files, the items of each, and taking an import back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from workflow.declaration import IMPORT_LEDGERS, Actor
from workflow.errors import NO_PAGE, NotFound
from workflow.imports import taking_back
from workflow.imports.records import COLUMNS, ImportRecord
from workflow.platform import Connection, connect

PAGE = 50
# An import is told to whoever may import wherever it brought something in.
_TOLD = """
    NOT EXISTS (
        SELECT FROM import_rows r JOIN items i ON i.id = r.item_id
         WHERE r.import_id = m.id AND NOT EXISTS (
               SELECT FROM unnest(%(paths)s::text[]) AS p WHERE starts_with(i.scope, p)))"""
_PAGE = f"""
    SELECT {COLUMNS} FROM imports m WHERE m.id < %(before)s AND {_TOLD}
     ORDER BY m.id DESC LIMIT %(most)s"""  # noqa: S608 -- fixed texts
_ONE = f"SELECT {COLUMNS} FROM imports m WHERE m.id = %(id)s AND {_TOLD}"  # noqa: S608
_ITEMS = """
    SELECT i.number, i.title, i.list_key, i.state, r.sheet, r."row", r.is_new
      FROM import_rows r JOIN items i ON i.id = r.item_id
     WHERE r.import_id = %(id)s AND i.number > %(after)s
     ORDER BY i.number LIMIT %(most)s"""
_ORIGIN = """
    SELECT r.import_id, m.name, r.sheet, r."row"
      FROM import_rows r JOIN imports m ON m.id = r.import_id
     WHERE r.item_id = %(item)s AND r.is_new"""
_NEWEST = 2**62  # no import has so high a number


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedItem:
    """An item of an import: raised by it, or changed, and the row that did so."""

    number: str
    title: str
    list_key: str
    state: str
    sheet: str
    row: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrigin:
    """The row of a ledger from which a problem came in."""

    import_id: int
    name: str
    sheet: str
    row: int


def page(actor: Actor, before: int | None = None, most: int = PAGE) -> tuple[
    list[ImportRecord], int | None
]:  # fmt: skip
    """Return the imports before a number, the newest first, and the number before the next page.

    Raises ``NotFound`` without the right to import.
    """
    IMPORT_LEDGERS.demand(actor)
    asked = {"paths": IMPORT_LEDGERS.paths(actor), "before": before or _NEWEST, "most": most + 1}
    with connect() as connection, connection.cursor(row_factory=class_row(ImportRecord)) as cursor:
        found = cursor.execute(_PAGE.encode(), asked).fetchall()
    return found[:most], found[most - 1].id if len(found) > most else None


def find(actor: Actor, import_id: int) -> ImportRecord:
    """Return an import.

    Raises ``NotFound`` without the right to import wherever it brought something in.
    """
    IMPORT_LEDGERS.demand(actor)
    with connect() as connection:
        found = _find(connection, actor, import_id)
    if found is None:
        raise NotFound(NO_PAGE)
    return found


def items(
    record: ImportRecord, after: str = "", most: int = PAGE
) -> tuple[list[ImportedItem], str | None]:
    """Return the items of an import after a number, and the number before the next page."""
    asked = {"id": record.id, "after": after, "most": most + 1}
    with connect() as connection, connection.cursor(row_factory=class_row(ImportedItem)) as cursor:
        found = cursor.execute(_ITEMS.encode(), asked).fetchall()
    return found[:most], found[most - 1].number if len(found) > most else None


def take_back(actor: Actor, import_id: int, now: datetime | None = None) -> int:
    """Take an import back whole; return the number of items withdrawn.

    Raises ``NotFound`` where the actor is not told of it, else as ``taking_back.take_back``.
    """
    find(actor, import_id)
    return taking_back.take_back(import_id, actor, now)


def origin(item_id: int, actor: Actor) -> tuple[ImportOrigin, bool] | None:
    """Return from which row a problem came in, and whether the actor is told of its import."""
    with connect() as connection, connection.cursor(row_factory=class_row(ImportOrigin)) as cursor:
        found = cursor.execute(_ORIGIN.encode(), {"item": item_id}).fetchone()
        if found is None:
            return None
        may_open = (
            IMPORT_LEDGERS.held_by(actor) and _find(connection, actor, found.import_id) is not None
        )
    return found, may_open


def _find(connection: Connection, actor: Actor, import_id: int) -> ImportRecord | None:
    asked = {"id": import_id, "paths": IMPORT_LEDGERS.paths(actor)}
    with connection.cursor(row_factory=class_row(ImportRecord)) as cursor:
        return cursor.execute(_ONE.encode(), asked).fetchone()
