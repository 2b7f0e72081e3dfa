"""The machine's own moves, common to the lists of every pack."""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration.effects import Notice
from workflow.declaration.field import Field
from workflow.declaration.list_type import (
    ESCALATE,
    RECKON,
    REPLAN,
    RESCOPE,
    ListType,
    Transition,
)
from workflow.declaration.referral import referral
from workflow.declaration.rules import system
from workflow.declaration.transition import Condition
from workflow.declaration.vacancy import holder_has_gone
from workflow.words import Words

_HELD_BY_SOMEBODY = Condition(
    Words(
        "承办人已不在任，升级暂停，等待上一级安排",
        "whoever it is assigned to has gone; its ladder stands still until it is placed",
    ),
    lambda facts: not holder_has_gone(facts.item),
)


def escalate(*states: str) -> Transition:
    """Declare the machine's own move: the next rung of the state's ladder."""
    return Transition(
        ESCALATE,
        Words("逾期升级", "Escalate"),
        source=states,
        dest="",
        permission=system,
        conditions=(_HELD_BY_SOMEBODY,),
    )


def rescope(*states: str) -> Transition:
    """Declare the machine's move for an item to follow the unit, in any state."""
    return Transition(
        RESCOPE,
        Words("随单位调整", "Move with its unit"),
        source=states,
        dest="",
        permission=system,
        fields=(Field("unit", Words("责任单位", "Responsible unit"), kind="unit"),),
    )


def replan(*states: str) -> Transition:
    """Declare the machine's move to plan an item anew after a change of the ladder."""
    return Transition(
        REPLAN,
        Words("按新的升级规则重排", "Reschedule under the new ladder"),
        source=states,
        dest="",
        permission=system,
    )


def reckon(*states: str) -> Transition:
    """Declare the machine's move to reckon a due date anew after a change of the calendar.

    A person applies the change to all items together, after seeing each of them before and after;
    the reason is in the comment.
    """
    return Transition(
        RECKON,
        Words("按变动后的日历重算时限", "Recalculate for the changed calendar"),
        source=states,
        dest="",
        permission=system,
        effects=(Notice(to=("awaited",)),),
    )


def with_machine_moves(list_type: ListType) -> ListType:
    """Return the list type with the moves of the machine.

    Items of every list follow their unit (ADR 9), their ladder and the calendar, and go up where
    nobody can act on them.
    """
    follow = [rescope(*(state.key for state in list_type.states))]
    if on_ladder := [state.key for state in list_type.states if state.ladder]:
        follow += [replan(*on_ladder), reckon(*on_ladder)]
    upward = referral(list_type)
    return replace(list_type, transitions=(*list_type.transitions, *follow, *upward))
