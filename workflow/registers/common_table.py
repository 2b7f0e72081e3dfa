"""The store of every register without a table of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from workflow.declaration import (
    ANYWHERE,
    FIRST,
    LAST,
    UNIT,
    Actor,
    Register,
    RegisterChange,
    RegisterEntry,
    Store,
)
from workflow.engine.unit_of_work import STALE
from workflow.errors import StaleItem

_ROWS = """
    SELECT e.id::text AS id, e.unit_id, coalesce(u.path, '/') AS path, u.name AS unit_zh,
           u.name_en AS unit_en, e.data, e.valid_from, e.valid_to, e.version, e.made_at, e.made_by
      FROM register_entries e LEFT JOIN units u ON u.id = e.unit_id
     WHERE e.register = %(register)s
       AND EXISTS (SELECT FROM unnest(%(paths)s::text[]) AS p (path)
                    WHERE starts_with(coalesce(u.path, '/'), p.path))"""
_ADD = """
    INSERT INTO register_entries (register, unit_id, data, valid_from, valid_to, version, made_at,
                                  made_by_id, made_by)
    VALUES (%(register)s, %(unit)s, %(data)s, %(first)s, %(last)s, 1, %(at)s, %(person)s, %(name)s)
    RETURNING id"""
_CHANGE = """
    UPDATE register_entries
       SET unit_id = %(unit)s, data = %(data)s, valid_from = %(first)s, valid_to = %(last)s,
           version = version + 1
     WHERE id = %(id)s AND version = %(version)s"""
_BESIDE = (UNIT, FIRST, LAST)


class CommonTable(Store):
    """Entries as rows of ``register_entries``, their fields in one column."""

    def rows(self, register: Register, actor: Actor | None) -> tuple[str, dict[str, Any]]:
        """Return a SELECT of the entries of the units where the actor may read."""
        paths = register.read.paths(actor) if actor else [ANYWHERE]
        return _ROWS, {"register": register.key, "paths": paths}

    def add(self, made: RegisterChange, register: Register, values: Mapping[str, Any], /) -> str:
        """Write a new entry; return the id."""
        by = {"person": made.actor.person_id, "name": made.actor.name, "at": made.now}
        row = made.connection.execute(_ADD, _columns(register, values) | by).fetchone()
        assert row  # noqa: S101 -- RETURNING gives the row it wrote
        return str(row[0])

    def change(
        self, made: RegisterChange, register: Register, entry: RegisterEntry,
        values: Mapping[str, Any], /,
    ) -> None:  # fmt: skip
        """Change an entry.

        Raises ``StaleItem`` after a concurrent change.
        """
        asked = _columns(register, values) | {"id": int(entry.id), "version": entry.version}
        if not made.connection.execute(_CHANGE, asked).rowcount:
            raise StaleItem(STALE)

    def end(
        self, made: RegisterChange, register: Register, entry: RegisterEntry, last: date,
        _: str, /,
    ) -> None:  # fmt: skip
        """Set the last day."""
        self.change(made, register, entry, entry.all_values | {LAST: last})


def _columns(register: Register, values: Mapping[str, Any]) -> dict[str, Any]:
    data = {key: _kept(value) for key, value in values.items() if key not in _BESIDE}
    return {
        "register": register.key, "unit": values.get(UNIT), "data": Jsonb(data),
        "first": values[FIRST], "last": values.get(LAST),
    }  # fmt: skip


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
