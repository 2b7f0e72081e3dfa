"""Closing: decided by people without a part in the work, and reversible by a relapse."""

from __future__ import annotations

from workflow.declaration import (
    REOPENED_FOR,
    Actor,
    Cascade,
    Choice,
    Condition,
    Email,
    Facts,
    Field,
    Item,
    Judgement,
    Records,
    Transition,
    forget,
    own_unit,
    process_of,
)
from workflow.profession.duties import BEFORE_CLOSING
from workflow.profession.moves.basic import DUE_NOT_PAST, NEW_DUE, REASON, due_as_given, met
from workflow.profession.moves.judges import signatories
from workflow.profession.moves.verification import due_again, forget_round
from workflow.profession.roles import (
    director,
    discipline,
)
from workflow.profession.severity_classes import decider, deciders, levels_above
from workflow.words import Words

WHY_REOPENED = Field(
    REOPENED_FOR,
    Words("重开原因", "Reopened for"),
    "choice",
    required=False,
    choices=(
        Choice("relapse", Words("反弹回潮", "A relapse")),
        Choice("false", Words("虚假整改", "False rectification")),
    ),
)


def begin_again(item: Item, facts: Facts, actor: Actor) -> None:
    """Begin another round: the results of the round before hold no longer."""
    forget_round(item, facts, actor)
    forget(item.process, "signed_on", "plan_state", "look_back", "criticised")
    forget(item.process, "handed_in", "continuing", "taken_over")
    item.data.pop("percent", None)
    if REOPENED_FOR not in facts.fields:
        item.data.pop(REOPENED_FOR, None)
    item.round += 1


def _judged_apart(facts: Facts) -> bool:
    """Say whether no verifier or voter of the round has taken part in the work since."""
    process, duties = process_of(facts.item), facts.item.duties
    judges = signatories((*process.get("checks", ()), *process.get("votes", ())))
    return judges.isdisjoint({*duties.get("rectifier", ()), *duties.get("planner", ())})


_JUDGED_APART = met(
    "核查或表决过的人后来参与了整改，请不予销号，重新核查",
    "somebody who verified or voted has since taken part in the work; refuse, so that it is"
    " verified anew",
    _judged_apart,
)


def close(*conditions: Condition, records: Records | None = None) -> Transition:
    """Declare the decision to close, on the given conditions."""
    return Transition(
        "close",
        Words("审定销号", "Close"),
        source=("verified",),
        dest="closed",
        permission=decider & ~own_unit,
        judges=BEFORE_CLOSING,
        conditions=(_JUDGED_APART, *conditions),
        duty="decider",
        judgement=Judgement(lambda item: levels_above(item, deciders(item))),
        records=records,
        clears_due=True,
        cascades=(Cascade("tasks", "close"), Cascade("responsibilities", "close")),
        effects=(Email(to=("holder", "raiser"), kind="answered"),),
        note=Words("销号后只能因反弹重开", "only a relapse can reopen it"),
        step_up=True,
    )


REFUSE = Transition(
    "refuse",
    Words("不予销号", "Refuse to close"),
    source=("verified",),
    dest="assigned",
    permission=decider & ~own_unit,
    judges=("rectifier", "recused"),
    spares=("verifier",),  # whoever found it good may be the first to see that it is not
    conditions=(REASON,),
    comment_required=True,
    duty="decider",
    records=forget_round,
    due=due_again,
    effects=(Email(to=("holder", "verifier")),),
)


def reopen(*conditions: Condition) -> Transition:
    """Declare the reopening after a relapse, a failed look-back or false rectification."""
    return Transition(
        "reopen",
        Words("重新整改", "Reopen"),
        source=("closed",),
        dest="assigned",
        permission=director | discipline,
        judges=(),  # whoever has their own work done again gains nothing by it
        fields=(NEW_DUE, WHY_REOPENED),
        conditions=(DUE_NOT_PAST, REASON, *conditions),
        comment_required=True,
        duty="reopener",
        records=begin_again,
        due=due_as_given,
        effects=(Email(to=("holder", "verifier")),),
        note=Words("轮次加一，重新计时", "a new round begins and the clock starts again"),
    )
