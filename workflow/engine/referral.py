"""Check, after each move, whether anybody in post can act on what the item waits for."""

from __future__ import annotations

from workflow.declaration import RECOVER, REFER, SYSTEM, Facts, pack
from workflow.engine import apply_effects, machine
from workflow.engine.batch import Batch


def look(batch: Batch, facts: Facts) -> None:
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
