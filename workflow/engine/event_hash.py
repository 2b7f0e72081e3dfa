"""The hashed bytes: a canonical form, the same for writing and for verifying."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
_VERSION = "rectify-event-1"
COLUMNS = (
    "item_id", "seq", "list_key", "at", "trigger", "source", "dest", "actor_id", "actor_name",
    "behind_id", "comment", "changes",
)  # fmt: skip


_CANONICAL = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)


def instant(value: datetime) -> str:
    """Write an instant in UTC with microseconds, always in the same form."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces; PostgreSQL's JSON gives the same bytes."""
    return _CANONICAL.encode(value).encode()


def event_hash(event: dict[str, Any]) -> str:
    """Hash every column of an event over the hash of the event before (hex SHA-256)."""
    content = [_VERSION, event["prev_hash"], *(event[column] for column in COLUMNS)]
    return hashlib.sha256(canonical(content)).hexdigest()
