"""After a move: the parent learns of the move, and the level above of items without an actor.

A decision on the parent must not miss the move of its child. After each move the machine looks
whether anybody in post can act on what the item waits for.
"""

from __future__ import annotations

from workflow.declaration import RECOVER, REFER, SYSTEM, Actor, Facts, OnParent, Transition, pack
from workflow.engine import apply_effects, machine
from workflow.engine.batch import Batch


def tell_parent(batch: Batch, facts: Facts, transition: Transition, actor: Actor) -> None:
    """Move the parent's version, where the move concerns a parent."""
    parent, item = facts.parent, facts.item
    if parent is None or not _concerns(transition):
        return
    for duty in pack().work:
        if people := item.duties.get(duty):
            done = parent.duties.setdefault(duty, [])
            done.extend(person for person in people if person not in done)
    apply_effects.grant(transition.effects, item, parent, facts)
    note = {"child": item.number, "trigger": transition.trigger, "to": item.state}
    batch.record(parent, "child", parent.state, actor, note=note)
    _tell_contents(batch, facts, transition, actor, note)


def _tell_contents(
    batch: Batch, facts: Facts, transition: Transition, actor: Actor, note: dict[str, str]
) -> None:
    """Let the act of a document on its parent be done to every other contained item.

    A pause stops the clocks of the parent's parts, and of these alone it lets go on.
    """
    if not any(isinstance(effect, OnParent) for effect in transition.effects):
        return
    for late in facts.contents:
        if not apply_effects.reaches(transition.effects, facts, late):
            continue
        apply_effects.grant(transition.effects, facts.item, late, facts)
        batch.record(late, "child", late.state, actor, note=note)


def _concerns(t: Transition) -> bool:
    """Say whether a move changes facts of the parent: state, work done, signers."""
    return bool(t.dest) or t.duty in pack().work or any(field.key == "holder" for field in t.fields)


def refer(batch: Batch, facts: Facts) -> None:
    """Let the machine refer an item to the level above, or back, as an event of its own."""
    item, list_type = facts.item, pack().lists[facts.item.list_key]
    if list_type.find(REFER, item.state) is None:
        return
    facts = facts.after_move()
    for trigger in (REFER, RECOVER):
        move = list_type.find(trigger, item.state)
        if move is None or machine.refusal(move, SYSTEM, facts):
            continue
        machine.fire(machine.permit(list_type, trigger, SYSTEM, facts))
        batch.record(item, trigger, item.state, SYSTEM)
        apply_effects.promise(batch, facts, item, move.effects, SYSTEM)
