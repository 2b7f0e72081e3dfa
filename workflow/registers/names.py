"""The names of an entry's references: people, units, items and entries of other registers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow.declaration import Actor, Field, Register, named_by
from workflow.declaration.field_words import read
from workflow.errors import NotFound
from workflow.platform import Connection, connect
from workflow.registers import every_register
from workflow.registers.queries import find
from workflow.words import Words

EntryNames = dict[tuple[str, Any], Words]
_TABLES = {
    "person": "SELECT id, name, name_en FROM people WHERE id = ANY (%s)",
    "unit": "SELECT id, name, name_en FROM units WHERE id = ANY (%s)",
}


def names(
    actor: Actor, register: Register, entries: Iterable[Mapping[str, Any]],
    people: Iterable[int | None] = (),
) -> EntryNames:  # fmt: skip
    """Return the names of all references in the values, limited to those visible to the actor."""
    wanted = _wanted(register.columns, entries)
    wanted["person"] |= {person for person in people if person is not None}
    found: EntryNames = {}
    with connect() as connection:
        for kind, query in _TABLES.items():
            if keys := wanted.get(kind):
                for id_, name, name_en in connection.execute(query.encode(), [sorted(keys)]):
                    found[kind, id_] = Words(name, name_en or name)
        for key in wanted.keys() & every_register().keys():
            found |= _entries(connection, actor, every_register()[key], wanted[key])
    return found


def shown(
    register: Register, values: Mapping[str, Any], found: EntryNames
) -> Iterator[tuple[Field, Words]]:
    """Yield each field with a value, and the words for the value."""
    for field in register.columns:
        if values.get(field.key) is not None:
            yield field, read(field, values[field.key], found)


def title(register: Register, values: Mapping[str, Any], found: EntryNames) -> Words:
    """Return the name of an entry: the first field in words, and the English name."""
    first = register.fields[0]
    value = values.get(first.key)
    if value is None:
        return register.one
    words, english = read(first, value, found), values.get(register.english)
    return Words(words.zh, english) if english else words


def _wanted(
    columns: Iterable[Field], entries: Iterable[Mapping[str, Any]]
) -> defaultdict[str, set[Any]]:
    found: defaultdict[str, set[Any]] = defaultdict(set)
    for values in entries:
        for field in columns:
            if named_by(field) and values.get(field.key) is not None:
                found[named_by(field)].add(values[field.key])
    return found


def _entries(
    connection: Connection, actor: Actor, register: Register, keys: Iterable[Any]
) -> EntryNames:
    found: EntryNames = {}
    for key in keys:
        try:
            entry = find(connection, actor, register, str(key))
        except NotFound:
            continue
        found[register.key, key] = title(register, entry.values, {})
    return found
