"""The copies of reports: those of a reader with their days, and the file of one.

A copy opens for its reader alone, as long as the reader holds every post under which it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.declaration import READ_REPORTS, Actor, Post
from workflow.errors import NotFound
from workflow.platform import Connection, connect
from workflow.words import Words

KEPT = timedelta(days=400)  # the file; that a report was made is kept for good
MOST = 100
_GONE = Words("没有这份报表。", "There is no such report.")
_OF_READER = """
    SELECT c.id, c.report_id, e.data ->> 'name', c.due_at, c.name, c.size,
           c.content IS NOT NULL AND c.posts <@ %(posts)s::text[], r.withheld, p.name,
           coalesce(nullif(p.name_en, ''), p.name)
      FROM report_copies c JOIN report_runs r USING (report_id, due_at)
      JOIN register_entries e ON e.id = c.report_id JOIN people p ON p.id = e.made_by_id
     WHERE c.person_id = %(person)s
     ORDER BY c.id DESC LIMIT %(most)s"""
_FILE = """
    SELECT name, content FROM report_copies
     WHERE id = %(id)s AND person_id = %(person)s AND posts <@ %(posts)s::text[]
       AND content IS NOT NULL"""
_CLEAR = """
    UPDATE report_copies SET content = NULL
     WHERE content IS NOT NULL AND due_at < now() - %s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """A copy of a report: of which day, and whether its file can be fetched."""

    id: int
    report_id: int
    report: str
    due_at: datetime
    name: str
    size: int
    opens: bool
    withheld: Words | None  # why none was made
    owner: Words


def copies(actor: Actor, limit: int = MOST) -> list[CopyRow]:
    """Return the newest copies of the actor.

    Raises ``NotFound`` without the right.
    """
    READ_REPORTS.demand(actor)
    asked = {**_reader(actor), "most": min(limit, MOST)}
    with connect() as connection:
        rows = connection.execute(_OF_READER, asked).fetchall()
    return [
        CopyRow(
            id=row[0], report_id=row[1], report=row[2], due_at=row[3], name=row[4], size=row[5],
            opens=row[6], withheld=Words(*row[7]) if row[7] else None, owner=Words(*row[8:]),
        )
        for row in rows
    ]  # fmt: skip


def copy_file(actor: Actor, copy_id: int) -> tuple[str, bytes]:
    """Return the name and the content of a copy.

    Raises ``NotFound`` for the copy of another person, for one made under a post that is over, and
    for one kept no longer.
    """
    READ_REPORTS.demand(actor)
    with connect() as connection:
        row = connection.execute(_FILE, {**_reader(actor), "id": copy_id}).fetchone()
    if row is None:
        raise NotFound(_GONE)
    return row[0], bytes(row[1])


def clear(connection: Connection) -> int:
    """Take away the files past their time; return their number."""
    return connection.execute(_CLEAR, [KEPT]).rowcount


def named(posts: Iterable[Post]) -> list[str]:
    """Return posts in the form in which a copy keeps those it was made under."""
    return sorted(f"{post.role} {post.unit_id}" for post in posts)


def _reader(actor: Actor) -> dict[str, object]:
    """Return who asks: the person signed in, with the own posts, also while acting for another."""
    posts = actor.own if actor.behind is not None else actor.posts
    return {"person": actor.person_id, "posts": named(posts)}
