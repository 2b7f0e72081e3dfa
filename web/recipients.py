"""The people told of a move, as announced on the page of its button."""

from __future__ import annotations

from workflow.declaration import Email, Notice, Transition, pack
from workflow.words import Words, listed


def told(transition: Transition) -> Words | None:
    """Return the people told by the move's effects, or ``None`` where nobody is told."""
    relations = [
        relation
        for effect in transition.effects
        if isinstance(effect, Notice | Email)
        for relation in effect.to
    ]
    named = [pack().relations[relation] for relation in dict.fromkeys(relations)]
    return listed(named) if named else None
