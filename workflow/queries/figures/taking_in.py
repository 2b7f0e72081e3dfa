"""The job for reading new events into the spans: decisions never wait for the figures.

An item is read anew as a whole as soon as its version is not the one that its spans have; so a job
that is lost, late or doubled changes nothing, and a rebuild is the same work for all items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from psycopg.types.json import Jsonb

from workflow.declaration import pack
from workflow.engine.loading import CLOCK
from workflow.platform import Connection, connect
from workflow.queries.figures.folding import FOREVER, FoldedSpan, Moved, shape, spans_of

_LOCK = 0x4649_4755  # the advisory lock of the one job that reads
_TOGETHER = 500  # items of one transaction
_MOST = 20_000  # items of one run; the next goes on
_AGAIN = timedelta(minutes=15)  # by how much an event may be younger than its instant
_WHOLE = timedelta(hours=1)  # after which every item is looked at, whatever its instants say
_KEY = "figures"  # in the table of the instance
# Whoever writes now has an instant that lies before the end of the writing: what is known is
# whole up to the oldest of them. A statement that only reads holds it up for a minute at most.
_STANDING = f"""
    SELECT least({CLOCK}, (
             SELECT min(xact_start) - interval '1 microsecond' + (({CLOCK}) - now())
               FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND (backend_xid IS NOT NULL OR xact_start > now() - interval '1 minute'))),
           (SELECT value FROM instance WHERE key = '{_KEY}')"""  # noqa: S608 -- fixed texts only
_CHANGED = """
    SELECT i.id FROM items i LEFT JOIN item_spans s ON s.item_id = i.id AND s.until_at = 'infinity'
     WHERE s.version IS DISTINCT FROM i.version
       AND (%(since)s::timestamptz IS NULL
            OR (i.list_key = ANY (%(lists)s) AND i.updated_at >= %(since)s))
     ORDER BY i.id LIMIT %(most)s"""
_EVENTS = """
    SELECT item_id, list_key, seq, at, trigger, changes FROM events
     WHERE item_id = ANY (%s) ORDER BY item_id, seq"""
_COLUMNS = (
    "item_id", "list_key", "seq", "version", "trigger", "from_at", "until_at", "left_state",
    "title", "state", "state_since", "awaits", "severity", "unit_id", "scope", "holder_id",
    "due_at", "round", "evidence", "data", "process",
)  # fmt: skip
_COPY = f"COPY item_spans ({', '.join(_COLUMNS)}) FROM STDIN"
_NOTE = f"""
    INSERT INTO instance (key, value) VALUES ('{_KEY}', %s)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value"""  # noqa: S608 -- fixed texts only


class Reached(NamedTuple):
    """Up to when events are read, and when every item was looked at last."""

    at: datetime
    whole: datetime


class _Standing(NamedTuple):
    """Up to when events can be read, whether the spans have the shape, and up to when they are."""

    now: datetime
    fits: bool
    reached: Reached | None


def standing() -> Reached | None:
    """Return up to when the spans are known; nothing before they have been made once."""
    with connect() as connection:
        return _standing(connection).reached


def take_in() -> int:
    """Read new events into the spans; return the number of items read."""
    with connect() as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
        if not row or not row[0]:
            return 0
        try:
            found = _standing(connection)
            if not found.fits:
                _forget(connection)
            return _take_in(connection, found.now, found.reached)
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def rebuild() -> int:
    """Forget the spans and make them again from the events; return the number of items."""
    with connect() as connection, connection.transaction():
        connection.execute("DELETE FROM item_spans")
        connection.execute("DELETE FROM instance WHERE key = %s", [_KEY])
    total = 0
    while some := take_in():
        total += some
    return total


def _take_in(connection: Connection, now: datetime, before: Reached | None) -> int:
    whole = before is None or now - before.whole >= _WHOLE
    since = None if before is None or whole else before.at - _AGAIN
    values = {"since": since, "lists": list(pack().lists), "most": _MOST}
    ids = [row[0] for row in connection.execute(_CHANGED, values)]
    for start in range(0, len(ids), _TOGETHER):
        _read(connection, ids[start : start + _TOGETHER])
    if len(ids) < _MOST:
        _note(connection, Reached(now, now if whole or before is None else before.whole))
    return len(ids)


def _standing(connection: Connection) -> _Standing:
    row = connection.execute(_STANDING.encode()).fetchone()
    assert row  # noqa: S101 -- a SELECT without FROM has one row
    kept = json.loads(row[1]) if row[1] else {}
    fits = kept.get("shape") == shape()
    if not fits or "at" not in kept:
        return _Standing(row[0], fits, None)
    moments = (datetime.fromisoformat(kept[name]) for name in ("at", "whole"))
    return _Standing(row[0], fits, Reached(*moments))


def _forget(connection: Connection) -> None:
    """Forget the spans, made by another version of other columns."""
    with connection.transaction():
        connection.execute("DELETE FROM item_spans")
        connection.execute(_NOTE.encode(), [json.dumps({"shape": shape()})])


def _note(connection: Connection, reached: Reached) -> None:
    kept = {"at": reached.at.isoformat(), "whole": reached.whole.isoformat(), "shape": shape()}
    connection.execute(_NOTE.encode(), [json.dumps(kept)])


def _read(connection: Connection, ids: Sequence[int]) -> None:
    """Make the spans of some items anew, in one transaction."""
    with connection.transaction():
        events = connection.execute(_EVENTS, [list(ids)]).fetchall()
        connection.execute("DELETE FROM item_spans WHERE item_id = ANY (%s)", [list(ids)])
        with connection.cursor() as cursor, cursor.copy(_COPY.encode()) as copy:
            for (item_id, list_key), of_item in groupby(events, key=lambda e: (e[0], e[1])):
                moves = (
                    Moved(seq=seq, at=at, trigger=trigger, changes=changes)
                    for _, _, seq, at, trigger, changes in of_item
                )
                for span in spans_of(list_key, moves):
                    copy.write_row([item_id, list_key, *_values(span)])


def _values(span: FoldedSpan) -> Iterator[object]:
    yield from (span.seq, span.version, span.trigger, span.begin, span.until or FOREVER, span.left)
    for column in _COLUMNS[8:]:
        value = span.facts[column]
        yield Jsonb(value) if column in ("data", "process") else value
