"""Prove the journal: every entry hashed right, none missing, from the first or the last cut on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any

from psycopg.rows import dict_row

from workflow.platform import Connection
from workflow.words import Words

NAME = "journal"
GENESIS = "0" * 64
_VERSION = "rectify-journal-1"
_ENTRIES = "SELECT *, details::text AS told FROM journal ORDER BY seq NULLS FIRST, id"
# A cut is good at a seal that was six months old: the signature holds what went before it.
_CUT = """
    SELECT cut.seq, cut.hash FROM (
        SELECT (details ->> 'seq')::bigint AS seq, details ->> 'hash' AS hash, at FROM journal
         WHERE kind = 'journal_cut' ORDER BY seq DESC LIMIT 1) AS cut
      JOIN seal_leaves l ON l.item_id = 0 AND l.seq = cut.seq AND l.hash = cut.hash
      JOIN seals s ON s.no = l.seal_no AND s.at < cut.at - interval '6 months'
     ORDER BY s.no LIMIT 1"""
_BATCH = 2_000

_HASH = Words("日志内容与哈希不符", "the entry's content does not match its hash")
_LINK = Words("没有接上前一条的哈希", "the entry does not link to the one before it")
_GAP = Words("日志序号不连续，应为{expected}", "the sequence has a gap: {expected} was expected")
_LOOSE = Words("日志没有编入链中", "the entry is not part of the chain")


def faults(connection: Connection) -> Iterator[tuple[str, int, Words]]:
    """Yield the first wrong entry, if any, as (name, sequence number, fault)."""
    cut = connection.execute(_CUT).fetchone()
    seq, prev = cut or (0, GENESIS)
    with connection.transaction(), connection.cursor("journal", row_factory=dict_row) as cursor:
        cursor.itersize = _BATCH
        for expected, entry in enumerate(cursor.execute(_ENTRIES), start=seq + 1):
            if wrong := _wrong(entry, expected, prev):
                yield NAME, entry["seq"] or 0, wrong
                return
            prev = entry["hash"]


def count(connection: Connection) -> int:
    """Return how many entries there are."""
    row = connection.execute("SELECT count(*) FROM journal").fetchone()
    return int(row[0]) if row else 0


def _wrong(entry: dict[str, Any], expected: int, prev: str) -> Words | None:
    if entry["seq"] is None:
        return _LOOSE
    if entry["seq"] != expected:
        return _GAP.format(expected=expected)
    if entry["prev_hash"] != prev:
        return _LINK
    return None if entry_hash(entry) == entry["hash"] else _HASH


def entry_hash(entry: dict[str, Any]) -> str:
    """Return the hash (hex) over every column of an entry, each preceded by its length."""
    at = entry["at"].astimezone(UTC).isoformat(timespec="microseconds")
    parts = (
        _VERSION, entry["id"], entry["seq"], entry["prev_hash"], at,
        entry["kind"], entry["actor_id"], entry["actor_name"], entry["account_id"],
        entry["address"], entry["subject_kind"], entry["subject_id"], entry["told"],
    )  # fmt: skip
    return measured_hash(parts)


def measured_hash(parts: Iterable[object]) -> str:
    """Return the hash (hex) over texts, each preceded by its length; ``None`` is a dash."""
    return sha256(b",".join(_measured(part) for part in parts)).hexdigest()


def _measured(part: object) -> bytes:
    if part is None:
        return b"-"
    text = str(part).encode()
    return f"{len(text)}:".encode() + text
