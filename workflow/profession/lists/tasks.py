"""Tasks: the measures to rectify a problem, each worked off on its own."""

from __future__ import annotations

from workflow.declaration import Email, Field, ListType, Notice, Transition, holder
from workflow.profession.limits import VERIFICATION
from workflow.profession.moves.basic import (
    EVIDENCE_OF_ROUND,
    NOTHING_ASKED,
    PARENT_OPEN,
    RUNNING,
    attach,
    comment,
    escalate,
    hand_over,
    place,
    raise_part,
    withdraw,
)
from workflow.profession.moves.closing import REFUSE, close, reopen
from workflow.profession.moves.continuing import CONTINUE
from workflow.profession.moves.correcting import correct, move_unit, reclassify, retract
from workflow.profession.moves.five_states import worked_off
from workflow.profession.moves.handing_in import hand_in
from workflow.profession.moves.merging import rehang
from workflow.profession.moves.progress import REPORT_PROGRESS
from workflow.profession.moves.receipt import ASSIGN_MEASURE, SEND_BACK, SIGN_FOR
from workflow.profession.moves.recusal import recusal
from workflow.profession.moves.skip_rung import SKIP_RUNG
from workflow.profession.moves.taking_over import take_back, take_over
from workflow.profession.moves.verification import RETURN, verify
from workflow.profession.roles import (
    verifier,
)
from workflow.words import Words

RAISED = raise_part(
    Words("提出任务", "Raise a task"),
    Words("任务内容", "Task"),
    Field("acceptance", Words("验收标准", "Acceptance standard"), required=False),
)

LIST_TYPE = ListType(
    key="tasks",
    prefix="T",
    words=Words("任务清单", "Task list"),
    parents=("problems",),
    states=worked_off(Words("整改中", "Assigned")),
    transitions=(
        RAISED,
        *take_over(RAISED, lambda f: f.within(VERIFICATION)),
        take_back("raised", "assigned", "rectified", "closed"),
        *correct(RAISED, "raised", "assigned", "rectified", "verified"),
        *reclassify("raised", "assigned"),
        move_unit("assigned"),
        retract("raised"),
        rehang("raised", "assigned", "rectified", "verified"),
        ASSIGN_MEASURE,
        SIGN_FOR,
        SEND_BACK,
        REPORT_PROGRESS,
        hand_over("assigned", "rectified", "verified"),
        attach("assigned", duty="rectifier"),
        attach("rectified", who=verifier, duty="verifier", judges=("rectifier", "recused")),
        Transition(
            "rectify",
            Words("报告完成", "Mark as rectified"),
            source=("assigned",),
            dest="rectified",
            permission=holder,
            judges=(),
            fields=(Field("statement", Words("完成情况", "What was done"), kind="long"),),
            conditions=(
                RUNNING,
                NOTHING_ASKED,
                EVIDENCE_OF_ROUND,
            ),
            takes_evidence=True,
            duty="rectifier",
            records=hand_in,
            due=lambda f: f.within(VERIFICATION),
            effects=(Email(to=("verifier",), kind="asked"), Notice(to=("raiser",))),
        ),
        verify(),
        RETURN,
        CONTINUE,
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
