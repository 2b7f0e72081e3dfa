"""Verification: independent people look at the work, on site, and record their findings."""

from __future__ import annotations

from datetime import date

from workflow.declaration import (
    Actor,
    Cascade,
    CheckRecord,
    Condition,
    Email,
    Facts,
    Item,
    Judgement,
    Notice,
    Reckoned,
    Rule,
    Transition,
    forget,
    own_unit,
    process_of,
)
from workflow.profession.duties import BEFORE_VERIFYING
from workflow.profession.limits import CORRECTION, DECISION, PRELIMINARY, PUBLICATION, VERIFICATION
from workflow.profession.moves.basic import REASON, met
from workflow.profession.moves.judges import has_signed, signed
from workflow.profession.moves.three_looks import (
    ALL_THREE,
    EXPLAINED,
    OWN_LOOKS,
    SOLVED,
    THREE_LOOKS,
)
from workflow.profession.roles import (
    clerk,
    director,
    verifier,
)
from workflow.profession.severity_classes import handling
from workflow.words import Words

OF_THE_ROUND = (
    "preliminary", "checks", "votes", "tally", "referred", "publicity", "objection",
)  # fmt: skip
FIELDS_OF_THE_ROUND = (
    *(look.key for look in (*THREE_LOOKS, *OWN_LOOKS)),
    "statement",
    "pledge",
)

checked = Rule(
    Words("本轮已出具核查意见的人", "somebody who already recorded a check in this round"),
    lambda a, f: has_signed(a, process_of(f.item).get("checks", ())),
)
independent = verifier & ~own_unit


def is_reviewed(item: Item) -> bool:
    """Say whether the verifiers may begin: the item was reviewed, or needs no review."""
    return not handling(item).review or "preliminary" in process_of(item)


def due_to_check(facts: Facts) -> Reckoned:
    """Return the due date of the first check of a rectified item."""
    return facts.within(PRELIMINARY if handling(facts.item).review else VERIFICATION)


def _review(item: Item, facts: Facts, actor: Actor) -> None:
    process_of(item)["preliminary"] = _found(facts, actor)


def _check(item: Item, facts: Facts, actor: Actor) -> None:
    process_of(item).setdefault("checks", []).append(_found(facts, actor))


def _found(facts: Facts, actor: Actor) -> CheckRecord:
    return {**signed(actor), "on": facts.today.isoformat(), "findings": facts.comment}


def _enough_verifiers(facts: Facts) -> bool:
    return len(process_of(facts.item).get("checks", [])) + 1 >= handling(facts.item).verifiers


def forget_round(item: Item, _: Facts, __: Actor) -> None:
    """Remove the findings of the round; the events keep them."""
    forget(item.process, *OF_THE_ROUND)
    for field in FIELDS_OF_THE_ROUND:
        item.data.pop(field, None)


def due_again(facts: Facts) -> Reckoned:
    """Return the old due date, or ten working days from now where less is left.

    Source: docs/domain/lists-and-states.md#t15.
    """
    old = facts.item.process.get("due_on")
    return facts.within(CORRECTION, not_before=date.fromisoformat(old) if old else None)


def due_once_verified(facts: Facts) -> Reckoned | None:
    """Return the due date of the next step: publication where due, else the decision.

    What hangs on an open problem is closed together with it and has no clock of its own.
    """
    if facts.parent and facts.parent.state != "closed":
        return None
    return facts.within(PUBLICATION if handling(facts.item).publicity_days else DECISION)


REVIEWED = met(
    "初审还没有通过", "it has not passed the preliminary review", lambda f: is_reviewed(f.item)
)
PASS_REVIEW = Transition(
    "pass_review",
    Words("初审通过", "Pass the preliminary review"),
    source=("rectified",),
    dest="",
    permission=(clerk | director) & ~own_unit,
    judges=("rectifier", "planner", "recused"),
    conditions=(
        met(
            "这一类不需要初审，或者已经通过",
            "no preliminary review is called for, or it was passed already",
            lambda f: not is_reviewed(f.item),
        ),
    ),
    comment_required=True,
    duty="reviewer",
    records=_review,
    due=lambda f: f.within(VERIFICATION),
    effects=(Email(to=("verifier",), kind="asked"),),
    note=Words("交核查组现场核查", "goes to the verifiers"),
)
RECORD_CHECK = Transition(
    "record_check",
    Words("出具核查意见", "Record an on-site check"),
    source=("rectified",),
    dest="",
    permission=independent & ~checked,
    judges=BEFORE_VERIFYING,
    conditions=(REVIEWED,),
    comment_required=True,
    takes_evidence=True,
    duty="verifier",
    records=_check,
)
ENOUGH_VERIFIERS = met(
    "须先由另一名核查人员出具核查意见",
    "another verifier has to record a check first",
    _enough_verifiers,
)


def verify(*conditions: Condition) -> Transition:
    """Declare the finding that the work is good, on the given conditions."""
    return Transition(
        "verify",
        Words("核查通过", "Verify"),
        source=("rectified",),
        dest="verified",
        permission=independent & ~checked,
        judges=BEFORE_VERIFYING,
        fields=THREE_LOOKS,
        at_once=(ALL_THREE,),
        conditions=(SOLVED, *EXPLAINED, *conditions),
        comment_required=True,
        duty="verifier",
        judgement=Judgement(
            lambda item: ("party_work_director", *handling(item).levels), goes_up=False
        ),
        records=_check,
        due=due_once_verified,
        cascades=(Cascade("tasks", "verify"), Cascade("responsibilities", "verify")),
        effects=(
            Email(to=("awaited",), kind="asked"),
            Notice(to=("holder", "raiser")),
        ),
        note=Words("交审定销号", "goes to whoever decides on closing"),
    )


RETURN = Transition(
    "return",
    Words("退回整改", "Return"),
    source=("rectified",),
    dest="assigned",
    permission=(verifier | clerk) & ~own_unit,
    judges=("rectifier", "recused"),
    conditions=(REASON,),
    comment_required=True,
    duty="verifier",
    records=forget_round,
    due=due_again,
    effects=(Email(to=("holder",)),),
    note=Words("退回承办人补正", "goes back to be put right"),
)
