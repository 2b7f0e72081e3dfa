"""A way from nothing to any state of any list, read off its declaration and the cast.

For a list that nobody wrote a way for: the shortest sequence of declared moves, each made by
somebody of the cast whom its rule lets in and who did nothing that it judges, each form filled in
with what its fields take.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.cast import BRANCH, PERSONAS, Persona
from workflow.declaration import RAISE, Field, ListType, Transition, system

_WHOLE = {"text": "said", "long": "said", "number": 10, "yes": True, "unit": BRANCH}


@dataclass(frozen=True)
class Step:
    """One decision on the way: who fires what, filled in how, how many days after the start."""

    by: str
    trigger: str
    fields: dict[str, Any] = field(default_factory=dict)  # a number of days stands for a date
    evidence: bool = False
    day: int = 0

    def filled(self, now: Any) -> dict[str, Any]:
        """Return the fields with dates instead of days."""
        return {
            key: (now.date() + value).isoformat() if isinstance(value, timedelta) else value
            for key, value in self.fields.items()
        }


def declared_way(list_type: ListType, state: str) -> list[Step]:
    """Return the steps from nothing to this state; ``LookupError`` where no way is declared."""
    steps: list[Step] = []
    done: dict[str, str] = {}  # duty -> who of the cast took it on
    for move in _moves(list_type, state):
        by = _somebody(move, done)
        steps.append(Step(by, move.trigger, _filled(move), evidence=move.takes_evidence))
        done |= {move.duty: by} if move.duty else {}
    return steps


def _moves(list_type: ListType, state: str) -> list[Transition]:
    queue = deque([("", [])]) if state else deque()
    ahead: deque[tuple[str, list[Transition]]] = queue
    seen = {""}
    while ahead:
        at, moves = ahead.popleft()
        if at == state and moves:
            return moves
        for t in list_type.transitions:
            if at in t.sources and t.permission is not system and t.dest and t.dest not in seen:
                seen.add(t.dest)
                ahead.append((t.dest, [*moves, t]))
    raise LookupError(f"no way to {list_type.key}.{state}")


def _somebody(move: Transition, done: dict[str, str]) -> str:
    """Choose who makes a move: whoever it is reserved for, else somebody of a role it names."""
    relations = [part.relation for part in move.permission.parts or (move.permission,)]
    judged = {done[duty] for duty in move.judges or () if duty in done}
    for relation in relations:
        if relation == "holder":
            return "branch-head"
        if relation in done:
            return done[relation]
    # Whoever raises takes the place in the branch, so that those above are left to judge it.
    able = [login for login, of in PERSONAS.items() if _may(move, of) and login not in judged]
    return min(able, key=lambda login: (move.trigger == RAISE) != (login == "branch-head"))


def _may(move: Transition, persona: Persona) -> bool:
    return persona.role in move.permission.roles and persona.login != "outsider"


def _filled(move: Transition) -> dict[str, Any]:
    return {f.key: _value(f) for f in move.fields if f.required}


def _value(asked: Field) -> Any:
    if asked.kind == "date":
        return timedelta(days=20)
    if asked.kind == "choice":
        return asked.choices[0].key
    if asked.kind == "person":
        return PERSONAS["branch-head"].id
    return _WHOLE[asked.kind]
