"""The history of registers: author, time and changes of entries; rows are written once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from workflow.declaration import Actor
from workflow.platform import Connection

_WRITE = """
    INSERT INTO register_changes (register, entry, version, act, at, actor_id, behind_id,
                                  actor_name, reason, changes)
    VALUES (%(register)s::text, %(entry)s::text,
            1 + coalesce((SELECT max(version) FROM register_changes
                           WHERE register = %(register)s::text AND entry = %(entry)s::text),
                         %(kept)s),
            %(act)s, %(at)s, %(person)s, %(behind)s, %(name)s, %(reason)s, %(changes)s)
    RETURNING version"""


def record_change(
    connection: Connection, actor: Actor, register: str, entry: object, act: str, at: datetime,
    changes: Mapping[str, list[Any]], reason: str = "",
) -> int:  # fmt: skip
    """Write a change, each field with its values before and after; return the new version.

    Of two changes at once the second fails on the version, so that neither overwrites the other.
    """
    told = Jsonb(changes, dumps=lambda value: json.dumps(value, ensure_ascii=False, default=str))
    values = {
        "register": register, "entry": str(entry), "act": act, "at": at, "reason": reason,
        "person": actor.person_id, "behind": actor.behind, "name": actor.name, "changes": told,
        "kept": int(act != "add"),  # what was there before its history has a first version, too
    }  # fmt: skip
    row = connection.execute(_WRITE, values).fetchone()
    assert row  # noqa: S101 -- an aggregate has one row
    return int(row[0])


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return [value before, value after] of each changed field."""
    return {
        key: [before.get(key), after.get(key)]
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    }
