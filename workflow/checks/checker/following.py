"""Moves that are also made together with a move of a parent, as the checker explores them."""

from __future__ import annotations

from workflow.declaration import ListType, pack


def following_moves(list_type: ListType) -> frozenset[str]:
    """Return the triggers also fired together with a move of a parent, by whoever makes that.

    Such a move is open to everybody whom its own work does not bar, and is explored as such.
    """
    return frozenset(
        cascade.trigger
        for parent in list_type.parents
        if parent in pack().lists
        for move in pack().lists[parent].transitions
        for cascade in move.cascades
        if cascade.list == list_type.key
    )
