"""The five states of an item and the relation awaited in each.

Source: docs/domain/lists-and-states.md#five-states.
"""

from __future__ import annotations

from collections.abc import Callable

from workflow.declaration import Item, State, StepClock
from workflow.profession.default_ladder import CHECKING, LADDER
from workflow.profession.severity_classes import deciders, handling, referred_to
from workflow.words import Words

Awaits = str | Callable[[Item], str]


def _assigner(item: Item) -> str:
    return handling(item).assigner


def _decider(item: Item) -> str:
    return deciders(item)[0]


def verifiers_of(item: Item) -> str:
    """Return the awaited verifiers, or the level above that sees to them."""
    return referred_to(item, "verify") or "verifier"


def worked_off(
    assigned: Words,
    assigned_awaits: Awaits = "holder",
    rectified_awaits: Awaits = verifiers_of,
    verified_awaits: Awaits = _decider,
    clocks: tuple[StepClock, ...] = (),
) -> tuple[State, ...]:
    """Declare raised, assigned, rectified, verified, closed, and withdrawn."""
    return (
        State("raised", Words("已提出", "Raised"), awaits=_assigner, ladder=CHECKING),
        State("assigned", assigned, awaits=assigned_awaits, ladder=LADDER, clocks=clocks),
        State("rectified", Words("待核查", "Rectified"), awaits=rectified_awaits, ladder=CHECKING),
        State("verified", Words("待销号", "Verified"), awaits=verified_awaits, ladder=CHECKING),
        State("closed", Words("已销号", "Closed"), final=True),
        State("withdrawn", Words("不予立项", "Withdrawn"), final=True),
    )
