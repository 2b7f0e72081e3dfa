"""Merging doubles: the surviving item takes over the duties and the open children of the other.

Evidence and history stay with the merged item. Each change is a declared move of the machine in the
same transaction, in the name of the person who merges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workflow.declaration import ABSORB, REHANG, SYSTEM, Facts, Merge, pack
from workflow.engine.batch import Batch
from workflow.engine.machine import Attempt, permit

Move = Callable[[Batch, Attempt], None]


def merges(attempt: Attempt) -> bool:
    """Say whether the move lets its item go into another one."""
    return any(isinstance(effect, Merge) for effect in attempt.transition.effects)


def carry_out(batch: Batch, merged: Attempt, survivor: Facts, move: Move) -> None:
    """Let the survivor absorb the merged item, and let the open children hang on the survivor."""
    into = batch.family(survivor, merged.facts.comment)
    into = replace(into, earlier=merged.facts.item)
    _by_machine(batch, merged, into, ABSORB, move)
    for child in merged.facts.children:
        if pack().lists[child.list_key].find(REHANG, child.state):
            moved = batch.take(child)
            moved.parent_id = into.item.id
            _by_machine(batch, merged, into.below(moved), REHANG, move)


def _by_machine(batch: Batch, merged: Attempt, facts: Facts, trigger: str, move: Move) -> None:
    attempt = permit(pack().lists[facts.item.list_key], trigger, SYSTEM, facts)
    attempt.actor = merged.actor
    move(batch, attempt)
