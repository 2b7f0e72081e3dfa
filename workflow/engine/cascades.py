"""Cascades: the children of an item move along, or stay behind for a stated reason.

The form of a move foresees what the move does; the answer and the history say what it did. Of two
doubles that are merged the surviving item takes over the duties and the open children of the other;
evidence and history stay with the merged item. Each change is a declared move of the machine in the
same transaction, in the name of the person who merges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from workflow.declaration import (
    ABSORB,
    REHANG,
    SYSTEM,
    Actor,
    Cascade,
    Facts,
    Item,
    ListType,
    Merge,
    Transition,
    pack,
)
from workflow.engine import machine
from workflow.engine.along import Along
from workflow.engine.batch import Batch
from workflow.engine.machine import Attempt
from workflow.engine.visibility import may_see
from workflow.errors import BadInput, NotPossible, WorkflowError
from workflow.words import Words, clauses

_NOT_NOW = Words("现在是“{state}”", "it is {state} now")


MoveAlong = Callable[[Batch, Attempt, Item | None], None]  # the item with whose move it is made


def wanted(facts: Facts, transition: Transition, actor: Actor) -> Iterator[tuple[Cascade, Item]]:
    """Yield the open children concerned by a move and visible to the actor."""
    for cascade in transition.cascades:
        for child in facts.of(cascade.list):
            final = pack().lists[child.list_key].state(child.state).final
            if not final and may_see(actor, child):
                yield cascade, child


def follow(
    batch: Batch, attempted: Attempt, fields: Mapping[str, object], move: MoveAlong
) -> Facts:
    """Try the cascaded moves on the children; after a refusal the child stays in its state."""
    facts = attempted.facts
    if not facts.children:
        return facts
    form = {**fields, **{k: v for k, v in facts.fields.items() if isinstance(v, int)}}
    for cascade, child in wanted(facts, attempted.transition, attempted.actor):
        trial = batch.trial()
        own = facts.below(trial.take(child))
        try:
            move(trial, attempt(cascade, own, attempted.actor, form), facts.item)
        except WorkflowError as why:
            batch.note_along(facts.item, stayed(child, cascade.trigger, why))
            continue
        batch.absorb(trial)
        batch.note_along(facts.item, moved(trial.take(child), cascade.trigger))
    return replace(facts, children=tuple(batch.take(child) for child in facts.children))


def attempt(cascade: Cascade, facts: Facts, actor: Actor, form: Mapping[str, Any]) -> Attempt:
    """Return the permitted move of the child in ``facts``.

    Raises ``NotPossible`` where the child stays behind by its declaration, and as ``permit`` does.
    """
    list_type = pack().lists[cascade.list]
    move = list_type.find(cascade.trigger, facts.item.state)
    if move is None:
        raise NotPossible(not_now(list_type, facts.item.state))
    given = cascade.gives(facts, form)
    if isinstance(given, Words):
        raise NotPossible(given)
    raw = {f.key: given.get(f.key) for f in move.fields}
    return machine.permit(list_type, cascade.trigger, actor, facts, raw, follows=True)


def moved(child: Item, trigger: str) -> Along:
    """Return the note of a child moved with the parent."""
    return replace(_along(child, trigger), holder_id=child.holder_id)


def stayed(child: Item, trigger: str, why: WorkflowError) -> Along:
    """Return the note of a child that stays behind."""
    return replace(_along(child, trigger), stays=told(why))


def _along(child: Item, trigger: str) -> Along:
    return Along(
        number=child.number, list_key=child.list_key, title=child.title, trigger=trigger,
        state=child.state,
    )  # fmt: skip


def not_now(list_type: ListType, state: str) -> Words:
    """Return why a move from another state is not possible, without the number of the item."""
    return _NOT_NOW.format(state=list_type.state(state).words)


def told(why: WorkflowError) -> Words:
    """Return the reason of a refusal, with the fault of every field."""
    faults = why.fields.values() if isinstance(why, BadInput) else ()
    return clauses(faults) if faults else why.words


def foreseen(facts: Facts, transition: Transition, actor: Actor) -> list[Along]:
    """Return the children taken along by a move and the children left behind, before the move."""
    return [
        _foreseen(cascade, facts.below(child), actor)
        for cascade, child in wanted(facts, transition, actor)
    ]


def _foreseen(cascade: Cascade, facts: Facts, actor: Actor) -> Along:
    child = facts.item
    move = pack().lists[cascade.list].find(cascade.trigger, child.state)
    given = cascade.gives(facts, {})
    along = _along(child, cascade.trigger)
    if move is None:
        return replace(along, stays=not_now(pack().lists[cascade.list], child.state))
    if isinstance(given, Words):
        return replace(along, stays=given)
    stays = machine.refusal(move, actor, replace(facts, fields={}), follows=True)
    holder = given.get("holder")
    return replace(along, stays=stays, holder_id=holder if isinstance(holder, int) else None)


def merges(attempt: Attempt) -> bool:
    """Say whether the move lets the item go into another item."""
    return any(isinstance(effect, Merge) for effect in attempt.transition.effects)


def merge(batch: Batch, merged: Attempt, survivor: Facts, move: MoveAlong) -> None:
    """Let the survivor absorb the merged item, and let the open children hang on the survivor."""
    into = batch.family(survivor, merged.facts.comment)
    into = replace(into, earlier=merged.facts.item)
    _by_machine(batch, merged, into, ABSORB, move)
    for child in merged.facts.children:
        if pack().lists[child.list_key].find(REHANG, child.state):
            moved = batch.take(child)
            moved.parent_id = into.item.id
            _by_machine(batch, merged, into.below(moved), REHANG, move)


def _by_machine(batch: Batch, merged: Attempt, facts: Facts, trigger: str, move: MoveAlong) -> None:
    attempt = machine.permit(pack().lists[facts.item.list_key], trigger, SYSTEM, facts)
    attempt.actor = merged.actor
    move(batch, attempt, None)
