"""Appeals (申诉): against a decision on accountability, answered by another, higher body.

Lodged by the person concerned within the period, without stopping the execution. The decision on
the appeal, with its document, lets the first decision stand, change or fall
(docs/domain/deadlines.md#d22).
"""

from __future__ import annotations

from workflow.declaration import (
    Actor,
    Choice,
    Email,
    Facts,
    Field,
    Item,
    ListType,
    Notice,
    Rule,
    State,
    Transition,
    process_of,
    raiser,
)
from workflow.profession.default_ladder import ladder_to
from workflow.profession.limits import APPEAL_ACCEPTANCE, APPEAL_DECISION
from workflow.profession.lists.extensions import holds_parent
from workflow.profession.moves.basic import REASON, comment, escalate, filled, met
from workflow.profession.moves.sanctioning import (
    AMEND,
    CHANGED,
    DECISION,
    DOCUMENT,
    NOT_AHEAD,
    PROPOSED_BY,
    READERS,
    REVOKED,
    UPHELD,
    awaited_role,
    competent,
    count_pieces,
    suited,
)
from workflow.profession.roles import own_case
from workflow.profession.sanctions import APPEAL_TO, DISCIPLINE, METHOD_CHOICES, METHODS
from workflow.words import Words

OUTCOMES = (
    Choice(UPHELD, Words("维持原决定", "The decision stands")),
    Choice(CHANGED, Words("变更原决定", "The decision is changed")),
    Choice(REVOKED, Words("撤销原决定", "The decision is revoked")),
)


def _decided_before(actor: Actor, facts: Facts) -> bool:
    duties = facts.parent.duties if facts.parent else {}
    return any(
        p in duties.get(duty, ()) for duty in (*PROPOSED_BY, "decider") for p in actor.people
    )


decided_before = Rule(
    Words("参与原建议或原决定的人", "somebody who took part in the decision appealed against"),
    _decided_before,
)
answering = competent & ~decided_before & ~own_case


def _in_time(facts: Facts) -> bool:
    until = process_of(facts.parent).get("appeal_until", "") if facts.parent else ""
    return facts.today.isoformat() <= until


def _address(item: Item, facts: Facts, _: Actor) -> None:
    decided = facts.parent.data.get("competent", DISCIPLINE) if facts.parent else DISCIPLINE
    process_of(item)["competent"] = APPEAL_TO[decided]


def _suits(facts: Facts) -> bool:
    target = facts.parent.data.get("target", "") if facts.parent else ""
    return "instead" not in facts.fields or METHODS[facts.fields["instead"]].fits(target)


LIST_TYPE = ListType(
    key="appeals",
    prefix="Y",
    words=Words("申诉", "Appeals"),
    parents=("accountabilities",),
    needs_parent=True,
    readers=READERS,
    states=(
        State(
            "raised",
            Words("待受理", "To be accepted"),
            awaits=awaited_role,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State(
            "accepted",
            Words("复查中", "Under review"),
            awaits=awaited_role,
            ladder=ladder_to("awaited", "party_group_secretary"),
        ),
        State("decided", Words("已作出处理决定", "Decided"), final=True),
        State("refused", Words("不予受理", "Not accepted"), final=True),
        State("withdrawn", Words("已撤回", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("提出申诉", "Appeal"),
            source=(),
            dest="raised",
            permission=holds_parent,
            fields=(
                Field("title", Words("申诉理由", "Grounds"), kind="long", limit=2000),
                Field("request", Words("申诉请求", "What is asked for"), kind="long"),
            ),
            conditions=(
                met(
                    "没有已宣布的问责决定可以申诉",
                    "no decision has been announced that could be appealed against",
                    lambda f: f.parent is not None and f.parent.state in ("announced", "executed"),
                ),
                met("申诉期已过", "the time to appeal is over", _in_time),
                met(
                    "已经提出过申诉",
                    "an appeal has been lodged already",
                    lambda f: all(s.state == "withdrawn" for s in f.siblings),
                ),
            ),
            takes_evidence=True,
            duty="raiser",
            records=_address,
            due=lambda f: f.within(APPEAL_ACCEPTANCE),
            effects=(Email(to=("awaited",), kind="asked"), Notice(to=("discipline_officer",))),
            note=Words("申诉期间不停止决定的执行", "the decision is executed all the same"),
        ),
        Transition(
            "accept_case",
            Words("受理申诉", "Accept the appeal"),
            source=("raised",),
            dest="accepted",
            permission=answering,
            judges=("raiser",),
            duty="accepter",
            records=count_pieces,
            due=lambda f: f.within(APPEAL_DECISION),
            effects=(Email(to=("raiser",), kind="answered"),),
        ),
        Transition(
            "decide",
            Words("登记处理决定", "Record the decision"),
            source=("accepted",),
            dest="decided",
            permission=answering,
            judges=("raiser",),
            fields=(
                Field("outcome", Words("处理结果", "Outcome"), "choice", choices=OUTCOMES),
                Field(
                    "instead",
                    Words("变更后的方式", "Method instead"),
                    "choice",
                    False,
                    METHOD_CHOICES,
                ),
                *DECISION,
            ),
            conditions=(
                DOCUMENT,
                NOT_AHEAD,
                filled(
                    "变更原决定时填写变更后的方式，其他情况不填",
                    "name the method where the decision is changed, and only there",
                    lambda f: (f.fields["outcome"] == CHANGED) == ("instead" in f.fields),
                    "instead",
                    "outcome",
                ),
                suited(_suits, "instead"),
            ),
            takes_evidence=True,
            duty="decider",
            step_up=True,
            clears_due=True,
            effects=(
                AMEND,
                Email(to=("raiser",), kind="served"),
                Notice(to=("discipline_officer", "party_group_secretary")),
            ),
            note=Words("原决定随之维持、变更或撤销", "the first decision stands, changes or falls"),
        ),
        Transition(
            "refuse",
            Words("不予受理", "Do not accept"),
            source=("raised",),
            dest="refused",
            permission=answering,
            judges=("raiser",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            clears_due=True,
            effects=(Email(to=("raiser",), kind="answered"),),
        ),
        Transition(
            "withdraw",
            Words("撤回申诉", "Withdraw"),
            source=("raised", "accepted"),
            dest="withdrawn",
            permission=raiser,
            judges=(),
            clears_due=True,
            effects=(Notice(to=("discipline_officer",)),),
            beside=True,
        ),
        comment("raised", "accepted"),
        escalate("raised", "accepted"),
    ),
)
