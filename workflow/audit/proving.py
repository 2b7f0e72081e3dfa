"""Prove the whole record: trail, rows, seals, anchors outside, and evidence.

A proof names its foundations, too, and its gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow.audit import anchors, row_chain, seal_keys
from workflow.audit.verifying import TrailFault, count, verify
from workflow.evidence import references
from workflow.platform import Connection
from workflow.words import Words

_KEYS = """
    SELECT key_id, min(no), max(no), count(*) FROM seals GROUP BY key_id ORDER BY min(no)"""
_OPEN = """
    SELECT count(*) FROM items i
     WHERE NOT EXISTS (SELECT FROM seal_leaves l WHERE l.item_id = i.id AND l.seq = i.version)"""
_SIGNED = Words(
    "密钥 {key} 签了 {count} 次封存（第{first}至{last}号）",
    "key {key} signed {count:seal|seals} ({first} to {last})",
)
_OLDER = Words("（未注明）", "(not named)")
_NO_SEALS = Words(
    "还没有封存：事件只由哈希链证明，改写整条链的人不会被发现",
    "nothing is sealed: events are proven by their chain only, and whoever rewrites a whole chain "
    "is not seen",
)
_UNSEALED = Words(
    "{count}个事项的最新事件尚未封存", "the newest event of {count:item|items} is not sealed yet"
)
_NO_ANCHOR = Words(
    "没有用外部锚点核对（--anchor）：整库换成旧副本或截去末尾时，只能靠本机记住的封存发现",
    "no anchor from outside was compared (--anchor): an older copy in place of the database, or an "
    "end cut off, shows only by the seal that this machine remembers",
)
_NOT_REMEMBERED = Words("本机没有记住任何封存", "this machine remembers no seal of its own")


@dataclass(frozen=True, slots=True)
class TrailProof:
    """Faults, foundations and gaps of a proof."""

    faults: tuple[TrailFault, ...]
    rests_on: tuple[Words, ...]
    not_proven: tuple[Words, ...]
    events: int
    files: int


def prove(
    connection: Connection,
    progress: Callable[[int], None] = lambda _: None,
    anchor_files: tuple[Path, ...] = (),
) -> TrailProof:
    """Prove everything; ``progress`` hears of events.

    Raises ``BadInput`` for a file without an anchor.
    """
    wrong = [TrailFault(*fault) for fault in anchors.faults(connection, *anchor_files)]
    wrong += verify(connection, progress)
    wrong += [TrailFault(*fault) for fault in row_chain.faults(connection)]
    files = references.references(connection)
    wrong += [
        TrailFault(found.number, 0, words) for found in files if (words := references.fault(found))
    ]
    less = tuple(_not_proven(connection, anchored=bool(anchor_files)))
    rests_on = tuple(_rests_on(connection))
    return TrailProof(tuple(wrong), rests_on, less, count(connection), len(files))


def _rests_on(connection: Connection) -> Iterator[Words]:
    known = seal_keys.published(connection)
    for key_id, first, last, many in connection.execute(_KEYS).fetchall():
        key = key_id if key_id in known else Words(*(f"{key_id} {w}".strip() for w in _OLDER))
        yield _SIGNED.format(key=key, first=first, last=last, count=many)


def _not_proven(connection: Connection, *, anchored: bool) -> Iterator[Words]:
    sealed = connection.execute("SELECT count(*) FROM seals").fetchone()
    unsealed = connection.execute(_OPEN).fetchone()
    if words := row_chain.known_since(connection):
        yield words
    if not (sealed and sealed[0]):
        yield _NO_SEALS
        return
    if unsealed and unsealed[0]:
        yield _UNSEALED.format(count=unsealed[0])
    if not anchored:
        yield _NO_ANCHOR
        if not anchors.head_file().exists():
            yield _NOT_REMEMBERED
