"""A line of the oracle's table of moves, and what the machine does of itself in every list."""

from __future__ import annotations

from typing import NamedTuple


class Move(NamedTuple):
    """One line of the table."""

    trigger: str
    sources: tuple[str, ...]
    dest: str  # "=": it stays where it is
    who: tuple[str, ...]
    barred: tuple[str, ...]


# The states of a paper that wait for one person: whoever was told lays it down once that one left.
WAITING = {
    "accountabilities": ("submitted", "accepted"),
    "appeals": ("raised", "accepted"),
    "criticisms": ("published", "acknowledged"),
    "extensions": ("raised", "returned"),
    "interviews": ("raised", "noticed", "recorded", "follow_up", "verified"),
    "pauses": ("running",),
    "supervisions": ("drafted", "served", "acknowledged"),
}


def following(key: str, moves: list[Move]) -> list[Move]:
    """Add what the machine does: follow the unit, the ladder and the calendar, go up and back."""
    states = {state for move in moves for state in (*move.sources, move.dest)} - {"", "="}
    open_states = next(m.sources for m in moves if m.trigger == "comment")
    ending = Move("lay_down", WAITING.get(key, ()), "withdrawn", ("told_above",), ("holder",))
    return [
        *moves,
        Move("rescope", tuple(sorted(states)), "=", ("system",), ()),
        *([ending] if key in WAITING else ()),
        *(Move(trigger, open_states, "=", ("system",), ()) for trigger in ("refer", "recover")),
        *(
            Move(trigger, m.sources, "=", ("system",), ())
            for m in moves
            if m.trigger == "escalate"
            for trigger in ("replan", "reckon")
        ),
    ]
