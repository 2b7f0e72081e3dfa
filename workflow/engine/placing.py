"""The place of a new item: unit and parent, or every fault of the form at once."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.declaration import RAISE, Actor, Facts, fields, pack
from workflow.engine import raising
from workflow.engine.loading import Place
from workflow.engine.raising import NewItem
from workflow.engine.references import References
from workflow.engine.visibility import gone, may_see
from workflow.errors import BadInput
from workflow.words import Words


def place_of(named: References, new: NewItem, families: Mapping[str, Facts], actor: Actor) -> Facts:
    """Return the facts of a new item's place: its unit and its parent.

    Raises ``NotFound`` where the actor may not see the parent, ``BadInput`` with every fault of
    parent, unit and form.
    """
    family = families.get(new.parent) if new.parent else None
    if new.parent and (family is None or not may_see(actor, family.item)):
        raise gone(new.parent)
    faults: dict[str, Words] = {}
    _note_parent(new, family, faults)
    place = _note_unit(named, new, family, faults)
    if place is None or faults:
        raise BadInput(fields.CHECK, faults | _of_form(new))
    item = raising.blank(new.list_key, place.unit_id, place.path)
    item.holder_id = family.item.holder_id if family and raising.inherits(new.list_key) else None
    return place.facts(item, family)


def _note_parent(new: NewItem, family: Facts | None, faults: dict[str, Words]) -> None:
    try:
        raising.check_parent(new.list_key, family.item if family else None, new.under is not None)
    except BadInput as refusal:
        faults |= refusal.fields


def _note_unit(
    named: References, new: NewItem, family: Facts | None, faults: dict[str, Words]
) -> Place | None:
    """Return the place of the unit that is asked for, or else of the parent's unit."""
    asked = raising.asks_for_unit(new.list_key)
    unit_id = fields.unit_id(new.fields.get("unit"))
    if family and not asked:
        unit_id = family.item.unit_id
    try:
        return named.place(unit_id)
    except BadInput as refusal:
        if asked or not faults:
            faults |= refusal.fields
        return None


def _of_form(new: NewItem) -> dict[str, Words]:
    """Return the faults of the form: a unit that is missing is told to be missing."""
    move = pack().lists[new.list_key].find(RAISE, "")
    return fields.faults_of(move, new.fields, new.comment) if move else {}
