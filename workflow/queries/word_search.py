"""The words of a list's filter: each in the texts of an item, or in the name of unit or holder.

What few items hold is looked up in the index of texts; what many hold is soon met with on the way
through the list. So which of both a word is gets asked first, together with the units and the
people that are called so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, text

from workflow.queries.search_texts import HOLDING

FEW = 2_000  # items that are looked up one by one
_HELD = """(
    SELECT count(*) FROM (
        SELECT FROM search_texts
         WHERE search_pairs(written) @> search_pairs_of({words}) LIMIT :few + 1) AS few)"""
_NAME = "search_form(name || chr(10) || name_en)"  # as it is indexed
_NAMED = f"""search_pairs({_NAME}) @> search_pairs_of(ARRAY[word])
                 AND {_NAME} LIKE ALL (search_patterns(ARRAY[word]))"""
_SPELLED = """SELECT n.{what} FROM spellings AS s JOIN {table} AS n ON n.id = s.of_id
                 WHERE s.kind = '{kind}' AND s.name = n.name
                   AND length(word) > 1 AND word ~ '[A-Za-z]'
                   AND search_pairs(s.spelled) @> search_pairs_of(ARRAY[word])
                   AND s.spelled LIKE ALL (search_patterns(ARRAY[word]))"""
_UNITS_SPELLED = _SPELLED.format(what="path", table="units", kind="unit")
_PEOPLE_SPELLED = _SPELLED.format(what="id", table="people", kind="person")
_CALLED = f"""
    WITH called AS MATERIALIZED (
        SELECT word,
               ARRAY(SELECT path FROM units WHERE {_NAMED} UNION {_UNITS_SPELLED}) AS paths,
               ARRAY(SELECT id FROM people WHERE {_NAMED} UNION {_PEOPLE_SPELLED}) AS people
          FROM unnest(CAST(:words AS text[])) AS word),
    plain AS MATERIALIZED (
        SELECT array_agg(word) AS words FROM called WHERE paths = '{{}}' AND people = '{{}}')
    SELECT ARRAY[word] AS words, paths, people, {_HELD.format(words="ARRAY[word]")} AS held
      FROM called WHERE paths <> '{{}}' OR people <> '{{}}'
    UNION ALL
    SELECT words, '{{}}', '{{}}', {_HELD.format(words="plain.words")}
      FROM plain WHERE words IS NOT NULL"""  # noqa: S608 -- fixed texts only
_FEW_HOLD = f"SELECT {_HELD.format(words='CAST(:words AS text[])')} <= :few"
_ON_THE_WAY = """(
    CASE WHEN items.id IN (SELECT item_id FROM search_backlog)
         THEN search_text_of(items.id) LIKE ALL ({patterns})
         ELSE coalesce((SELECT written LIKE ALL ({patterns})
                          FROM search_texts AS t WHERE t.item_id = items.id), false) END)"""


def written(connection: Connection, words: Sequence[str]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on ``items`` for finding all the words."""
    rows = _called(connection, words) if words else ()
    for n, row in enumerate(rows):
        ways = [_in_texts(f"words_{n}", row.words, row.held)]
        if row.paths:
            ways.append(_any("items.scope", f"paths_{n}", row.paths))
        if row.people:
            ways.append(_any("items.holder_id", f"people_{n}", row.people))
        yield or_(*ways)


def hold(connection: Connection, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that the texts of an item together hold all the words."""
    held = 0 if few_hold(connection, words) else FEW + 1
    return _in_texts("words", list(words), held)


def few_hold(connection: Connection, words: Sequence[str]) -> bool:
    """Say whether few enough texts hold the words for looking the items up singly."""
    asked = {"words": list(words), "few": FEW}
    return bool(connection.execute(text(_FEW_HOLD), asked).scalar())


def _called(connection: Connection, words: Sequence[str]) -> Sequence[Any]:
    return connection.execute(text(_CALLED), {"words": list(words), "few": FEW}).all()


def _in_texts(name: str, words: Sequence[str], held: int) -> ColumnElement[bool]:
    if held > FEW:
        patterns = f"CAST((SELECT search_patterns(CAST(:{name} AS text[]))) AS text[])"
        condition = text(_ON_THE_WAY.format(patterns=patterns))
    else:
        condition = text(f"items.id = ANY (ARRAY({HOLDING.replace(':words', f':{name}')}))")
    return and_(condition.bindparams(bindparam(name, words)))


def _any(column: str, name: str, values: list[Any]) -> ColumnElement[bool]:
    """Return the condition for any of many values, sent as a single array."""
    return and_(text(f"{column} = ANY (:{name})").bindparams(bindparam(name, values)))
