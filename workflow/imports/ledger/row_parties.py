"""The units and the people of a problem, from all its rows and from their surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

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
_LEVELS: tuple[Level, ...] = ("first", "direct", "specific")
_BOTH = "unit_and_person"
# The same few cells come again and again; what they say is kept as long as the organisation is.
_units_of: WeakKeyDictionary[KnownParties, dict[tuple[str, str], tuple[UnitText, ...]]] = (
    WeakKeyDictionary()
)
_people_of: WeakKeyDictionary[KnownParties, dict[tuple[str, str, str], tuple[PersonText, ...]]] = (
    WeakKeyDictionary()
)


def units_of(rows: Sequence[RawRow], around: str, known: KnownParties) -> tuple[UnitText, ...]:
    """Return the units of the rows, else of the heading, else of the line above the table."""
    units = [unit for raw in rows for unit in _units(raw, known)]
    if not any(unit.role != "assisting" for unit in units):
        named = rows[0].section_unit or around
        units += read_units(named, known=known)
    return tuple(dict.fromkeys(units))


def people_of(rows: Sequence[RawRow], known: KnownParties) -> tuple[PersonText, ...]:
    """Return the people of the rows with their levels, each once."""
    people = (one for raw in rows for one in _people(raw, known))
    return tuple({(one.text, one.name, one.level): one for one in people}.values())


def _units(raw: RawRow, known: KnownParties) -> Iterator[UnitText]:
    for field, role in _UNIT_FIELDS.items():
        if (text := raw.text(field)) and field not in raw.errors:
            yield from _read_units(text, role, field, known)
    if (text := raw.text(_BOTH)) and _BOTH not in raw.errors:
        for name in read_both(text, known).units:
            yield from _read_units(name, "responsible", _BOTH, known)


def _read_units(text: str, role: UnitRole, field: str, known: KnownParties) -> tuple[UnitText, ...]:
    memory = _units_of.setdefault(known, {})
    if (text, field) not in memory:
        memory[text, field] = read_units(text, role, field, known)
    return memory[text, field]


def _people(raw: RawRow, known: KnownParties) -> Iterator[PersonText]:
    for level in _LEVELS:
        if (text := raw.text(level)) and level not in raw.errors:
            post = raw.text("post") if level == "specific" else ""
            yield from _read_people(text, level, post, level, known)
    if (text := raw.text(_BOTH)) and _BOTH not in raw.errors:
        for name in read_both(text, known).people:
            yield from _read_people(name, "specific", "", _BOTH, known)


def _read_people(
    text: str, level: Level, post: str, field: str, known: KnownParties
) -> tuple[PersonText, ...]:
    memory = _people_of.setdefault(known, {})
    if (text, field, post) not in memory:
        memory[text, field, post] = read_people(text, level, post, field, known)
    return memory[text, field, post]
