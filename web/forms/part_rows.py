"""The parts on the form for raising an item: rows shown, and rows sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from web.forms import PART_ROW, Filled
from workflow.declaration import RAISE, Field, ListType, PartForm, Transition, fields, pack
from workflow.engine.matters import PART, forms
from workflow.engine.raising import NewItem
from workflow.queries.part_proposals import Proposals, proposals
from workflow.words import Words

ALL = "all"  # the box for a row of each choice


@dataclass(frozen=True, slots=True)
class PartRow:
    """A row: the name of the input, the text, a proposed text, and a fault."""

    name: str
    words: Words
    value: str
    proposed: Words | None = None
    fault: Words | None = None


@dataclass(frozen=True, slots=True)
class PartRows:
    """The rows of a list, with the box for all of them where the rows are choices."""

    list_type: ListType
    words: Words
    rows: tuple[PartRow, ...]
    box: str = ""  # its name
    ticked: bool = False


def sent(list_key: str, values: Mapping[str, str]) -> list[NewItem]:
    """Return the parts filled in: each text, and with its box ticked a row of each choice."""
    return [
        NewItem(list_key=form.list, fields=fields)
        for form in forms(list_key)
        for _, fields in _filled(form, values)
    ]


def shown(list_key: str, filled: Filled) -> list[PartRows]:
    """Return the rows to show, with proposals once the unit is known."""
    unit = fields.unit_id(filled.values.get("unit"))
    told = {} if unit is None else proposals(list_key, unit)
    names = [name for form in forms(list_key) for name, _ in _filled(form, filled.parts)]
    faults = {name: _fault(filled, place) for place, name in enumerate(names)}
    return [_rows(form, filled, told, faults) for form in forms(list_key)]


def _rows(
    form: PartForm, filled: Filled, told: Proposals, faults: Mapping[str, Words | None]
) -> PartRows:
    raising = _raising(form)
    title = next(f for f in raising.fields if f.key == "title")
    rows = tuple(
        PartRow(
            name,
            words or title.words,
            filled.parts.get(name, ""),
            told.get((form.list, key)),
            faults.get(name),
        )
        for name, key, words in _places(form, raising.fields)
    )
    box = _name(form, ALL) if form.each else ""
    return PartRows(pack().lists[form.list], raising.words, rows, box, box in filled.parts)


def _raising(form: PartForm) -> Transition:
    move = pack().lists[form.list].find(RAISE, "")
    assert move  # noqa: S101 -- the definition demands it
    return move


def _name(form: PartForm, key: str) -> str:
    return f"{PART_ROW}{form.list}-{key}"


def _places(form: PartForm, fields: tuple[Field, ...]) -> Iterator[tuple[str, str, Words | None]]:
    """Yield name, key and words of each row."""
    each = next((f for f in fields if f.key == form.each), None)
    if each:
        yield from ((_name(form, key), key, words) for key, words in each.offered())
    else:
        yield from ((_name(form, str(n)), str(n), None) for n in range(form.blank))


def _filled(form: PartForm, values: Mapping[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the name and the fields of each filled row."""
    whole = bool(form.each) and _name(form, ALL) in values
    for name, key, _ in _places(form, _raising(form).fields):
        text = values.get(name, "").strip()
        if text or whole:
            given: dict[str, object] = {form.each: key} if form.each else {}
            yield name, {**given, "title": text} if text else given


def _fault(filled: Filled, place: int) -> Words | None:
    named = (words for key, words in filled.faults.items() if key.startswith(f"{PART}.{place}."))
    return next(named, None)
