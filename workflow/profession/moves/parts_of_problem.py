"""The common moves of a task and a responsibility: each is worked off below a problem."""

from __future__ import annotations

from workflow.declaration import Condition, Email, Field, Notice, Transition, holder
from workflow.profession.limits import VERIFICATION
from workflow.profession.moves.answered_again import answered_again
from workflow.profession.moves.basic import (
    PARENT_OPEN,
    comment,
    escalate,
    place,
    withdraw,
)
from workflow.profession.moves.closing import REFUSE, close, reopen
from workflow.profession.moves.correcting import correct, move_unit, reclassify, retract
from workflow.profession.moves.handing_in import hand_in
from workflow.profession.moves.merging import rehang
from workflow.profession.moves.receipt import SEND_BACK, SIGN_FOR
from workflow.profession.moves.recusal import recusal
from workflow.profession.moves.skip_rung import SKIP_RUNG
from workflow.profession.moves.taking_over import take_back, take_over
from workflow.words import Words

_OPEN = ("raised", "assigned", "rectified", "verified")


def begun(raised: Transition, assign: Transition) -> tuple[Transition, ...]:
    """Declare the moves from raising a part of a problem to its receipt."""
    return (
        raised,
        *take_over(raised, lambda f: f.within(VERIFICATION)),
        take_back("raised", "assigned", "rectified", "closed"),
        *correct(raised, *_OPEN),
        *reclassify("raised", "assigned"),
        move_unit("assigned"),
        retract("raised"),
        rehang(*_OPEN),
        answered_again(*_OPEN, "closed"),
        assign,
        SIGN_FOR,
        SEND_BACK,
    )


def rectify(words: Words, statement: Words, *conditions: Condition) -> Transition:
    """Declare the report of the assignee that the part is done."""
    return Transition(
        "rectify",
        words,
        source=("assigned",),
        dest="rectified",
        permission=holder,
        judges=(),
        fields=(Field("statement", statement, kind="long"),),
        conditions=conditions,
        takes_evidence=True,
        duty="rectifier",
        records=hand_in,
        due=lambda f: f.within(VERIFICATION),
        effects=(Email(to=("verifier",), kind="asked"), Notice(to=("raiser",))),
    )


def ended() -> tuple[Transition, ...]:
    """Declare the moves from closing on, and the moves beside the way of a part of a problem."""
    return (
        close(),
        *recusal(),
        REFUSE,
        reopen(PARENT_OPEN),
        place("raised"),
        withdraw("raised"),
        comment(*_OPEN),
        SKIP_RUNG,
        escalate(*_OPEN),
    )
