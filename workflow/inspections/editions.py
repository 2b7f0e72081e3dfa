"""Editions of sheets: drafted as a whole, published for good, or thrown away.

What is published never changes: findings cite its lines for ever, and a trigger keeps it so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from workflow import journal
from workflow.declaration import CHECK, KEEP_SHEETS, READ_SHEETS, Actor, Field, PartialForm, fields
from workflow.engine.loading import read_now
from workflow.errors import NO_PAGE, BadInput, CodedWords, NotFound, NotPossible
from workflow.inspections.line_store import line_of, lines_of, write_lines
from workflow.inspections.lines import SheetLine, read_lines, unfinished
from workflow.platform import Connection, connect
from workflow.words import Words, clauses

SHEET = (
    Field("sheet", Words("检查表代码", "Key of the sheet"), limit=40,
          help=Words("小写字母和下划线；已有的代码即起草它的下一版",
                     "small letters and underscores; a known key drafts its next edition")),
    Field("zh", Words("名称", "Name"), limit=100),
    Field("en", Words("英文名称", "Name in English"), required=False, limit=100),
    Field("reason", Words("修订说明", "What is new in it"), "long", limit=500),
)  # fmt: skip
DRAFT = PartialForm(SHEET, comment_required=False)
_KEY = re.compile("[a-z][a-z_]{1,39}")
_NO_KEY = CodedWords(
    "请用小写字母和下划线，如 quarterly_check", "small letters and underscores, please", "malformed"
)
_NO_DRAFT = Words("没有这份草稿，可能已被发布或删除。", "There is no such draft (any more).")
_UNFINISHED = Words("还不能发布：{faults}。", "It cannot be published yet: {faults}.")
SELECT = """
    SELECT id, sheet, number, zh, en, reason, drafted_at, drafted_by, published_at, published_by
      FROM sheet_editions"""
# The oldest sheet first: those of the pack came in its own order, the handbook before all.
BY_AGE = "(SELECT min(f.id) FROM sheet_editions f WHERE f.sheet = {table}.sheet)"
_DROP_LINES = """
    DELETE FROM sheet_lines WHERE edition_id IN
           (SELECT id FROM sheet_editions WHERE sheet = %s AND published_at IS NULL)"""
_DROP = "DELETE FROM sheet_editions WHERE sheet = %s AND published_at IS NULL"
_INSERT = """
    INSERT INTO sheet_editions (sheet, number, zh, en, reason, drafted_at, drafted_by)
    SELECT %(sheet)s::varchar, 1 + coalesce(max(number), 0), %(zh)s, %(en)s, %(reason)s,
           %(now)s, %(by)s
      FROM sheet_editions WHERE sheet = %(sheet)s::varchar RETURNING id"""
_PUBLISH = "UPDATE sheet_editions SET published_at = %s, published_by = %s WHERE id = %s"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('sheets'))"


@dataclass(frozen=True, slots=True)
class SheetEdition:
    """An edition of a sheet, or the draft of the next one."""

    id: int
    sheet: str
    number: int
    zh: str
    en: str
    reason: str
    drafted_at: datetime
    drafted_by: str
    published_at: datetime | None
    published_by: str | None

    @property
    def words(self) -> Words:
        """The name of the sheet."""
        return Words(self.zh, self.en)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be thrown away."""
        return self.published_at is None


def editions(actor: Actor) -> list[SheetEdition]:
    """Return every edition visible to the actor, the newest of each sheet first.

    Raises ``NotFound`` without the right to read sheets.
    """
    READ_SHEETS.demand(actor)
    order = f"ORDER BY {BY_AGE.format(table='sheet_editions')}, number DESC"
    if not KEEP_SHEETS.held_by(actor):
        order = f"WHERE published_at IS NOT NULL {order}"
    with connect() as connection, connection.cursor(row_factory=class_row(SheetEdition)) as cursor:
        return cursor.execute(f"{SELECT} {order}".encode()).fetchall()


def edition(actor: Actor, edition_id: int) -> tuple[SheetEdition, list[SheetLine]]:
    """Return an edition with its lines.

    Raises ``NotFound`` where there is none, or where the actor may not see it.
    """
    READ_SHEETS.demand(actor)
    with connect() as connection:
        return _seen(connection, actor, edition_id), lines_of(connection, edition_id)


