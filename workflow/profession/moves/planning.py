"""The plan: drawn up by the rectifying person, approved or returned by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from workflow.declaration import (
    Actor,
    Email,
    Facts,
    Field,
    Item,
    Judgement,
    Transition,
    holder,
    own_unit,
    process_of,
)
from workflow.profession.moves.basic import REASON, met
from workflow.profession.moves.receipt import SIGNED
from workflow.profession.moves.three_lists import HAS_TASKS
from workflow.profession.severity_classes import (
    handling,
    levels_above,
    plan_approver,
    plan_approvers,
)
from workflow.words import Words

_APPROVER = plan_approver & ~own_unit
_JUDGED = ("planner", "rectifier", "recused")

_SUBMITTED = met(
    "没有待批的方案",
    "no plan awaits approval",
    lambda f: process_of(f.item).get("plan_state") == "submitted",
)


def _becomes(
    state: Literal["submitted", "approved", "returned"],
) -> Callable[[Item, Facts, Actor], None]:
    def record(item: Item, _: Facts, __: Actor) -> None:
        process_of(item)["plan_state"] = state

    return record


PLAN_APPROVED = met(
    "整改方案还没有批准",
    "the plan is not approved yet",
    lambda f: (
        not handling(f.item).plan_approver or process_of(f.item).get("plan_state") == "approved"
    ),
)
PLANNING = (
    Transition(
        "submit_plan",
        Words("提交整改方案", "Submit the plan"),
        source=("assigned",),
        dest="",
        permission=holder,
        fields=(
            Field("cause", Words("原因分析", "Cause"), kind="long"),
            Field("plan", Words("整改方案", "Plan"), kind="long"),
        ),
        conditions=(
            met(
                "这一类不需要整改方案",
                "no plan is called for",
                lambda f: bool(handling(f.item).plan_approver),
            ),
            SIGNED,
            met(
                "方案已经批准",
                "the plan is approved already",
                lambda f: process_of(f.item).get("plan_state") != "approved",
            ),
        ),
        duty="planner",
        records=_becomes("submitted"),
        effects=(Email(to=("awaited",), kind="asked"),),
    ),
    Transition(
        "approve_plan",
        Words("批准方案", "Approve the plan"),
        source=("assigned",),
        dest="",
        permission=_APPROVER,
        judges=_JUDGED,
        conditions=(_SUBMITTED, HAS_TASKS),
        duty="plan_approver",
        judgement=Judgement(lambda item: levels_above(item, plan_approvers(item)), _SUBMITTED.met),
        records=_becomes("approved"),
        effects=(Email(to=("holder",), kind="answered"),),
    ),
    Transition(
        "return_plan",
        Words("退回方案", "Return the plan"),
        source=("assigned",),
        dest="",
        permission=_APPROVER,
        judges=_JUDGED,
        conditions=(_SUBMITTED, REASON),
        comment_required=True,
        duty="plan_approver",
        records=_becomes("returned"),
        effects=(Email(to=("holder",)),),
    ),
)
