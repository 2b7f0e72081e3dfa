"""Documents issued before their content was kept with the issue: copied once, when upgraded.

The events of that time cannot hold the content, or their hashes would not hold. A copy tells the
day of copying, takes names from the events up to the issue, and is never changed from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any, NamedTuple, TypedDict

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from workflow.declaration import typed
from workflow.engine import event_fold
from workflow.engine.event_hash import canonical
from workflow.engine.issued_documents import NOTE, Signer, compose
from workflow.platform import Connection
from workflow.words import Words

_ISSUED = "SELECT id FROM items WHERE process ? 'documents' ORDER BY id"
_EVENTS = "SELECT * FROM events WHERE item_id = %s ORDER BY seq"
_CALLED = """
    SELECT actor_id, actor_name, min(at) FROM events WHERE actor_id IS NOT NULL
     GROUP BY actor_id, actor_name ORDER BY min(at)"""
_KEEP = """
    INSERT INTO earlier_documents (item_id, place, content, digest, copied_at)
    VALUES (%s, %s, %s, %s, now()) ON CONFLICT DO NOTHING"""
_COPY = "SELECT content, copied_at FROM earlier_documents WHERE item_id = %s AND place = %s"
_ALL = """
    SELECT i.number, d.place, d.content, d.digest, d.item_id
      FROM earlier_documents d LEFT JOIN items i ON i.id = d.item_id ORDER BY d.item_id, d.place"""
_CHANGED = Words(
    "补存的第{place}份文书与摘要不符", "the copy of document {place} does not match its digest"
)


class KeptLine(TypedDict):
    """A line of the form, in both languages."""

    key: str
    words: list[str]
    value: list[str] | None
    kind: str


class KeptOpinion(TypedDict):
    """An opinion that led to the document."""

    words: list[str]
    name: list[str]
    at: str  # instant
    text: list[str] | None


class KeptContent(TypedDict):
    """The content of a document; words are pairs of both languages."""

    document: str
    words: list[str]
    no: str
    issuer: list[str]
    on: str  # day
    by: list[str]
    signer: list[str]
    addressee: list[str] | None
    title: str
    lines: list[KeptLine]
    opinions: list[KeptOpinion]
    attachments: list[str]


class Issue(NamedTuple):
    """The issue of a document: its event, and the columns of the item after that event."""

    event: Any
    then: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EarlierDocument:
    """The copy of a document that was issued before, and the instant of copying."""

    content: dict[str, Any]
    copied_at: datetime


def issue_of(list_key: str, events: Sequence[Any], place: int) -> Issue:
    """Return the issue of the document at a place, from 1, among the events of its item."""
    then: dict[str, Any] = {}
    for event in events:
        then |= event_fold.columns(list_key, event.changes)
        if len(then.get("process", {}).get("documents", ())) >= place:
            return Issue(event, then)
    raise LookupError(f"no document {place}")


def earlier(connection: Connection, item_id: int, place: int) -> EarlierDocument | None:
    """Return the copy of a document, or ``None`` where its issue holds the content."""
    row = connection.execute(_COPY, [item_id, place]).fetchone()
    return EarlierDocument(*row) if row else None


def bring_in(connection: Connection) -> int:
    """Copy every document whose issue holds no content; return their number."""
    items = [row[0] for row in connection.execute(_ISSUED).fetchall()]
    called = connection.execute(_CALLED).fetchall() if items else []
    copied = [kept for item in items for kept in _copies(connection, item, called)]
    connection.cursor().executemany(_KEEP, copied)
    return len(copied)


def faults(connection: Connection) -> Iterator[tuple[str, int, Words]]:
    """Yield every copy that is not what its digest says, as (number, event: none, fault)."""
    for number, place, content, digest, item_id in connection.execute(_ALL).fetchall():
        if digest != _digest(item_id, place, content):
            yield number or f"#{item_id}", 0, _CHANGED.format(place=place)


def _copies(
    connection: Connection, item_id: int, called: Sequence[tuple[int, str, datetime]]
) -> Iterator[tuple[int, int, Jsonb, str]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        events = [SimpleNamespace(**event) for event in cursor.execute(_EVENTS, [item_id])]
    columns: dict[str, Any] = {}
    for event in events:
        columns |= event_fold.columns(event.list_key, event.changes)
    for place in range(1, len(columns["process"]["documents"]) + 1):
        found = issue_of(events[0].list_key, events, place)
        if NOTE not in found.event.changes.get("note", {}):
            content = _composed(connection, found, place, called)
            yield item_id, place, Jsonb(content), _digest(item_id, place, content)


def _composed(
    connection: Connection, found: Issue, place: int, called: Sequence[tuple[int, str, datetime]]
) -> dict[str, Any]:
    event = found.event
    about = (event.item_id, event.list_key, event.seq - 1)
    signer = Signer(event.actor_id, event.actor_name, event.behind_id)
    issued = typed(found.then["process"])["documents"][place - 1]
    names = {person: name for person, name, since in called if since <= event.at}
    return compose(connection, about, found.then, issued, signer, names)


def _digest(item_id: int, place: int, content: dict[str, Any]) -> str:
    return sha256(canonical([item_id, place, content])).hexdigest()