def line(actor: Actor, edition_id: int, number: str) -> tuple[SheetEdition, SheetLine]:
    """Return a line with its edition.

    Raises ``NotFound`` as ``edition`` does, and for an unknown number.
    """
    READ_SHEETS.demand(actor)
    with connect() as connection:
        seen = _seen(connection, actor, edition_id)
        found = line_of(connection, edition_id, number[:40].replace("\0", ""))
    if found is None:
        raise NotFound(NO_PAGE)
    return seen, found


def draft(
    actor: Actor, given: Mapping[str, object], rows: Sequence[Mapping[str, str]], first: int = 1
) -> int:
    """Draft the next edition of a sheet, in place of the present draft; return the id.

    Raises ``NotPermitted`` without the right, ``BadInput`` with every wrong field and cell.
    """
    KEEP_SHEETS.demand(actor)
    values, lines = _head(given), read_lines(rows, first)
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK)
        now = read_now(connection)
        connection.execute(_DROP_LINES, [values["sheet"]])
        connection.execute(_DROP, [values["sheet"]])
        asked = {**values, "now": now, "by": actor.name}
        [(made,)] = connection.execute(_INSERT, asked).fetchall()
        write_lines(connection, made, lines)
        _note(connection, actor, "draft", values["sheet"], rows=len(lines))
        return int(made)


def publish(actor: Actor, edition_id: int) -> SheetEdition:
    """Publish a draft for good.

    Raises ``NotPermitted`` without the right, ``NotFound`` where there is no such draft,
    ``NotPossible`` where it is not finished.
    """
    KEEP_SHEETS.demand(actor)
    with connect() as connection, connection.transaction():
        found = _draft(connection, edition_id)
        if faults := [*unfinished(lines_of(connection, edition_id))]:
            raise NotPossible(_UNFINISHED.format(faults=clauses(faults)))
        connection.execute(_PUBLISH, [read_now(connection), actor.name, edition_id])
        _note(connection, actor, "publish", found.sheet, number=found.number)
        return found


def discard(actor: Actor, edition_id: int) -> SheetEdition:
    """Throw a draft away.

    Raises as ``publish`` does for the right and the draft.
    """
    KEEP_SHEETS.demand(actor)
    with connect() as connection, connection.transaction():
        found = _draft(connection, edition_id)
        connection.execute(_DROP_LINES, [found.sheet])
        connection.execute(_DROP, [found.sheet])
        _note(connection, actor, "discard", found.sheet, number=found.number)
        return found


def _head(given: Mapping[str, object]) -> dict[str, str]:
    values, _ = fields.parse(DRAFT, given, "")
    if not _KEY.fullmatch(values["sheet"]):
        raise BadInput(CHECK, {"sheet": _NO_KEY})
    if not fields.is_reason(values["reason"]):
        raise BadInput(CHECK, {"reason": fields.REASON_NEEDED})
    return {**values, "en": values.get("en") or values["zh"]}


def _seen(connection: Connection, actor: Actor, edition_id: int) -> SheetEdition:
    with connection.cursor(row_factory=class_row(SheetEdition)) as cursor:
        found = cursor.execute(f"{SELECT} WHERE id = %s".encode(), [edition_id]).fetchone()
    if found is None or (found.is_draft and not KEEP_SHEETS.held_by(actor)):
        raise NotFound(NO_PAGE)
    return found


def _draft(connection: Connection, edition_id: int) -> SheetEdition:
    query = f"{SELECT} WHERE id = %s AND published_at IS NULL FOR UPDATE"
    with connection.cursor(row_factory=class_row(SheetEdition)) as cursor:
        found = cursor.execute(query.encode(), [edition_id]).fetchone()
    if found is None:
        raise NotFound(_NO_DRAFT)
    return found


def _note(connection: Connection, actor: Actor, what: str, sheet: str, **told: int) -> None:
    journal.note(connection, "sheet", actor, subject=("sheet", sheet), what=what, **told)
