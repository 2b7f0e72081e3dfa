"""Extension requests: asked for before the due date, answered by somebody else."""

from __future__ import annotations

from datetime import date

from workflow.calendar import last_day
from workflow.definition import Field, ListType, State, Transition
from workflow.effects import Email, NewDue, Notice
from workflow.facts import Facts
from workflow.ladder import ladder_to
from workflow.rules import Actor, Rule, raiser
from workflow.steps.everyday import REASON, comment, escalate, filled, met
from workflow.vocabulary import director, leader
from workflow.words import Words

MOST = 2  # extensions of one item
DAYS_TO_ANSWER = 5
DIRECTOR_UP_TO = 10  # working days; longer ones go to the leader in charge


def _due(facts: Facts) -> date | None:
    parent = facts.parent
    return last_day(parent.due_at, facts.zone) if parent and parent.due_at else None


def _holds_parent(actor: Actor, facts: Facts) -> bool:
    return facts.parent is not None and facts.parent.holder_id in actor.people


def _asked(facts: Facts) -> date:
    return date.fromisoformat(facts.item.data["asked_for"])


def _within_director(_: Actor, facts: Facts) -> bool:
    due = _due(facts)
    if due is None or "asked_for" not in facts.item.data:
        return False
    return _asked(facts) <= facts.add_working_days(due, DIRECTOR_UP_TO)


holds_parent = Rule(Words("该事项的承办人", "the person the item is assigned to"), _holds_parent)
short = Rule(
    Words(f"不超过{DIRECTOR_UP_TO}个工作日的", f"for up to {DIRECTOR_UP_TO} working days"),
    _within_director,
)
answerer = ((director & short) | leader) & ~raiser & ~holds_parent
RUNS = met(
    "该事项不在整改中，没有可以延的时限",
    "the item is not being rectified, so there is no due date to extend",
    lambda f: f.parent is not None and f.parent.state == "assigned" and bool(f.parent.due_at),
)

LIST_TYPE = ListType(
    key="extensions",
    prefix="E",
    words=Words("延期申请", "Extension requests"),
    parents=("problems", "tasks", "responsibilities"),
    needs_parent=True,
    states=(
        State(
            "raised",
            Words("待审批", "Awaits an answer"),
            awaits="party_work_director",
            ladder=ladder_to("party_work_director", "leader_in_charge"),
        ),
        State("approved", Words("已批准", "Approved"), final=True),
        State("refused", Words("不同意", "Refused"), final=True),
        State("withdrawn", Words("已撤回", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("申请延期", "Ask for an extension"),
            source=(),
            dest="raised",
            permission=holds_parent,
            fields=(
                Field("title", Words("延期理由", "Reason"), kind="long", limit=2000),
                Field("asked_for", Words("申请延至", "New due date asked for"), kind="date"),
                Field("progress", Words("目前进展", "Progress so far"), kind="long"),
            ),
            conditions=(
                RUNS,
                met(
                    "已经逾期，不能再申请延期",
                    "it is overdue; an extension has to be asked for before the due date",
                    lambda f: (_due(f) or f.today) >= f.today,
                ),
                filled(
                    "新的时限应晚于原时限",
                    "the new date has to be later than the present one",
                    lambda f: f.fields["asked_for"] > (_due(f) or f.today),
                ),
                met(
                    "已有一份待审批的延期申请",
                    "a request is open already",
                    lambda f: all(s.state != "raised" for s in f.siblings),
                ),
                met(
                    f"最多延期{MOST}次",
                    f"at most {MOST} extensions are allowed",
                    lambda f: sum(s.state == "approved" for s in f.siblings) < MOST,
                ),
            ),
            duty="raiser",
            due=lambda f: f.add_working_days(f.today, DAYS_TO_ANSWER),
            effects=(Email(to=("party_work_director", "leader_in_charge")),),
        ),
        Transition(
            "approve",
            Words("同意延期", "Approve"),
            source=("raised",),
            dest="approved",
            permission=answerer,
            forbidden=("raiser",),
            conditions=(
                RUNS,
                met(
                    "新的时限已不晚于现时限",
                    "the date asked for is no longer later than the present one",
                    lambda f: _asked(f) > (_due(f) or f.today),
                ),
            ),
            duty="decider",
            clears_due=True,
            effects=(NewDue("asked_for"), Email(to=("raiser",)), Notice(to=("party_work_clerk",))),
        ),
        Transition(
            "refuse",
            Words("不同意延期", "Refuse"),
            source=("raised",),
            dest="refused",
            permission=answerer,
            forbidden=("raiser",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            clears_due=True,
            effects=(Email(to=("raiser",)),),
        ),
        Transition(
            "withdraw",
            Words("撤回", "Withdraw"),
            source=("raised",),
            dest="withdrawn",
            permission=raiser,
            clears_due=True,
        ),
        comment("raised"),
        escalate("raised"),
    ),
)
