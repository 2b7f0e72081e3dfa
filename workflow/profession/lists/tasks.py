"""Tasks: the measures to rectify a problem, each worked off on its own."""

from __future__ import annotations

from workflow.declaration import Field, ListType
from workflow.profession.moves import parts_of_problem
from workflow.profession.moves.basic import (
    NOTHING_ASKED,
    RUNNING,
    hand_over,
    raise_part,
)
from workflow.profession.moves.continuing import CONTINUE
from workflow.profession.moves.evidence import EVIDENCE_OF_ROUND, attach
from workflow.profession.moves.five_states import worked_off
from workflow.profession.moves.progress import REPORT_PROGRESS
from workflow.profession.moves.receipt import ASSIGN_MEASURE
from workflow.profession.moves.three_lists import RAISE_TASK
from workflow.profession.moves.verification import RETURN, verify
from workflow.profession.roles import verifier
from workflow.words import Words

RAISED = raise_part(
    RAISE_TASK,
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
        *parts_of_problem.begun(RAISED, ASSIGN_MEASURE),
        REPORT_PROGRESS,
        hand_over("assigned", "rectified", "verified"),
        *attach("assigned", duty="rectifier"),
        *attach("rectified", who=verifier, duty="verifier", judges=("rectifier", "recused")),
        parts_of_problem.rectify(
            Words("报告完成", "Mark as rectified"),
            Words("完成情况", "What was done"),
            RUNNING,
            NOTHING_ASKED,
            EVIDENCE_OF_ROUND,
        ),
        verify(),
        RETURN,
        CONTINUE,
        *parts_of_problem.ended(),
    ),
)
