"""Drafts in the database: each statement names the author, so drafts of others are not met."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg.types.json import Jsonb as _Jsonb

from workflow.declaration import Actor
from workflow.engine.loading import CLOCK
from workflow.imports.drafts.records import (
    ImportDraft,
    KeptChoices,
    LineShown,
    Report,
    kept_importer,
)
from workflow.imports.opening import Source
from workflow.platform import Connection


def _written(value: object) -> bytes:
    """Write JSON fit for the database, without halves of characters."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


Jsonb = partial(_Jsonb, dumps=_written)
_COLUMNS = """id, person_id, behind, importer, created_at, touched_at, name, size, choices, stage,
    revision, done, total, stop, report, left_out IS NOT NULL AS has_left_out"""
_MINE = "person_id = %(person)s AND behind IS NOT DISTINCT FROM %(behind)s"
_INSERT = f"""
    INSERT INTO import_drafts (id, person_id, behind, importer, created_at, touched_at, name, size,
                               source, choices, stage)
    SELECT %(id)s, %(person)s, %(behind)s, %(importer)s, {CLOCK}, now(), %(name)s, %(size)s,
           %(source)s, %(choices)s, 'reading'"""
_FIND = f"SELECT {_COLUMNS} FROM import_drafts WHERE id = %(id)s AND {_MINE}"  # noqa: S608
_ALL = f"""
    SELECT {_COLUMNS} FROM import_drafts WHERE {_MINE}
     ORDER BY touched_at DESC, id"""  # noqa: S608
_WAITING = f"""
    SELECT {_COLUMNS} FROM import_drafts WHERE stage IN ('reading', 'writing')
     ORDER BY touched_at, id"""  # noqa: S608
_ONE = f"SELECT {_COLUMNS} FROM import_drafts WHERE id = %s"  # noqa: S608
_CHANGE = f"""
    UPDATE import_drafts
       SET choices = %(choices)s, importer = %(importer)s, stage = %(stage)s, stop = false,
           touched_at = now(), revision = revision + 1, done = 0, total = 0
     WHERE id = %(id)s AND {_MINE} AND revision = %(revision)s
       AND stage NOT IN ('writing', 'written')"""  # noqa: S608
_STOP = f"""
    UPDATE import_drafts SET stop = true
     WHERE id = %(id)s AND {_MINE} AND stage IN ('reading', 'writing')"""  # noqa: S608
_THROW = f"""
    DELETE FROM import_drafts WHERE id = %(id)s AND {_MINE} AND stage <> 'writing'"""  # noqa: S608
_PROGRESS = """
    UPDATE import_drafts SET done = %s, total = %s WHERE id = %s AND revision = %s
    RETURNING stop"""
_END = """
    UPDATE import_drafts
       SET stage = %(stage)s::text, report = %(report)s, choices = %(choices)s, stop = false,
           left_out = %(left_out)s,
           source = CASE WHEN %(stage)s::text = 'written' THEN NULL ELSE source END
     WHERE id = %(id)s AND revision = %(revision)s"""
_STAGE = "UPDATE import_drafts SET stage = %s, stop = false WHERE id = %s AND revision = %s"
_HELD = f"""
    SELECT t.role, t.unit_id FROM appointments t JOIN people p ON p.id = t.person_id,
           (SELECT (({CLOCK}) AT TIME ZONE current_setting('rectify.timezone'))::date) AS d (today)
     WHERE t.person_id = %s AND (p.left_on IS NULL OR p.left_on > today)
       AND t.valid_from <= today AND coalesce(t.valid_to, 'infinity') >= today"""  # noqa: S608
_LOCK = "SELECT pg_try_advisory_lock(hashtext('import'), hashtext(%s))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtext('import'), hashtext(%s))"
_LINES = """
    SELECT place, line FROM import_lines
     WHERE draft_id = %(id)s AND place > %(after)s AND (asks OR NOT %(asking)s)
     ORDER BY place LIMIT %(most)s"""


def mine(actor: Actor, **more: Any) -> dict[str, Any]:
    """Return the parameters for the author of a draft."""
    return {"person": actor.person_id, "behind": actor.behind, **more}


def insert(
    connection: Connection, id_: UUID, actor: Actor, source: Source, choices: KeptChoices
) -> None:
    """Keep a fresh upload."""
    told = mine(
        actor, id=id_, importer=Jsonb(kept_importer(actor)), name=source.name,
        size=len(source.data), source=source.data, choices=Jsonb(choices),
    )  # fmt: skip
    connection.execute(_INSERT, told)


def find(connection: Connection, id_: UUID, actor: Actor) -> ImportDraft | None:
    """Return a draft of the actor, or ``None``."""
    cursor = connection.cursor(row_factory=class_row(ImportDraft))
    return cursor.execute(_FIND, mine(actor, id=id_)).fetchone()


