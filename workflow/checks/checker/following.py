"""Moves that are also made together with a move of a parent, as the checker explores them."""

from __future__ import annotations

from workflow.declaration import ListType, Transition, pack


def follows(list_type: ListType, transition: Transition) -> bool:
    """Say whether a move is also made together with a move of a parent, by whoever makes that.

    Such a move is open to everybody whom its own work does not bar, and is explored as such.
    """
    return any(
        (cascade.list, cascade.trigger) == (list_type.key, transition.trigger)
        for parent in list_type.parents
        if parent in pack().lists
        for move in pack().lists[parent].transitions
        for cascade in move.cascades
    )
