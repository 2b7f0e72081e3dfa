"""Prove the trail: every event hashed right, every item equal to the sum of its events.

Reads only; walks the events of each item in order and names the first wrong one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from psycopg.rows import dict_row

from workflow.audit import sealing
from workflow.declaration import pack
from workflow.engine import earlier_documents, event_fold
from workflow.engine.event_hash import COLUMNS, GENESIS, event_hash, instant
from workflow.engine.loading import COLUMNS as ITEM_COLUMNS
from workflow.engine.loading import INSTANTS
from workflow.journal import verification
from workflow.platform import Connection
from workflow.words import Words

_EVENTS = """SELECT e.*, i.number FROM events e LEFT JOIN items i ON i.id = e.item_id
              ORDER BY e.item_id, e.seq"""
_BATCH = 2_000
_TOGETHER = 500  # items whose rows are read at once

_HASH = Words("事件内容与哈希不符", "the event's content does not match its hash")
_LINK = Words("没有接上前一事件的哈希", "the event does not link to the one before it")
_GAP = Words("事件序号不连续，应为{expected}", "the sequence has a gap: {expected} was expected")
_JUMP = Words("起始状态与上一事件不接", "the event begins in a state the item was not in")
_LANDS = Words("到达状态与记录的变更不符", "the event's state and its changes do not agree")
_COLUMN = Words(
    "事项的“{column}”与事件推出的不一致", 'the item\'s "{column}" is not what its events say'
)
_NO_ITEM = Words("有事件而没有事项", "there are events but no item")
_NO_EVENTS = Words("有事项而没有事件", "there is an item without events")
_MISSING = Words("编号缺失", "this number was given out and is missing")


@dataclass(frozen=True, slots=True)
class TrailFault:
    """A fault: the item, the event (0: none in particular) and the sentence."""

    number: str
    seq: int
    words: Words


def verify(
    connection: Connection, progress: Callable[[int], None] = lambda _: None
) -> list[TrailFault]:
    """Return the first fault of every item and of the journal, missing numbers and broken seals."""
    faults: list[TrailFault] = []
    with connection.transaction(), connection.cursor("trail", row_factory=dict_row) as cursor:
        cursor.itersize = _BATCH
        cursor.execute(_EVENTS)
        items = (list(events) for _, events in groupby(cursor, key=lambda e: e["item_id"]))
        while some := list(islice(items, _TOGETHER)):
            faults.extend(_check(connection, some))
            progress(sum(map(len, some)))
    faults.extend(_without_events(connection))
    faults.extend(_missing_numbers(connection))
    faults.extend(TrailFault(*wrong) for wrong in verification.faults(connection))
    faults.extend(TrailFault(*wrong) for wrong in earlier_documents.faults(connection))
    faults.extend(TrailFault(*wrong) for wrong in sealing.faults(connection))
    return faults


def count(connection: Connection) -> int:
    """Return how many events there are."""
    row = connection.execute("SELECT count(*) FROM events").fetchone()
    return int(row[0]) if row else 0


def _check(connection: Connection, items: list[list[dict[str, Any]]]) -> Iterator[TrailFault]:
    """Yield at most one fault per item: the first wrong event, or the first differing column."""
    ids = [events[0]["item_id"] for events in items]
    cursor = connection.cursor(row_factory=dict_row)
    cursor.execute("SELECT * FROM items WHERE id = ANY (%s)", [ids])
    rows = {row["id"]: row for row in cursor}
    for events in items:
        fault = _walk(events) or _compare(events, rows.get(events[0]["item_id"]))
        if fault:
            yield fault


def _walk(events: list[dict[str, Any]]) -> TrailFault | None:
    prev, state = GENESIS, ""
    for expected, event in enumerate(events, start=1):
        if wrong := _wrong(event, expected, prev, state):
            return TrailFault(_name(events), event["seq"], wrong)
        prev, state = event["hash"], event["dest"]
    return None


def _name(events: list[dict[str, Any]]) -> str:
    return events[0]["number"] or f"#{events[0]['item_id']}"


def _wrong(event: dict[str, Any], expected: int, prev: str, state: str) -> Words | None:
    if event["seq"] != expected:
        return _GAP.format(expected=expected)
    if event["prev_hash"] != prev:
        return _LINK
    if event_hash({**{c: event[c] for c in COLUMNS}, "at": instant(event["at"]),
                   "prev_hash": prev}) != event["hash"]:  # fmt: skip
        return _HASH
    if event["source"] != state:
        return _JUMP
    return _LANDS if event["changes"].get("state", state) != event["dest"] else None


def _compare(events: list[dict[str, Any]], row: dict[str, Any] | None) -> TrailFault | None:
    """Rebuild the item from its events and return the first difference from the row."""
    last = events[-1]
    if row is None:
        return TrailFault(_name(events), last["seq"], _NO_ITEM)
    rebuilt = rebuild(events)
    for column in ITEM_COLUMNS:
        stored = row[column]
        if column in INSTANTS and stored is not None:
            stored = instant(stored)
        if stored != rebuilt.get(column):
            return TrailFault(_name(events), last["seq"], _COLUMN.format(column=column))
    return None


def rebuild(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the columns of an item rebuilt from its events, instants as text."""
    columns: dict[str, Any] = {}
    for event in events:
        columns |= event_fold.columns(event["list_key"], event["changes"])
    return columns | {
        "version": events[-1]["seq"],
        "head": events[-1]["hash"],
        "created_at": instant(events[0]["at"]),
        "updated_at": instant(events[-1]["at"]),
    }


def _without_events(connection: Connection) -> Iterator[TrailFault]:
    rows = connection.execute(
        "SELECT number FROM items i WHERE NOT EXISTS"
        " (SELECT FROM events e WHERE e.item_id = i.id) ORDER BY id"
    )
    return (TrailFault(row[0], 0, _NO_EVENTS) for row in rows.fetchall())


def _missing_numbers(connection: Connection) -> Iterator[TrailFault]:
    """Yield a fault for each number given out and missing: numbers have no gaps."""
    for list_key, year, value in connection.execute("SELECT * FROM counters").fetchall():
        prefix = pack().lists[list_key].prefix if list_key in pack().lists else list_key
        rows = connection.execute(
            "SELECT n.number FROM (SELECT %s || %s || '-' || lpad(i::text, greatest(4,"
            " length(i::text)), '0') AS number FROM generate_series(1, %s) AS i) AS n"
            " WHERE NOT EXISTS (SELECT FROM items WHERE items.number = n.number)",
            [prefix, str(year), value],
        )
        for row in rows.fetchall():
            yield TrailFault(row[0], 0, _MISSING)
