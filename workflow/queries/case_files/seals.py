"""The seals over the items of a case file, from the first that holds one of them to the last."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from workflow.engine.event_hash import instant
from workflow.platform import Connection

_SEALED = """
    SELECT DISTINCT ON (l.item_id) l.item_id, l.seal_no, l.seq
      FROM seal_leaves l WHERE l.item_id = ANY(%s) ORDER BY l.item_id, l.seq DESC"""
_LEAVES = "SELECT item_id, seq, hash FROM seal_leaves WHERE seal_no = %s ORDER BY item_id"
_SEALS = """
    SELECT no, at, size, root, prev_hash, hash, signature, key_id FROM seals
     WHERE no >= %s ORDER BY no"""
_KEYS = "SELECT id, public, certified_by, certificate FROM seal_keys ORDER BY published_at, id"


def proofs(connection: Connection, numbers: dict[int, str]) -> dict[str, Any]:
    """Return what proves the items (number by id): proofs, seals up to the last, and keys.

    An item that is not sealed yet has ``None`` for its proof.
    """
    rows = connection.execute(_SEALED, [[*numbers]]).fetchall()
    items: dict[str, Any] = dict.fromkeys(numbers.values())
    for item_id, seal, seq in rows:
        leaves = connection.execute(_LEAVES, [seal]).fetchall()
        items[numbers[item_id]] = {
            "item": item_id, "seal": seal, "seq": seq, "path": _path(leaves, item_id),
        }  # fmt: skip
    first = min((seal for _, seal, _ in rows), default=None)
    sealed = connection.execute(_SEALS, [first]).fetchall() if first is not None else []
    keys = connection.execute(_KEYS).fetchall() if sealed else []
    return {
        "items": items,
        "seals": [[no, instant(at), *rest] for no, at, *rest in sealed],
        "keys": [dict(zip(("id", "public", "certified_by", "certificate"), key, strict=True))
                 for key in keys],
    }  # fmt: skip


def _path(leaves: Sequence[Any], item_id: int) -> list[list[str]]:
    """Return the hashes that lead from the leaf of an item to the root, each with its side."""
    level = [hashlib.sha256(b"\0" + f"{i}:{seq}:{of}".encode()).digest() for i, seq, of in leaves]
    place, found = [leaf[0] for leaf in leaves].index(item_id), []
    while len(level) > 1:
        other = place ^ 1
        if other < len(level):
            found.append(["left" if other < place else "right", level[other].hex()])
        level, place = _above(level), place // 2
    return found


def _above(level: Sequence[bytes]) -> list[bytes]:
    pairs: Iterable[tuple[bytes, bytes]] = zip(level[::2], level[1::2], strict=False)
    above = [hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs]
    return above + ([level[-1]] if len(level) % 2 else [])
