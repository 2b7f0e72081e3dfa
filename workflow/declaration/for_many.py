"""Moves for many items at once, derived from what their forms ask for.

A form can be shared where its values fit many items: choices, people, days, numbers and short
texts. A text written about a single item, a reference to another item, a correction of what was
filled in, and evidence belong to one item.
"""

from __future__ import annotations

from workflow.declaration.field import Field
from workflow.declaration.list_type import RAISE, Transition

_OWN_KINDS = ("long", "ref")


def for_many(transition: Transition) -> bool:
    """Say whether a form of the move can be filled in once for many items."""
    if transition.corrects or transition.takes_evidence or transition.trigger == RAISE:
        return False
    return not any(_is_own(field) for field in transition.fields)


def _is_own(field: Field) -> bool:
    """Say whether a field asks for something that only one item has."""
    return field.use == "reference" or (
        field.kind in _OWN_KINDS and field.required and field.suggests is None
    )
