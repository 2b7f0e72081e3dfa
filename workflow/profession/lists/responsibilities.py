"""Responsibilities: the people who answer for a problem; each is signed and discharged."""

from __future__ import annotations

from workflow.declaration import (
    Choice,
    Email,
    Field,
    ListType,
    Notice,
    Transition,
    holder,
    process_of,
)
from workflow.profession.limits import VERIFICATION
from workflow.profession.moves.answering import by_level
from workflow.profession.moves.basic import (
    NOTHING_ASKED,
    PARENT_OPEN,
    attach,
    comment,
    escalate,
    hand_over,
    met,
    place,
    raise_part,
    withdraw,
)
from workflow.profession.moves.closing import REFUSE, close, reopen
from workflow.profession.moves.correcting import correct, move_unit, reclassify, retract
from workflow.profession.moves.five_states import worked_off
from workflow.profession.moves.handing_in import hand_in
from workflow.profession.moves.merging import rehang
from workflow.profession.moves.receipt import ASSIGN_MEASURE, SEND_BACK, SIGN_FOR
from workflow.profession.moves.recusal import recusal
from workflow.profession.moves.skip_rung import SKIP_RUNG
from workflow.profession.moves.step_clocks import TO_SIGN
from workflow.profession.moves.taking_over import take_back, take_over
from workflow.profession.moves.verification import RETURN, verify
from workflow.words import Words

LEVELS = (
    Choice("first", Words("第一责任人", "First responsible person")),
    Choice("direct", Words("直接责任人", "Directly responsible person")),
    Choice("specific", Words("具体责任人", "Specifically responsible person")),
)

RAISED = raise_part(
    Words("提出责任", "Raise a responsibility"),
    Words("责任内容", "Responsibility"),
    Field("level", Words("责任层级", "Level"), "choice", False, LEVELS),
)

LIST_TYPE = ListType(
    key="responsibilities",
    prefix="R",
    words=Words("责任清单", "Responsibility list"),
    parents=("problems",),
    states=worked_off(Words("履责中", "Assigned"), clocks=(TO_SIGN,)),
    transitions=(
        RAISED,
        *take_over(RAISED, lambda f: f.within(VERIFICATION)),
        take_back("raised", "assigned", "rectified", "closed"),
        *correct(RAISED, "raised", "assigned", "rectified", "verified"),
        *reclassify("raised", "assigned"),
        move_unit("assigned"),
        retract("raised"),
        rehang("raised", "assigned", "rectified", "verified"),
        by_level(ASSIGN_MEASURE),
        SIGN_FOR,
        SEND_BACK,
        hand_over("assigned", "rectified", "verified"),
        attach("assigned", duty="rectifier"),
        Transition(
            "rectify",
            Words("报告履责", "Mark as discharged"),
            source=("assigned",),
            dest="rectified",
            permission=holder,
            judges=(),
            fields=(Field("statement", Words("履责情况", "What was done"), kind="long"),),
            conditions=(
                met("请先签字", "sign for it first", lambda f: "signed_on" in process_of(f.item)),
                NOTHING_ASKED,
            ),
            takes_evidence=True,
            duty="rectifier",
            records=hand_in,
            due=lambda f: f.within(VERIFICATION),
            effects=(Email(to=("verifier",), kind="asked"), Notice(to=("raiser",))),
        ),
        verify(),
        RETURN,
        close(),
        *recusal(),
        REFUSE,
        reopen(PARENT_OPEN),
        place("raised"),
        withdraw("raised"),
        comment("raised", "assigned", "rectified", "verified"),
        SKIP_RUNG,
        escalate("raised", "assigned", "rectified", "verified"),
    ),
)
