"""Columns and filters of a list for its declared fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, text

from workflow.declaration import Field, fields, named_by
from workflow.errors import BadInput
from workflow.platform import mentions, reading, words_of
from workflow.platform.models import ItemRow
from workflow.queries.list_words import bad_filter
from workflow.queries.people_choices import person_names, unit_names
from workflow.queries.search_texts import HOLDING
from workflow.queries.word_search import few_hold
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class _Filled:
    """A filter in the shape of a form, to be read by its declaration."""

    fields: tuple[Field, ...]
    comment_required: bool = False


def read_filters(
    declared: Iterable[Field], given: Mapping[str, str], connection: Connection | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions on ``items`` of filled-in filters.

    By the connection it is found out which words are rare, to be looked up in the index of texts.

    Raises ``BadInput`` for an unknown filter or a wrong value.
    """
    known = {field.key: replace(field, required=False) for field in declared}
    if unknown := sorted(given.keys() - known.keys()):
        raise bad_filter(unknown[0][:40], given[unknown[0]])
    try:
        values, _ = fields.parse(_Filled(tuple(known.values())), given, "")
    except BadInput as refusal:
        wrong = next(iter(refusal.fields))
        raise bad_filter(wrong, given[wrong], known[wrong].words) from None
    return [_is(known[key], value, connection) for key, value in values.items()]


def names_in(
    connection: Connection, declared: Iterable[Field], rows: Iterable[Mapping[str, Any]]
) -> dict[tuple[str, Any], Words]:
    """Return the names of the people and units in the given fields of some rows."""
    ids: dict[str, set[int]] = {"person": set(), "unit": set()}
    naming = [field for field in declared if named_by(field) in ids]
    for data in rows if naming else ():
        for field in naming:
            ids[named_by(field)] |= {data[field.key]} if field.key in data else set()
    people, units = (person_names, "person"), (unit_names, "unit")
    return {
        (kind, key): words
        for look_up, kind in (people, units)
        if ids[kind]
        for key, words in look_up(connection, ids[kind]).items()
    }


def names_of(declared: Iterable[Field], data: Mapping[str, Any]) -> dict[tuple[str, Any], Words]:
    """Return the names of the people and units in the given fields of an item."""
    naming = [field for field in declared if named_by(field) and field.key in data]
    if not naming:
        return {}
    with reading() as connection:
        return names_in(connection, naming, [data])


def _is(field: Field, value: Any, connection: Connection | None) -> ColumnElement[bool]:
    if field.table:
        return or_(*(_holds(field, key) for key in sorted(field.table.within(value))))
    if field.kind in ("text", "long"):
        return _mentions(field, value, connection)
    return _holds(field, value.isoformat() if hasattr(value, "isoformat") else value)


def _holds(field: Field, value: Any) -> ColumnElement[bool]:
    return ItemRow.data.contains({field.key: value})


def _mentions(field: Field, words: str, connection: Connection | None) -> ColumnElement[bool]:
    """Match the items whose field holds all the words.

    What few texts hold is looked up; what many hold is soon met with on the way through the list.
    """
    sought, name = words_of(words), f"words_of_{field.key}"
    condition = mentions(f"jsonb_extract_path_text(items.data, '{field.key}')", words=f":{name}")
    if connection and few_hold(connection, sought):
        condition += f" AND items.id = ANY (ARRAY({HOLDING.replace(':words', f':{name}')}))"
    else:  # in this form PostgreSQL takes half of the items for matches, and follows the order
        condition = f"CASE WHEN {condition} THEN true ELSE false END"
    return and_(text(f"({condition})").bindparams(bindparam(name, sought)))
