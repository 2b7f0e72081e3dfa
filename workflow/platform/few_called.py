"""The few people or units whose names may hold a word: looked up by pairs of letters.

A search in names asks for these ids first and compares the names afterwards, so that it reads what
it finds and not everybody. Of more than ``FEW`` there is no list: such a word is soon met with.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Connection as SqlConnection

from workflow.platform.db import Connection

Called = Literal["person", "unit"]
FEW = 300
# Each index by itself, no further than needed. What is called so, is spelled so, is numbered so.
_NAMED = """(SELECT id FROM {table}
    WHERE search_pairs(search_form(name || chr(10) || name_en)) @> search_pairs_of(%(word)s)
    LIMIT %(most)s)"""
_SPELLED = """(SELECT of_id FROM spellings
    WHERE kind = '{kind}' AND search_pairs(spelled) @> search_pairs_of(%(word)s) LIMIT %(most)s)"""
_NUMBERED = """(SELECT id FROM {table}
    WHERE search_pairs(search_form({texts})) @> search_pairs_of(%(word)s) LIMIT %(most)s)"""
_SIGNED_IN = """(SELECT person_id FROM accounts
    WHERE search_pairs(search_form(login)) @> search_pairs_of(%(word)s) LIMIT %(most)s)"""
_OF: dict[Called, str] = {
    "person": " UNION ALL ".join((
        _NAMED.format(table="people"),
        _SPELLED.format(kind="person"),
        _NUMBERED.format(table="people", texts="coalesce(code, '') || chr(10) || email"),
        _SIGNED_IN,
    )),
    "unit": " UNION ALL ".join((
        _NAMED.format(table="units"),
        _SPELLED.format(kind="unit"),
        _NUMBERED.format(table="units", texts="coalesce(code, '')"),
    )),
}  # fmt: skip


def few_called(
    connection: Connection | SqlConnection, kind: Called, words: Sequence[str]
) -> list[int] | None:
    """Return the ids of those who may be called so, or ``None`` where these are many.

    The longest of the words is looked up; a word of a single letter has no pair.
    """
    word = max(words, key=len, default="")
    if len(word) < 2:
        return None
    driver: Any = connection
    if isinstance(connection, SqlConnection):
        driver = connection.connection.driver_connection
    asked = {"word": [word], "most": FEW + 1}
    found = {row[0] for row in driver.execute(_OF[kind].encode(), asked)}
    return sorted(found) if len(found) <= FEW else None
