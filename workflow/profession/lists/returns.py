"""Returns (季度报表、半年点评): the figures of a unit in a period, handed in, checked and accepted.

Source: docs/adr/0072-a-return-is-an-item.md. The figures are the declared set ``FIGURES.reported``.
"""

from __future__ import annotations

from dataclasses import replace

from workflow.calendar import HALF, QUARTER, read_period
from workflow.declaration import (
    Email,
    Facts,
    Field,
    Indicator,
    ListType,
    Notice,
    Pattern,
    State,
    Transition,
    by_hand,
    holder,
    system,
)
from workflow.profession.default_ladder import CHECKING
from workflow.profession.indicators import FIGURES
from workflow.profession.limits import CORRECTION, DECISION, PRELIMINARY
from workflow.profession.moves.basic import (
    HOLDER,
    REASON,
    comment,
    escalate,
    filled,
    hand_over,
)
from workflow.profession.roles import clerk, director, leader
from workflow.words import Words

_OPEN, _SUBMITTED, _CHECKED = "open", "submitted", "checked"
_PERIOD = Pattern(
    "[0-9]{4}-(Q[1-4]|H[12])",
    Words("期间写成 2026-Q3 或 2026-H1", "write 2026-Q3 or 2026-H1"),
    "2026-Q3",
)
_SHARE = Pattern(
    "(100|[0-9]{1,2})([.][0-9])?",
    Words("请填写百分比，如 82.5", "write a percentage: 82.5"),
    "82.5",
)
PERIOD = Field("period", Words("期间", "Period"), pattern=_PERIOD, listed=True)
LAST_DAY = Field("due_on", Words("报送截止日", "To be handed in by"), "date", use="due")
ACTIVITIES = Field(
    "activities", Words("活动完成情况", "Activities held"), "long", limit=2000,
)  # fmt: skip
REVIEW = Field(
    "review", Words("点评与下一步打算", "Review, and what comes next"), "long", False, limit=2000,
    help=Words("半年点评必填", "a half-year review needs it"),
)  # fmt: skip


def _given_before(key: str) -> Field:
    asked = next(field for field in (ACTIVITIES, REVIEW) if field.key == key)
    return replace(asked, suggests=lambda facts: str(facts.item.data.get(key, "")))


def _cell(indicator: Indicator) -> Field:
    """Return the cell of an indicator; a share of nothing stays empty."""
    key, share = indicator.key, indicator.unit != "items"
    return Field(
        key, indicator.words, "text" if share else "number", required=not share,
        pattern=_SHARE if share else None, limit=10 if share else 10_000_000,
        help=indicator.told, listed=True,
        suggests=lambda facts: str(facts.item.data.get(key, "")),
    )  # fmt: skip


CELLS = tuple(_cell(FIGURES.indicators[key]) for key in FIGURES.reported)
_KNOWN_PERIOD = filled(
    "期间是一个季度或半年",
    "the period is a quarter or a half",
    lambda facts: _months(facts.fields["period"]) in (QUARTER, HALF),
    "period",
)
_REVIEWED = filled(
    "半年点评须写明点评与下一步打算",
    "a half-year review says how it went and what comes next",
    lambda facts: not _is_half(facts) or len(facts.fields.get("review", "")) > 1,
    "review",
)


def _months(text: str) -> int:
    period = read_period(text)
    return period.months if period else 0


def _is_half(facts: Facts) -> bool:
    return _months(facts.item.data.get("period", "")) == HALF


LIST_TYPE = ListType(
    key="returns",
    prefix="B",
    words=Words("报表", "Returns"),
    states=(
        State(_OPEN, Words("待填报", "To be filled in"), awaits="holder", ladder=CHECKING),
        State(_SUBMITTED, Words("已报送（待审核）", "Handed in"), awaits="party_work_clerk",
              ladder=CHECKING),
        State(_CHECKED, Words("已审核（待接收）", "Checked"), awaits="party_work_director",
              ladder=CHECKING),
        State("accepted", Words("已接收", "Accepted"), final=True),
        State("called_off", Words("已取消", "Called off"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("要求报送", "Ask for a return"),
            source=(),
            dest=_OPEN,
            permission=system,
            fields=(
                Field("title", Words("报表名称", "Return"), limit=200),
                Field("unit", Words("填报单位", "Unit"), "unit"),
                PERIOD,
                replace(HOLDER, words=Words("填报人", "Filled in by"), suggests=None),
                LAST_DAY,
            ),
            conditions=(_KNOWN_PERIOD,),
            duty="raiser",
            due=lambda f: by_hand(f.fields["due_on"]),
            effects=(Email(to=("holder",)),),
            note=Words("通知填报人", "whoever fills it in is told"),
        ),
        Transition(
            "submit",
            Words("填写并报送", "Fill in and hand in"),
            source=(_OPEN,),
            dest=_SUBMITTED,
            permission=holder,
            judges=(),
            fields=(*CELLS, _given_before("activities"), _given_before("review")),
            conditions=(_REVIEWED,),
            takes_evidence=True,
            duty="reporter",
            due=lambda f: f.within(PRELIMINARY),
            effects=(Email(to=("party_work_clerk",), kind="asked"),),
            note=Words("交上级党建部门审核", "goes to the party-work department above"),
        ),
        Transition(
            "return",
            Words("退回修改", "Return"),
            source=(_SUBMITTED, _CHECKED),
            dest=_OPEN,
            permission=clerk | director | leader,
            judges=("reporter",),
            conditions=(REASON,),
            comment_required=True,
            due=lambda f: f.within(CORRECTION),
            effects=(Email(to=("holder",)),),
        ),
        Transition(
            "check",
            Words("审核通过", "Check"),
            source=(_SUBMITTED,),
            dest=_CHECKED,
            permission=clerk,
            judges=("reporter",),
            duty="controller",
            due=lambda f: f.within(DECISION),
            effects=(Email(to=("party_work_director",), kind="asked"),),
            note=Words("交党建部门负责人接收", "goes to the head of the party-work department"),
        ),
        Transition(
            "accept",
            Words("接收", "Accept"),
            source=(_CHECKED,),
            dest="accepted",
            permission=director | leader,
            judges=("reporter", "controller"),
            clears_due=True,
            effects=(Notice(to=("holder",)),),
            note=Words("此后不再改动", "nothing of it changes any more"),
        ),
        Transition(
            "call_off",
            Words("取消", "Call it off"),
            source=(_OPEN,),
            dest="called_off",
            permission=director | clerk,
            judges=(),
            conditions=(REASON,),
            comment_required=True,
            clears_due=True,
            effects=(Notice(to=("holder",)),),
            beside=True,
        ),
        hand_over(_OPEN),
        comment(_OPEN, _SUBMITTED, _CHECKED),
        escalate(_OPEN, _SUBMITTED, _CHECKED),
    ),
)  # fmt: skip
