"""Checks: one unit looked at by one edition of a sheet, as a part of a round.

Source: docs/adr/0045-a-check-of-a-unit-is-an-item.md.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.declaration import (
    Email,
    Field,
    ListType,
    Notice,
    State,
    Transition,
    by_hand,
    system,
)
from workflow.profession.default_ladder import CHECKING
from workflow.profession.limits import CORRECTION, DECISION, PUBLICATION
from workflow.profession.moves.basic import (
    HOLDER,
    REASON,
    comment,
    escalate,
    hand_over,
)
from workflow.profession.moves.checking import (
    ALL_ANSWERED,
    KIND,
    SOMETHING_ANSWERED,
    answer,
    checker,
    checks_own_unit,
)
from workflow.profession.roles import ROLES, clerk, director, leader
from workflow.words import Words

_PLANNED, _UNDER_WAY = "planned", "under_way"
_HEAD = replace(HOLDER, words=Words("检查组组长", "Head of the team"), suggests=None)
_TO_DIRECTOR = Words("交{role}确认", "goes to the {role}").format(role=ROLES["party_work_director"])
_LAST_DAY = Field("due_on", Words("检查截止日", "To be checked by"), "date", use="due")
_UNIT_HEADS = ("branch_secretary", "general_branch_secretary")

LIST_TYPE = ListType(
    key="checks",
    prefix="J",
    words=Words("检查单", "Checks"),
    states=(
        State(_PLANNED, Words("已计划", "Planned"), awaits="holder", ladder=CHECKING),
        State(_UNDER_WAY, Words("检查中", "Under way"), awaits="holder", ladder=CHECKING),
        State(
            "submitted",
            Words("已提交（待确认）", "Submitted"),
            awaits="party_work_director",
            ladder=CHECKING,
        ),
        State(
            "confirmed",
            Words("已确认（待通报）", "Confirmed"),
            awaits="party_work_clerk",
            ladder=CHECKING,
        ),
        State("published", Words("已通报", "Published"), final=True),
        State("called_off", Words("已取消", "Called off"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("列入检查", "Plan a check"),
            source=(),
            dest=_PLANNED,
            permission=system,
            fields=(
                Field("title", Words("检查名称", "Check"), limit=200),
                Field("unit", Words("被检查单位", "Unit"), "unit"),
                KIND,
                _HEAD,
                _LAST_DAY,
            ),
            duty="raiser",
            due=lambda f: by_hand(f.fields["due_on"]),
            effects=(Email(to=("holder",)), Notice(to=_UNIT_HEADS)),
            note=Words("通知被检查单位", "the unit is told"),
        ),
        answer(_PLANNED, dest=_UNDER_WAY),
        answer(_UNDER_WAY),
        Transition(
            "submit",
            Words("提交检查结果", "Submit the result"),
            source=(_UNDER_WAY,),
            dest="submitted",
            permission=checker & ~checks_own_unit,
            judges=(),
            conditions=(SOMETHING_ANSWERED, ALL_ANSWERED),
            duty="checker",
            due=lambda f: f.within(DECISION),
            effects=(Email(to=("party_work_director",), kind="asked"),),
            note=_TO_DIRECTOR,
        ),
        Transition(
            "return",
            Words("退回补充", "Return"),
            source=("submitted",),
            dest=_UNDER_WAY,
            permission=(director | leader) & ~checks_own_unit,
            judges=("checker",),
            conditions=(REASON,),
            comment_required=True,
            due=lambda f: f.within(CORRECTION),
            effects=(Email(to=("holder",)),),
        ),
        Transition(
            "confirm",
            Words("确认检查结果", "Confirm the result"),
            source=("submitted",),
            dest="confirmed",
            permission=(director | leader) & ~checks_own_unit,
            judges=("checker",),
            duty="confirmer",
            due=lambda f: f.within(PUBLICATION),
            effects=(Notice(to=("holder", "party_work_clerk")),),
        ),
        Transition(
            "publish",
            Words("通报检查结果", "Publish the result"),
            source=("confirmed",),
            dest="published",
            permission=clerk | director,
            judges=(),
            clears_due=True,
            effects=(Notice(to=(*_UNIT_HEADS, "holder")),),
            note=Words("告知被检查单位", "the unit is told"),
        ),
        Transition(
            "call_off",
            Words("取消检查", "Call it off"),
            source=(_PLANNED, _UNDER_WAY),
            dest="called_off",
            permission=director | clerk,
            judges=(),
            conditions=(REASON,),
            comment_required=True,
            clears_due=True,
            effects=(Notice(to=(*_UNIT_HEADS, "holder")),),
            beside=True,
        ),
        hand_over(_PLANNED, _UNDER_WAY),
        comment(_PLANNED, _UNDER_WAY, "submitted", "confirmed"),
        escalate(_PLANNED, _UNDER_WAY, "submitted", "confirmed"),
    ),
)
