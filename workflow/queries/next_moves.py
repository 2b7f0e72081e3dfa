"""The next moves of waiting items: of the moves open to a person, the one to the next state."""

from __future__ import annotations

from collections.abc import Sequence

from workflow.declaration import Actor, Facts, Transition, pack, system
from workflow.engine import machine
from workflow.engine.beginning import facts_at
from workflow.platform import connect
from workflow.queries.listing import ListRow
from workflow.queries.main_move import turn


def next_moves(rows: Sequence[ListRow], actor: Actor) -> dict[str, Transition]:
    """Return the moves by the numbers of the rows; a row without a possible move has none."""
    with connect() as connection:
        facts, _ = facts_at(connection, [row.number for row in rows])
    found = ((number, _next(each, actor)) for number, each in facts.items())
    return {number: move for number, move in found if move}


def _next(facts: Facts, actor: Actor) -> Transition | None:
    list_type, state = pack().lists[facts.item.list_key], facts.item.state
    open_now = [
        move
        for move in list_type.transitions
        if state in move.source and move.permission is not system and not move.beside
    ]
    ordered = sorted(open_now, key=lambda move: turn(list_type, state, move))
    return next((m for m in ordered if machine.refusal(m, actor, facts) is None), None)
