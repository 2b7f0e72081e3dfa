"""Remembered layouts: the corrected meanings of a table, by the names of the columns."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from workflow.declaration import Actor
from workflow.imports.ledger.names import plain
from workflow.imports.ledger.wishes import Wishes
from workflow.imports.reach import ImportReach
from workflow.platform import Connection
from workflow.words import Words

_RECALL = """
    SELECT l.columns, l.values, l.by_name, l.at
      FROM import_layouts l JOIN units u ON u.id = l.unit_id
     WHERE l.fingerprint = %(fingerprint)s
       AND (%(top)s OR %(path)s LIKE u.path || '%%')
     ORDER BY length(u.path) DESC, l.at DESC LIMIT 1"""
_REMEMBER = """
    INSERT INTO import_layouts (unit_id, fingerprint, columns, values, by_id, by_name, at)
    SELECT id, %(fingerprint)s, %(columns)s, %(values)s, %(by)s, %(name)s, %(at)s
      FROM units WHERE path = %(path)s
    ON CONFLICT (unit_id, fingerprint) DO UPDATE
       SET columns = EXCLUDED.columns, values = EXCLUDED.values, by_id = EXCLUDED.by_id,
           by_name = EXCLUDED.by_name, at = EXCLUDED.at"""
_FORGET = """
    DELETE FROM import_layouts l USING units u
     WHERE u.id = l.unit_id AND l.fingerprint = %(fingerprint)s AND u.path = %(path)s"""
_READ_AS_BEFORE = Words(
    "这种表格以前导入过：列和值按 {name} 于 {day} 核对的对应关系读取。",
    "A table of this layout came in before: columns and values are read as {name} settled them "
    "on {day}.",
)


@dataclass(frozen=True, slots=True)
class LedgerLayout:
    """The remembered meanings of a layout, and their author."""

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    by_name: str
    at: datetime

    @property
    def told(self) -> Words:
        """The sentence for the next import of the layout."""
        return _READ_AS_BEFORE.format(name=self.by_name, day=self.at.date())


def fingerprint(names: Iterable[str]) -> str:
    """Return the fingerprint of a layout: of the names of the columns, in any order."""
    told = json.dumps(sorted({plain(name) for name in names}), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def recall(connection: Connection, layout: str, actor: Actor) -> LedgerLayout | None:
    """Return the layout as remembered nearest to the actor's unit, or ``None``."""
    path = ImportReach.of(actor).paths[0]
    values = {"fingerprint": layout, "path": path, "top": actor.is_system}
    return (
        connection.cursor(row_factory=class_row(LedgerLayout)).execute(_RECALL, values).fetchone()
    )


def remember(
    connection: Connection, layout: str, wishes: Wishes, actor: Actor, now: datetime
) -> None:
    """Remember the meanings of a layout for the actor's unit; without meanings, forget them."""
    path = ImportReach.of(actor).paths[0]
    values = {kind: dict(words) for kind, words in wishes.values.items() if words}
    told = {
        "fingerprint": layout, "columns": Jsonb(dict(wishes.columns)), "values": Jsonb(values),
        "by": actor.person_id, "name": actor.name, "at": now, "path": path,
    }  # fmt: skip
    connection.execute(_REMEMBER if wishes.columns or values else _FORGET, told)
