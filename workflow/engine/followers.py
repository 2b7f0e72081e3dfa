"""Tell the people who follow an item of decisions on it, once for each matter of a decision.

Followers are told as other people are: a notice, a mail of a kind of its own, and the delegate of
whoever is away. Only moves from state to state are told, of the item itself or of an item below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.declaration import Actor, Effect, Email, Facts, Item, Transition
from workflow.engine import recipients
from workflow.engine.batch import Batch

FOLLOWED = Email(to=("follower",), kind="followed")


def tell(
    batch: Batch, facts: Facts, effects: Sequence[Effect], actor: Actor, above: Item | None = None
) -> None:
    """Tell the followers of an item of its recorded move, if the move changed the state.

    ``above`` is the item with whose move this one is made: its followers hear of that move.
    """
    if batch.events[-1]["source"] == batch.events[-1]["dest"]:
        return
    _tell(batch, facts, effects, actor, facts.followers.get(above.id, ()) if above else ())


def tell_above(batch: Batch, facts: Facts, transition: Transition, actor: Actor) -> None:
    """Tell the followers of the parent of the recorded move of an item below."""
    parent = facts.parent
    if parent is None or not transition.dest or parent.id not in facts.followers:
        return
    around = facts.around(parent.scope) if facts.around else facts.standing
    above = replace(facts, item=parent, standing=around)
    _tell(batch, above, transition.effects, actor, (), facts.item)


def _tell(
    batch: Batch, facts: Facts, effects: Sequence[Effect], actor: Actor,
    spared: Sequence[int], below: Item | None = None,
) -> None:  # fmt: skip
    """Tell the followers not told of the item yet, who may also see the item ``below``."""
    told = recipients.told(facts, facts.item, FOLLOWED, effects, actor)
    people = {
        person: behind
        for person, behind in told.items()
        if person not in spared
        and not any(batch.has_told(person, each) for each in (facts.item, below) if each)
        and (below is None or recipients.may_know(facts, below, behind or person))
    }
    batch.tell(facts.item, people, FOLLOWED.kind)
