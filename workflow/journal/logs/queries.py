"""Read the logs: only for an audit administrator, page by page, the newest first.

The journal belongs to the whole installation, so its reader is posted at the top of the tree. The
events of items are read as a log: mover, move and time, without the item's content.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from psycopg.rows import class_row

from workflow.declaration import READ_LOGS, Actor
from workflow.errors import BAD_CURSOR, BadInput
from workflow.journal.kinds import KINDS
from workflow.platform import connect, fitting, mentions, narrow, settings, words_of
from workflow.words import Words

MOST = 500
DAYS = 30  # of item events, where no first day is named
_BAD_KIND = Words("没有“{kind}”这一类日志。", 'There is no kind of entry called "{kind}".')
_ENTRIES = f"""
    SELECT j.seq, j.at, j.kind, j.actor_id, j.actor_name, a.login, j.address, j.subject_kind,
           j.subject_id, j.details, j.hash, coalesce(CASE
             WHEN j.subject_id !~ '^[0-9]{{1,9}}$' THEN NULL
             WHEN j.subject_kind = 'person' THEN
               (SELECT name FROM people WHERE id = j.subject_id::int)
             WHEN j.subject_kind = 'unit' THEN
               (SELECT name FROM units WHERE id = j.subject_id::int)
             WHEN j.subject_kind = 'account' THEN
               (SELECT login FROM accounts WHERE id = j.subject_id::int)
           END, '') AS subject_name
      FROM journal j LEFT JOIN accounts a ON a.id = j.account_id
     WHERE j.seq IS NOT NULL
       AND (%(kind)s = '' OR j.kind = %(kind)s)
       AND {mentions("j.actor_name", "a.login")}
       AND (%(begin)s::timestamptz IS NULL OR j.at >= %(begin)s)
       AND (%(end)s::timestamptz IS NULL OR j.at < %(end)s)
       AND (%(last)s::bigint IS NULL OR j.seq < %(last)s)
     ORDER BY j.seq DESC LIMIT %(limit)s"""  # noqa: S608 -- put together from constants, here and below
_MOVES = f"""
    SELECT i.number, e.seq, e.at, e.list_key, e.trigger, e.source, e.dest, e.actor_id,
           e.actor_name, e.behind_id, e.changes -> 'note' AS note, e.hash, e.item_id
      FROM events e JOIN items i ON i.id = e.item_id
     WHERE {mentions("e.actor_name")}
       AND (%(number)s = '' OR i.number = %(number)s)
       AND e.at >= %(begin)s AND (%(end)s::timestamptz IS NULL OR e.at < %(end)s)
       AND (%(at)s::timestamptz IS NULL OR (e.at, e.item_id, e.seq) < (%(at)s, %(item)s, %(last)s))
     ORDER BY e.at DESC, e.item_id DESC, e.seq DESC LIMIT %(limit)s"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class LogFilter:
    """The filter of a log; an empty field matches all."""

    kind: str = ""
    person: str = ""  # part of a name or of a sign-in name
    number: str = ""
    begin: date | None = None
    end: date | None = None  # included


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry of the journal."""

    seq: int
    at: datetime
    kind: str
    actor_id: int | None
    actor_name: str
    login: str | None
    address: str
    subject_kind: str
    subject_id: str
    details: dict[str, Any]
    hash: str
    subject_name: str  # as it is called today, of a person, a unit or an account


@dataclass(frozen=True, slots=True)
class ItemLogLine:
    """A line of the items' log: mover, move and time, without the content of the item."""

    number: str
    seq: int
    at: datetime
    list_key: str
    trigger: str
    source: str
    dest: str
    actor_id: int | None
    actor_name: str
    behind_id: int | None
    note: dict[str, Any] | None
    hash: str
    item_id: int


def entries(
    actor: Actor, sought: LogFilter, after: str | None = None, limit: int = 50
) -> tuple[list[LogEntry], str | None]:
    """Return a page of the journal and the cursor of the next.

    Raises ``NotFound`` without the right to read logs, ``BadInput`` for an unknown kind or cursor.
    """
    READ_LOGS.demand(actor)
    if sought.kind and sought.kind not in KINDS:
        raise BadInput(_BAD_KIND.format(kind=sought.kind[:40]))
    (last,) = _read_cursor(after, int) if after else (None,)
    values = _values(sought) | {"last": last}
    rows = _page(LogEntry, _ENTRIES, values, limit)
    more = len(rows) > limit
    return rows[:limit], _cursor(rows[limit - 1].seq) if more else None


def moves(
    actor: Actor, sought: LogFilter, today: date, after: str | None = None, limit: int = 50
) -> tuple[list[ItemLogLine], str | None]:
    """Return a page of the items' log and the cursor of the next."""
    READ_LOGS.demand(actor)
    at, item, last = _read_cursor(after, str, int, int) if after else (None, None, None)
    values = _values(sought) | {"at": _instant(at), "item": item, "last": last}
    values["begin"] = values["begin"] or _midnight(today - timedelta(days=DAYS))
    rows = _page(ItemLogLine, _MOVES, values, limit)
    if len(rows) <= limit:
        return rows, None
    edge = rows[limit - 1]
    return rows[:limit], _cursor(edge.at.isoformat(), edge.item_id, edge.seq)


def _page(shape: type[Any], query: str, values: dict[str, Any], limit: int) -> list[Any]:
    with connect() as connection, connection.cursor(row_factory=class_row(shape)) as cursor:
        return cursor.execute(query, values | {"limit": min(limit, MOST) + 1}).fetchall()


def _values(sought: LogFilter) -> dict[str, Any]:
    return {
        "kind": sought.kind,
        "words": words_of(sought.person),
        "number": narrow(fitting(sought.number)).upper(),
        "begin": _midnight(sought.begin),
        "end": _midnight(sought.end + timedelta(days=1)) if sought.end else None,
    }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), settings().zone) if day else None


def _cursor(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _read_cursor(cursor: str, *kinds: type) -> Sequence[Any]:
    """Return the values in a cursor.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        fits = [type(v) is k for v, k in zip(values, kinds, strict=True)]
        if not all(fits) or any(isinstance(v, int) and not 0 < v < 2**63 for v in values):
            raise ValueError(cursor)
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput(BAD_CURSOR) from error
    position: Sequence[Any] = values
    return position


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(BAD_CURSOR) from error
