"""Responsibilities: the people who answer for a problem; each is signed and discharged."""

from __future__ import annotations

from workflow.declaration import Choice, Field, ListType, process_of
from workflow.profession.moves import parts_of_problem
from workflow.profession.moves.answering import by_level
from workflow.profession.moves.basic import NOTHING_ASKED, RUNNING, hand_over, met, raise_part
from workflow.profession.moves.evidence import attach
from workflow.profession.moves.five_states import worked_off
from workflow.profession.moves.receipt import ASSIGN_MEASURE
from workflow.profession.moves.step_clocks import TO_SIGN
from workflow.profession.moves.three_lists import RAISE_RESPONSIBILITY
from workflow.profession.moves.verification import RETURN, verify
from workflow.words import Words

LEVELS = (
    Choice("first", Words("第一责任人", "First responsible person")),
    Choice("direct", Words("直接责任人", "Directly responsible person")),
    Choice("specific", Words("具体责任人", "Specifically responsible person")),
)

RAISED = raise_part(
    RAISE_RESPONSIBILITY,
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
        *parts_of_problem.begun(RAISED, by_level(ASSIGN_MEASURE)),
        hand_over("assigned", "rectified", "verified"),
        *attach("assigned", duty="rectifier"),
        parts_of_problem.rectify(
            Words("报告履责", "Mark as discharged"),
            Words("履责情况", "What was done"),
            RUNNING,
            met("请先签字", "sign for it first", lambda f: "signed_on" in process_of(f.item)),
            NOTHING_ASKED,
        ),
        verify(),
        RETURN,
        *parts_of_problem.ended(),
    ),
)
