"""Seals: signed Merkle checkpoints over the newest event of every moved item.

The journal's newest entry is a leaf besides, under the number 0, used by no item, and the newest
change of a chained row (``row_chain``) under -1.

Each seal covers the events since the seal before and is chained to the seal before, so that
rewriting history needs the signing key, kept outside of the database (``seal_keys``), and is seen
by whoever keeps an older seal outside (``anchors``). The text of a seal is four
lines, checkable by any tool.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.rows import dict_row

from workflow.audit import anchors, seal_keys
from workflow.audit.anchors import Anchor
from workflow.audit.seal_keys import PublishedKey
from workflow.engine.event_hash import GENESIS, instant
from workflow.platform import Connection
from workflow.words import Words

_LOCK = 0x5345_414C

_SIGNATURE = Words("封存签名无效", "the seal's signature is not valid")
_NO_KEY = Words(
    "封存未得到证明：签名密钥 {key} 没有公布",
    "the seal is not proven: its key {key} is not published",
)
_CERTIFICATE = Words(
    "封存密钥的证书无效", "the key was not signed by the key that it is said to follow"
)
_CHAIN = Words("封存没有接上前一个", "the seal does not link to the one before it")
_ROOT = Words("封存内容与根哈希不符", "the seal's leaves do not give its root")
_LEAF = Words("事件与封存时不同", "the event is not the one that was sealed")
_LOST = Words("封存过的事件不见了", "an event that was sealed is gone")
_INSERT = """
    INSERT INTO seals (no, at, size, root, prev_hash, hash, signature, key_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
_NEW = """
SELECT id, version, head FROM items i
 WHERE NOT EXISTS (SELECT FROM seal_leaves l WHERE l.item_id = i.id AND l.seq = i.version)
UNION ALL
SELECT * FROM (SELECT 0, seq, hash FROM journal WHERE seq IS NOT NULL
                ORDER BY seq DESC LIMIT 1) AS newest (id, version, head)
 WHERE NOT EXISTS (SELECT FROM seal_leaves l WHERE l.item_id = 0 AND l.seq = newest.version)
UNION ALL
SELECT * FROM (SELECT -1, seq, hash FROM row_changes WHERE seq IS NOT NULL
                ORDER BY seq DESC LIMIT 1) AS newest (id, version, head)
 WHERE NOT EXISTS (SELECT FROM seal_leaves l WHERE l.item_id = -1 AND l.seq = newest.version)
 ORDER BY id"""
_CHANGED = """
SELECT l.seal_no, l.item_id, l.seq, e.hash, i.number
  FROM seal_leaves l LEFT JOIN events e ON e.item_id = l.item_id AND e.seq = l.seq
  LEFT JOIN items i ON i.id = l.item_id
 WHERE l.item_id > 0 AND e.hash IS DISTINCT FROM l.hash
UNION ALL
SELECT l.seal_no, 0, l.seq, j.hash, 'journal'
  FROM seal_leaves l LEFT JOIN journal j ON j.seq = l.seq
 WHERE l.item_id = 0 AND j.hash IS DISTINCT FROM l.hash
   AND l.seq > (SELECT coalesce(max((details ->> 'seq')::bigint), 0) FROM journal
                 WHERE kind = 'journal_cut')
UNION ALL
SELECT l.seal_no, -1, l.seq, c.hash, 'row_changes'
  FROM seal_leaves l LEFT JOIN row_changes c ON c.seq = l.seq
 WHERE l.item_id = -1 AND c.hash IS DISTINCT FROM l.hash
 ORDER BY 1, 2"""


def seal(connection: Connection, now: datetime) -> int:
    """Seal the items moved since the last seal; return the number of leaves.

    Raises ``NotPossible`` where the newest seal that this node knows is not in the database: what
    was put in its place is not sealed.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        anchors.demand_known(connection)
        leaves = connection.execute(_NEW).fetchall()
        if not leaves:
            return 0
        made = _seal(connection, now, leaves)
    anchors.remember(made)
    return len(leaves)


def _seal(connection: Connection, now: datetime, leaves: Sequence[Any]) -> Anchor:
    row = connection.execute("SELECT no, hash FROM seals ORDER BY no DESC LIMIT 1").fetchone()
    no, prev = (row[0] + 1, row[1]) if row else (1, GENESIS)
    root = merkle_root([_leaf(*leaf) for leaf in leaves])
    text = _text(no, instant(now), len(leaves), root, prev)
    key_id, key = seal_keys.signing_key(connection, now)
    values = [no, now, len(leaves), root, prev, _digest(text), key.sign(text).hex(), key_id]
    connection.execute(_INSERT, values)
    connection.cursor().executemany(
        "INSERT INTO seal_leaves (seal_no, item_id, seq, hash) VALUES (%s, %s, %s, %s)",
        [(no, *leaf) for leaf in leaves],
    )
    return Anchor(no, instant(now), _digest(text))


def faults(connection: Connection) -> Iterator[tuple[str, int, Words]]:
    """Yield (number, event, fault) for every broken seal and every changed sealed event."""
    prev, keys = GENESIS, seal_keys.accepted(connection)
    cursor = connection.cursor(row_factory=dict_row)
    for row in cursor.execute("SELECT * FROM seals ORDER BY no").fetchall():
        wrong = _wrong(connection, row, prev, keys)
        if wrong:
            yield f"seal {row['no']}", 0, wrong
        prev = row["hash"]
    for key_id in seal_keys.uncertified(connection):
        yield f"key {key_id}", 0, _CERTIFICATE
    for no, item_id, seq, exists, number in connection.execute(_CHANGED).fetchall():
        yield number or f"#{item_id} (seal {no})", seq, _LEAF if exists else _LOST


def _wrong(
    connection: Connection, row: dict[str, Any], prev: str, keys: Mapping[str, PublishedKey]
) -> Words | None:
    if row["prev_hash"] != prev:
        return _CHAIN
    leaves = connection.execute(
        "SELECT item_id, seq, hash FROM seal_leaves WHERE seal_no = %s ORDER BY item_id",
        [row["no"]],
    ).fetchall()
    if merkle_root([_leaf(*leaf) for leaf in leaves]) != row["root"]:
        return _ROOT
    text = _text(row["no"], instant(row["at"]), row["size"], row["root"], prev)
    if _digest(text) != row["hash"] or row["size"] != len(leaves):
        return _ROOT
    return _unsigned(row, text, keys)


def _unsigned(row: dict[str, Any], text: bytes, keys: Mapping[str, PublishedKey]) -> Words | None:
    """Return the fault of the signature; a seal from before key ids may be by any key."""
    named = [keys[row["key_id"]]] if row["key_id"] in keys else []
    possible = named if row["key_id"] else [*keys.values()]
    if not possible:
        return _NO_KEY.format(key=row["key_id"] or "?")
    return None if any(key.signed(row["signature"], text) for key in possible) else _SIGNATURE


def merkle_root(leaves: Sequence[bytes]) -> str:
    """Return the root over hashed leaves (hex); an odd leaf is carried up unchanged."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex() if level else GENESIS


def _leaf(item_id: int, seq: int, event_hash: str) -> bytes:
    return hashlib.sha256(b"\x00" + f"{item_id}:{seq}:{event_hash}".encode()).digest()


def _text(no: int, at: str, size: int, root: str, prev: str) -> bytes:
    return f"rectify-seal-1 {no} {at}\n{size}\n{root}\n{prev}\n".encode()


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
