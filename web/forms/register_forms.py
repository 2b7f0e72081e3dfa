"""The inputs of a register's forms and filters, drawn from its declared fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from web.auth import actor
from web.forms import Filled, Input, Option, input_of, searchable, unit_label
from web.languages import language
from workflow.declaration import Act, Field, Register, named_by
from workflow.declaration.field_words import read
from workflow.engine.visibility import only_administers
from workflow.errors import BadInput
from workflow.organisation.forms import person_of
from workflow.organisation.tree_queries import tree
from workflow.queries.listing import Page
from workflow.queries.people_choices import people_around
from workflow.queries.unit_choices import MOST, indent, unit_of, units
from workflow.registers import every_register
from workflow.registers.conditions import RegisterFilter
from workflow.registers.names import title
from workflow.registers.queries import page
from workflow.words import Words


def register_inputs(register: Register, act: Act, filled: Filled) -> list[Input]:
    """Return the inputs of an act's form."""
    near = _near(register)
    return [_input(near, asked, filled) for asked in register.form(act).fields]


def filter_inputs(register: Register, given: Mapping[str, str]) -> list[Input]:
    """Return the inputs of a register's filters, the unit first where there is a unit."""
    filled = Filled({key: given.get(key, "") for key in given})
    asked = [replace(one, required=False, help=None) for one in register.filters]
    unit = [register.columns[0]] if register.of_units else []
    near = _near(register)
    return [_narrowing(_input(near, one, filled)) for one in (*unit, *asked)]


def declared_filters(declared: Iterable[Field], given: Mapping[str, str]) -> list[Input]:
    """Return the inputs of a list's declared filters."""
    filled = Filled(dict(given))
    asked = (replace(one, required=False, help=None) for one in declared)
    return [_narrowing(_input(_own(), one, filled)) for one in asked]


def shown_fields(declared: Sequence[Field], page: Page) -> dict[str, list[tuple[Field, Words]]]:
    """Return, by number, how the listed fields of each row read."""
    return {
        row.number: [
            (one, read(one, row.fields[one.key], page.names))
            for one in declared
            if row.fields.get(one.key) is not None
        ]
        for row in page.rows
    }


def typed(register: Register, values: dict[str, str]) -> dict[str, str]:
    """Return the form's values with ids in place of names."""
    named = {
        field.key: _key_of(field, values[field.key].strip())
        for field in register.columns
        if named_by(field) in ("person", "unit") and values.get(field.key, "").strip()
    }
    return {**values, **named}


def stands_in(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the initial values of an entry's form."""
    return {key: _shown(value) for key, value in values.items() if value is not None}


def _input(near: list[str], asked: Field, filled: Filled) -> Input:
    options = _options(near, asked)
    if options is None:
        return input_of(asked, filled)
    made = input_of(asked, filled, options)
    if len(options) < MOST:
        return made
    label = _label(asked, made.value, options)
    return replace(made, value=label, options=searchable(options), searched=True)


def _options(near: list[str], asked: Field) -> list[Option] | None:
    """Return the options of a field, or ``None`` where the declaration holds the options."""
    match named_by(asked):
        case "unit":
            return _units()
        case "person":
            found = people_around(near, MOST)
            return [Option(str(one.id), one.words, one.detail) for one in found]
        case key if key in every_register():
            entries = page(actor(), every_register()[key], RegisterFilter(), limit=MOST).entries
            return [Option(one.id, title(every_register()[key], one.values, {})) for one in entries]
    return None


def _units() -> list[Option]:
    if only_administers(actor()):
        nodes = tree(actor()).nodes
        return [Option(str(n.id), n.name, indent(n.depth)) for n in nodes]
    return [Option(str(one.id), one.words, one.detail) for one in units(actor(), MOST)]


def _near(register: Register) -> list[str]:
    """Return the paths kept by the actor, where people may be chosen."""
    kept = register.keep.paths(actor()) if register.keep.reach == "below" else []
    return kept or _own()


def _own() -> list[str]:
    return [post.path for post in actor().posts]


def _label(asked: Field, value: str, options: list[Option]) -> str:
    if named_by(asked) == "unit":
        return unit_label(actor(), value)
    chosen = next((one for one in options if one.value == value), None)
    return f"{chosen.words.of(language())} #{value}" if chosen else value


def _key_of(field: Field, text: str) -> str:
    """Return the id meant by a name; an unknown name stays for the domain to refuse."""
    number = text.rpartition("#")[2].strip()
    if number.isascii() and number.isdecimal():
        return number
    try:
        return str(unit_of(actor(), text) if named_by(field) == "unit" else person_of(text))
    except BadInput as refusal:
        raise BadInput(refusal.words, {field.key: next(iter(refusal.fields.values()))}) from None


def _narrowing(made: Input) -> Input:
    """Return the input with all its choices in a single list, for a filter."""
    if made.field.kind in ("choice", "many"):
        return replace(made, field=replace(made.field, kind="choice"))
    return made


def _shown(value: Any) -> str:
    if value is True:
        return "yes"
    return ",".join(value) if isinstance(value, list) else str(value)
