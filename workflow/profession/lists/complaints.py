"""Complaints (信访): received from anybody, accepted in time, handled, replied to, closed.

Who complained stands in no item and no event (docs/adr/0058-who-complained-is-sealed.md). Source:
docs/domain/complaints.md.
"""

from __future__ import annotations

from workflow.declaration import Choice, Field, ListType, Notice, State, Transition, system
from workflow.profession.default_ladder import CHECKING
from workflow.profession.limits import COMPLAINT_ACCEPTANCE
from workflow.profession.moves.basic import comment, escalate
from workflow.profession.moves.complaining import (
    ACCEPT,
    ACCEPTED,
    CLOSE,
    DRAFT,
    DRAFTED,
    GIVE_REPLY,
    HAND_OVER,
    HEADS,
    NAME_CONCERNED,
    PLACE,
    PROLONG,
    READERS,
    RECEIVED,
    REFUSE,
    REPLIED,
    RETURN,
    handling_it,
)
from workflow.profession.moves.evidence import attach
from workflow.words import Words

_OFFICE = "discipline_officer"
WAYS = (
    Choice("web", Words("网上提交", "public form")),
    Choice("letter", Words("来信", "letter")),
    Choice("phone", Words("来电", "telephone")),
    Choice("visit", Words("来访", "visit")),
    Choice("superior", Words("上级转办", "passed on from above")),
)

LIST_TYPE = ListType(
    key="complaints",
    prefix="F",
    words=Words("信访件", "Complaints"),
    readers=READERS,
    withheld_from=HEADS,
    states=(
        State(RECEIVED, Words("待受理", "Received"), awaits=_OFFICE, ladder=CHECKING),
        State(ACCEPTED, Words("办理中", "Being handled"), awaits="holder", ladder=CHECKING),
        State(DRAFTED, Words("待审批答复", "Reply drafted"), awaits=_OFFICE, ladder=CHECKING),
        State(REPLIED, Words("已答复", "Replied"), awaits=_OFFICE, ladder=CHECKING),
        State("closed", Words("已办结", "Closed"), final=True),
        State("refused", Words("不予受理", "Not accepted"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("收到信访件", "Receive a complaint"),
            source=(),
            dest=RECEIVED,
            permission=system,
            fields=(
                Field("title", Words("反映事项", "Subject"), limit=200),
                Field("text", Words("具体情况", "What happened"), "long", limit=5000),
                Field("about", Words("反映对象", "Whom it is about"), limit=200),
                Field("unit", Words("所涉单位", "Unit"), "unit"),
                Field("way", Words("来源方式", "How it came"), "choice", choices=WAYS),
            ),
            takes_evidence=True,
            duty="raiser",
            due=lambda f: f.within(COMPLAINT_ACCEPTANCE),
            effects=(Notice(to=(_OFFICE,)),),
        ),
        ACCEPT,
        REFUSE,
        NAME_CONCERNED,
        PLACE,
        HAND_OVER,
        PROLONG,
        *attach(ACCEPTED, duty="handler", who=handling_it, judges=()),
        DRAFT,
        RETURN,
        GIVE_REPLY,
        CLOSE,
        comment(RECEIVED, ACCEPTED, DRAFTED, REPLIED),
        escalate(RECEIVED, ACCEPTED, DRAFTED, REPLIED),
    ),
)
