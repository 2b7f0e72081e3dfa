"""What may be raised from the page of an item: the lists whose items hang on one like it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflow import machine, raising
from workflow.definition import RAISE, ListType, Transition
from workflow.facts import Facts
from workflow.lists import LIST_TYPES
from workflow.rules import Actor
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Opening:
    """A list whose item could hang on this one; with a refusal where it cannot be raised now."""

    list_type: ListType
    transition: Transition
    refusal: Words | None


def openings(facts: Facts, actor: Actor) -> list[Opening]:
    """Return what could be raised under the item of these facts, the possible ones first."""
    fitting = [t for t in LIST_TYPES.values() if facts.item.list_key in t.parents]
    found = [_opening(list_type, facts, actor) for list_type in fitting]
    return sorted(found, key=lambda opening: opening.refusal is not None)


def _opening(list_type: ListType, facts: Facts, actor: Actor) -> Opening:
    item = facts.item
    child = raising.blank(list_type.key, item.unit_id, item.scope)
    child.severity = item.severity
    if raising.inherits(list_type.key):
        child.holder_id = item.holder_id
    siblings = tuple(c for c in facts.children if c.list_key == list_type.key)
    seen = replace(facts, item=child, parent=item, children=(), siblings=siblings)
    transition = next(t for t in list_type.transitions if t.trigger == RAISE)
    return Opening(list_type, transition, machine.refusal(transition, actor, seen))
