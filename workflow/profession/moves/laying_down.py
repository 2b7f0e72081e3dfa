"""Laying down (终止): the told role ends a document after its person has gone.

A list whose items can be handed over needs no such move; an interview, a notice or a request is
about one person and nobody else can answer it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.declaration import (
    Effect,
    Facts,
    ListType,
    Notice,
    OnParent,
    State,
    Transition,
    vacancies,
)
from workflow.profession.moves.basic import REASON, met
from workflow.profession.roles import ROLES, own_case, told_above
from workflow.words import Words

LAY_DOWN = "lay_down"
_ENDS_IN = "withdrawn"


def _person_has_gone(facts: Facts) -> bool:
    return any(relation not in ROLES for relation, _ in vacancies(facts.item))


_GONE = met(
    "当事人在任，可以继续办理",
    "whoever it waits for is in post, so that it can go on",
    _person_has_gone,
)


def laying_down(list_type: ListType) -> tuple[Transition, ...]:
    """Declare the move for a list without a hand-over; empty for all others."""
    states = [state for state in list_type.states if _waits_for_a_person(state)]
    ends = any(state.key == _ENDS_IN for state in list_type.states)
    if list_type.named("hand_over") or not states or not ends:
        return ()
    return (
        Transition(
            LAY_DOWN,
            Words("终止（当事人已不在任）", "Discontinue: the person has left"),
            source=tuple(state.key for state in states),
            dest=_ENDS_IN,
            permission=told_above & ~own_case,
            judges=(),  # of a person who has gone nothing is judged
            conditions=(_GONE, REASON),
            comment_required=True,
            clears_due=True,
            duty="withdrawer",
            effects=(*_on_parent(list_type), Notice(to=("raiser",))),
            beside=True,
        ),
    )


def _waits_for_a_person(state: State) -> bool:
    return not state.final and (callable(state.awaits) or state.awaits not in ROLES)


def _on_parent(list_type: ListType) -> Iterator[Effect]:
    """Yield the effects of the list's own withdrawal on the matter above."""
    own = list_type.named("withdraw")
    return (effect for effect in (own.effects if own else ()) if isinstance(effect, OnParent))
