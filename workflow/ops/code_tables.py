"""The code tables of the pack, brought into a database that does not know them yet.

Only a table or a value without an entry is brought in: what an organisation made of it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb

from workflow.declaration import Code, CodeTable, pack
from workflow.declaration.codes import TABLES

_CODES = "codes"  # the register of the values
_SINCE = date(2000, 1, 1)  # the first day of a value that has none
_KNOWN = "SELECT register, data ->> 'table', data ->> 'code' FROM register_entries" \
    " WHERE register IN ('code_tables', 'codes')"  # fmt: skip
_ADD = """
    INSERT INTO register_entries (register, data, valid_from, valid_to, version, made_at, made_by)
    VALUES (%s, %s, %s, %s, 1, now(), 'Rectify')"""
_Entry = tuple[str, dict[str, str], date, date | None]


def bring_in(connection: Any) -> None:
    """Enter every table and value of the pack without an entry."""
    known = {tuple(row) for row in connection.execute(_KNOWN).fetchall()}
    found = (entry for table in pack().code_tables.values() for entry in _entries(table))
    fresh = [one for one in found if (one[0], one[1].get("table"), one[1]["code"]) not in known]
    connection.cursor().executemany(
        _ADD, [(register, Jsonb(data), first, last) for register, data, first, last in fresh]
    )


def _entries(table: CodeTable) -> Iterator[_Entry]:
    told = {"code": table.key, "zh": table.words.zh, "en": table.words.en}
    told |= {"used_for": table.used_for} if table.used_for else {}
    yield TABLES.key, told, _SINCE, None
    for code in table.declared:
        yield _CODES, _told(table, code), code.valid_from or _SINCE, code.valid_to


def _told(table: CodeTable, code: Code) -> dict[str, str]:
    beside = {"parent": code.parent, "also": "、".join(code.also)}
    told = {"table": table.key, "code": code.key, "zh": code.words.zh, "en": code.words.en}
    return told | {key: value for key, value in beside.items() if value}
