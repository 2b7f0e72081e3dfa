"""The units and the people of a problem, from all its rows and from their surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from workflow.imports.ledger.labelled_parties import PARTIES, taken_apart
from workflow.imports.ledger.measure_asides import asides_of
from workflow.imports.ledger.parties import (
    KnownParties,
    Level,
    PersonText,
    UnitRole,
    UnitText,
    read_people,
    read_units,
)
from workflow.imports.ledger.raw_rows import RawRow
from workflow.imports.ledger.units_with_people import read_both

_UNIT_FIELDS: dict[str, UnitRole] = {
    "lead_unit": "lead",
    "responsible_unit": "responsible",
    "assisting_unit": "assisting",
}
_LEVELS: dict[str, Level] = {"first": "first", "direct": "direct", "specific": "specific"}
_BOTH = "unit_and_person"
# The same few cells come again and again; what they say is kept as long as the organisation is.
_units_of: WeakKeyDictionary[KnownParties, dict[tuple[str, str, str], tuple[UnitText, ...]]] = (
    WeakKeyDictionary()
)
_people_of: WeakKeyDictionary[
    KnownParties, dict[tuple[str, str, str, str], tuple[PersonText, ...]]
] = WeakKeyDictionary()


def units_of(rows: Sequence[RawRow], around: str, known: KnownParties) -> tuple[UnitText, ...]:
    """Return the units of the rows, else of the heading, else of the line above the table."""
    units = [unit for raw in rows for unit in _units(raw, known)]
    if not any(unit.role != "assisting" for unit in units):
        named = rows[0].section_unit or around
        units += read_units(named, known=known)
    return tuple(dict.fromkeys(units))


def people_of(rows: Sequence[RawRow], around: str, known: KnownParties) -> tuple[PersonText, ...]:
    """Return the people of the rows with their levels, each once; else the one named ``around``."""
    people = [one for raw in rows for one in _people(raw, known)]
    if not people and around and not any(level in rows[0].header.fields for level in _LEVELS):
        people = [*_read_people(around, "specific", "", "", known)]
    people = people or [one for raw in rows for one in _behind_measures(raw, known)]
    return tuple({(one.text, one.name, one.level): one for one in people}.values())


def _behind_measures(raw: RawRow, known: KnownParties) -> Iterator[PersonText]:
    """Yield the people whom the measures name behind their texts."""
    for aside in asides_of(raw.text("measures")):
        for name in aside.people:
            yield from _read_people(name, "specific", "", "measures", known)


def _parts(raw: RawRow) -> Iterator[tuple[str, str, str]]:
    """Yield meaning, field and text of each part of the parties of a row."""
    for field in PARTIES:
        if (text := raw.text(field)) and field not in raw.errors:
            for meaning, told in taken_apart(text) or ((field, text),):
                yield meaning, field, told


def _units(raw: RawRow, known: KnownParties) -> Iterator[UnitText]:
    for meaning, field, told in _parts(raw):
        if role := _UNIT_FIELDS.get(meaning):
            yield from _read_units(told, role, field, known)
        elif meaning == _BOTH:
            for name in read_both(told, known).units:
                yield from _read_units(name, "responsible", field, known)


def _read_units(text: str, role: UnitRole, field: str, known: KnownParties) -> tuple[UnitText, ...]:
    memory, key = _units_of.setdefault(known, {}), (text, role, field)
    if key not in memory:
        memory[key] = read_units(text, role, field, known)
    return memory[key]


def _people(raw: RawRow, known: KnownParties) -> Iterator[PersonText]:
    for meaning, field, told in _parts(raw):
        if meaning == _BOTH:
            for name in read_both(told, known).people:
                yield from _read_people(name, "specific", "", field, known)
        elif level := _LEVELS.get(meaning):
            post = raw.text("post") if level == "specific" else ""
            yield from _read_people(told, level, post, field, known)


def _read_people(
    text: str, level: Level, post: str, field: str, known: KnownParties
) -> tuple[PersonText, ...]:
    memory, key = _people_of.setdefault(known, {}), (text, level, field, post)
    if key not in memory:
        memory[key] = read_people(text, level, post, field, known)
    return memory[key]