def every(connection: Connection, actor: Actor) -> list[ImportDraft]:
    """Return the drafts of the actor, the last touched first."""
    cursor = connection.cursor(row_factory=class_row(ImportDraft))
    return cursor.execute(_ALL, mine(actor)).fetchall()


def waiting(connection: Connection) -> list[ImportDraft]:
    """Return the drafts waiting for work, the longest waiting first."""
    return connection.cursor(row_factory=class_row(ImportDraft)).execute(_WAITING).fetchall()


def one(connection: Connection, id_: UUID) -> ImportDraft | None:
    """Return any draft, for the job alone."""
    return connection.cursor(row_factory=class_row(ImportDraft)).execute(_ONE, [id_]).fetchone()


def actor_now(connection: Connection, draft: ImportDraft) -> Actor:
    """Return the actor of a draft with the posts still held."""
    kept = draft.actor
    rows = connection.execute(_HELD, [draft.behind or draft.person_id])
    still = {(role, unit) for role, unit in rows}
    posts = tuple(post for post in kept.posts if (post.role, post.unit_id) in still)
    return replace(kept, posts=posts)


def source(connection: Connection, draft: ImportDraft) -> Source:
    """Return the file of a draft."""
    row = connection.execute("SELECT source FROM import_drafts WHERE id = %s", [draft.id])
    (data,) = row.fetchone() or (None,)
    return Source(bytes(data or b""), draft.name)


def left_out(connection: Connection, draft: ImportDraft) -> bytes:
    """Return the sheet of the rows left out, empty where there is none."""
    row = connection.execute("SELECT left_out FROM import_drafts WHERE id = %s", [draft.id])
    (data,) = row.fetchone() or (None,)
    return bytes(data or b"")


def change(
    connection: Connection, draft: ImportDraft, actor: Actor, choices: KeptChoices, stage: str
) -> bool:
    """Keep other choices, and let the draft be read or written by them; ``False`` where stale."""
    told = mine(
        actor, id=draft.id, choices=Jsonb(choices), importer=Jsonb(kept_importer(actor)),
        stage=stage, revision=draft.revision,
    )  # fmt: skip
    return connection.execute(_CHANGE, told).rowcount == 1


def ask_to_stop(connection: Connection, id_: UUID, actor: Actor) -> bool:
    """Ask the work on a draft to stop; ``False`` where nothing runs."""
    return connection.execute(_STOP, mine(actor, id=id_)).rowcount == 1


def throw_away(connection: Connection, id_: UUID, actor: Actor) -> bool:
    """Delete a draft with file and lines; ``False`` during the writing."""
    return connection.execute(_THROW, mine(actor, id=id_)).rowcount == 1


def note_progress(connection: Connection, draft: ImportDraft, done: int, total: int) -> bool:
    """Keep the progress; ``False`` where the work is to stop, or the choices have changed."""
    row = connection.execute(_PROGRESS, [done, total, draft.id, draft.revision]).fetchone()
    return row is not None and not row[0]


def end(
    connection: Connection,
    draft: ImportDraft,
    stage: str,
    report: Report,
    choices: KeptChoices,
    left: bytes | None = None,
) -> bool:
    """Keep the outcome of a reading or a writing; ``False`` where the choices have changed."""
    told = {
        "id": draft.id, "revision": draft.revision, "stage": stage, "report": Jsonb(report),
        "choices": Jsonb(choices), "left_out": left,
    }  # fmt: skip
    return connection.execute(_END, told).rowcount == 1


def set_stage(connection: Connection, draft: ImportDraft, stage: str) -> None:
    """End a stopped or failed work."""
    connection.execute(_STAGE, [stage, draft.id, draft.revision])


def keep_lines(
    connection: Connection, draft: ImportDraft, lines: Iterable[tuple[bool, LineShown]]
) -> None:
    """Replace the lines of a draft."""
    connection.execute("DELETE FROM import_lines WHERE draft_id = %s", [draft.id])
    with connection.cursor().copy(
        "COPY import_lines (draft_id, place, asks, line) FROM STDIN"
    ) as copy:
        for place, (asks, line) in enumerate(lines, 1):
            copy.write_row((draft.id, place, asks, Jsonb(line)))


def lines(
    connection: Connection, id_: UUID, after: int, asking: bool, most: int
) -> Sequence[tuple[int, LineShown]]:
    """Return some lines of a draft behind a place, with the place of each."""
    told = {"id": id_, "after": after, "asking": asking, "most": most}
    return connection.execute(_LINES, told).fetchall()


@contextmanager
def held(connection: Connection, id_: UUID) -> Iterator[bool]:
    """Hold a draft for work: ``False`` where another process is at work.

    The lock ends with the connection, so that the work of a killed process is taken up again.
    """
    row = connection.execute(_LOCK, [str(id_)]).fetchone()
    is_held = bool(row and row[0])
    try:
        yield is_held
    finally:
        if is_held and not connection.closed:
            connection.execute(_UNLOCK, [str(id_)])
