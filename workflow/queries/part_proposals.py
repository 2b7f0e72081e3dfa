"""Texts proposed for the parts of a new item, by the chain of its unit."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.declaration import PartForm, pack
from workflow.engine import raising
from workflow.engine.loading import Place
from workflow.engine.matters import forms
from workflow.engine.references import References
from workflow.errors import BadInput
from workflow.platform import connect
from workflow.words import Words

Proposals = Mapping[tuple[str, str], Words]  # list and choice -> the text, or why there is none


def proposals(list_key: str, unit_id: int) -> Proposals:
    """Return the proposed texts; none for an unknown unit."""
    with connect() as connection:
        try:
            place = References(connection).place(unit_id)
        except BadInput:
            return {}
    return {pair: text for form in forms(list_key) for pair, text in _of(form, place)}


def _of(form: PartForm, place: Place) -> list[tuple[tuple[str, str], Words]]:
    each = next((f for f in pack().lists[form.list].raise_fields if f.key == form.each), None)
    if each is None or form.proposes is None:
        return []
    facts = place.facts(raising.blank(form.list, place.unit_id, place.path), None)
    told = ((key, form.proposes(facts, {form.each: key})) for key, _ in each.offered())
    return [
        ((form.list, key), text if isinstance(text, Words) else Words(text, text))
        for key, text in told
    ]
