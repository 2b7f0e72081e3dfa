"""The hashed bytes: a canonical form, the same for writing and for verifying."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

import orjson

GENESIS = "0" * 64
_VERSION = "rectify-event-1"
COLUMNS = (
    "item_id", "seq", "list_key", "at", "trigger", "source", "dest", "actor_id", "actor_name",
    "behind_id", "comment", "changes",
)  # fmt: skip


class EventRow(TypedDict):
    """An event of an item; every column but the last two is hashed, in the order of ``COLUMNS``."""

    item_id: int
    seq: int  # version that the event gave the item
    list_key: str
    at: str  # instant, as ``instant`` writes it
    trigger: str
    source: str  # state before
    dest: str  # state after
    actor_id: int | None
    actor_name: str
    behind_id: int | None  # the absent person for whom a delegate acted
    comment: str
    changes: dict[str, Any]  # changed columns of the item with their new values, and ``note``
    prev_hash: str
    hash: str


def instant(value: datetime) -> str:
    """Write an instant in UTC with microseconds, always in the same form."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces; PostgreSQL's JSON gives the same bytes.

    Without floats, which no field and no note has: for these each library has a form of its own.
    """
    return orjson.dumps(value, default=_listed, option=orjson.OPT_SORT_KEYS)


def _listed(value: Any) -> list[Any]:
    """Return a named tuple as a list.

    Raises ``TypeError`` for any other value without a form in JSON.
    """
    if isinstance(value, tuple):
        return [*value]
    raise TypeError(f"no JSON: {type(value).__name__}")


def hashed_text(event: Mapping[str, Any]) -> bytes:
    """Return the hashed bytes of an event: every column, after the hash of the event before."""
    return canonical([_VERSION, event["prev_hash"], *(event[column] for column in COLUMNS)])


def event_hash(event: Mapping[str, Any]) -> str:
    """Hash every column of an event over the hash of the event before (hex SHA-256)."""
    return hashlib.sha256(hashed_text(event)).hexdigest()
