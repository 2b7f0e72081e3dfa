"""The lists with items to raise from an item's page: the lists of possible children."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from workflow.declaration import RAISE, Actor, Facts, Item, ListType, Transition, pack
from workflow.engine import machine, raising
from workflow.engine.visibility import no_list, only_administers
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.platform import settings
from workflow.queries.item_access import facts_of
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Opening:
    """A list of possible children, with a refusal where raising is not possible now."""

    list_type: ListType
    transition: Transition
    refusal: Words | None


def openings(facts: Facts, actor: Actor) -> list[Opening]:
    """Return the lists of possible children of the item in ``facts``, the possible ones first."""
    fitting = [t for t in pack().lists.values() if facts.item.list_key in t.parents]
    found = [_opening(list_type, facts, actor) for list_type in fitting]
    return sorted(found, key=lambda opening: opening.refusal is not None)


def may_raise(list_key: str, actor: Actor, now: datetime) -> bool:
    """Say whether the actor may raise an item of the list somewhere, without a parent."""
    transition = _raise(pack().lists[list_key])
    places = [raising.blank(list_key, post.unit_id, post.path) for post in actor.posts]
    zone = settings().zone
    return any(transition.may(actor, Facts(place, now, zone)) for place in places)


def place_to_raise(list_key: str, number: str, actor: Actor, now: datetime) -> Item | None:
    """Return the future parent item, or ``None`` without a number.

    Raises ``NotFound``, ``NotPossible`` or ``NotPermitted`` with the reason why nothing can be
    raised.
    """
    facts = facts_of(number, actor) if number else None
    if only_administers(actor):
        raise no_list(list_key)
    list_type = pack().lists[list_key]
    try:
        raising.check_parent(list_key, facts.item if facts else None)
    except BadInput as refusal:
        raise NotPossible(refusal.fields["parent"]) from None
    if facts:
        machine.ready(list_type, RAISE, actor, _under(list_type, facts))
    elif not may_raise(list_key, actor, now):
        transition = _raise(list_type)
        place = Facts(raising.blank(list_key, 0, ""), now, settings().zone)
        raise NotPermitted(transition.may.refusal(actor, place, transition.words))
    return facts.item if facts else None


def _opening(list_type: ListType, facts: Facts, actor: Actor) -> Opening:
    transition = _raise(list_type)
    refusal = machine.refusal(transition, actor, _under(list_type, facts))
    return Opening(list_type, transition, refusal)


def _under(list_type: ListType, facts: Facts) -> Facts:
    """Return the facts of a blank item raised under the item of the given facts."""
    item = facts.item
    child = raising.blank(list_type.key, item.unit_id, item.scope)
    child.severity = item.severity
    if raising.inherits(list_type.key):
        child.holder_id = item.holder_id
    siblings = tuple(c for c in facts.children if c.list_key == list_type.key)
    return replace(facts, item=child, parent=item, children=(), siblings=siblings)


def _raise(list_type: ListType) -> Transition:
    return next(t for t in list_type.transitions if t.trigger == RAISE)
