"""The order of the moves of an item: the move to the next state comes first."""

from __future__ import annotations

from workflow.declaration import ListType, Transition

ON, WITHIN, BACK = 0, 1, 2


def turn(list_type: ListType, state: str, transition: Transition) -> int:
    """Return the rank of a move: to the next state first, within the state second, back last."""
    row = [state.key for state in list_type.states]
    if not transition.dest or transition.dest == state:
        return WITHIN
    return ON if row.index(transition.dest) == row.index(state) + 1 else BACK
