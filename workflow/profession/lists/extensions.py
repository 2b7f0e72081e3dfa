"""Extension requests: made well before the due date, answered by another person.

While a request waits for its answer no rung of the ladder is climbed; after a refusal the ladder
goes on. Documents issued before stay (docs/domain/escalation-ladder.md#rule-e).
"""

from __future__ import annotations

from datetime import date

from workflow.calendar import last_day
from workflow.declaration import (
    Actor,
    Condition,
    Email,
    Facts,
    Field,
    Hold,
    Judgement,
    ListType,
    NewDue,
    Notice,
    ReleaseHold,
    Rule,
    State,
    Transition,
    raiser,
    system,
)
from workflow.profession.default_ladder import CHECKING
from workflow.profession.limits import (
    EXTENSION_AHEAD,
    EXTENSION_ANSWER,
    EXTENSION_BY_DIRECTOR,
    EXTENSION_COMPLETION,
    EXTENSION_LONGEST,
    EXTENSIONS,
)
from workflow.profession.moves.basic import REASON, comment, escalate, filled, met
from workflow.profession.moves.continuing import granted
from workflow.profession.roles import director, leader
from workflow.profession.severity_classes import levels_above, referred, referred_to
from workflow.words import Words

_OPEN = ("raised", "returned")


def _due(facts: Facts) -> date:
    """Return the due date to be extended, or today without a running due date."""
    parent = facts.parent
    return last_day(parent.due_at, facts.zone) if parent and parent.due_at else facts.today


def _holds_parent(actor: Actor, facts: Facts) -> bool:
    return facts.parent is not None and facts.parent.holder_id in actor.people


def _asked(facts: Facts) -> date:
    """Return the date asked for: from the form, else from the item."""
    given: date | None = facts.fields.get("asked_for")
    return given or date.fromisoformat(facts.item.data["asked_for"])


def _within(facts: Facts, days: int) -> bool:
    return _asked(facts) <= facts.add_working_days(_due(facts), days)


def _within_director(_: Actor, facts: Facts) -> bool:
    return "asked_for" in facts.item.data and _within(facts, EXTENSION_BY_DIRECTOR.days)


def _ahead(facts: Facts) -> bool:
    return facts.today <= facts.add_working_days(_due(facts), -EXTENSION_AHEAD.days)


holds_parent = Rule(Words("该事项的承办人", "the person the item is assigned to"), _holds_parent)
short = Rule(
    Words(
        f"不超过{EXTENSION_BY_DIRECTOR.days}个工作日的",
        f"for up to {EXTENSION_BY_DIRECTOR.days} working days",
    ),
    _within_director,
)
answerer = ((director & short) | leader | referred("approve")) & ~holds_parent
RUNS = met(
    "该事项不在整改中，没有可以延的时限",
    "the item is not being rectified, so there is no due date to extend",
    lambda f: f.parent is not None and f.parent.state == "assigned" and bool(f.parent.due_at),
)
IN_TIME = met(
    "已经逾期，不能再申请延期",
    "it is overdue; an extension has to be asked for before the due date",
    lambda f: _due(f) >= f.today,
)
ASKED_FOR: tuple[Condition, ...] = (
    filled(
        "新的时限应晚于原时限",
        "the new date has to be later than the present one",
        lambda f: _asked(f) > _due(f),
        "asked_for",
    ),
    filled(
        f"每次延期不超过{EXTENSION_LONGEST.days}个工作日",
        f"one extension is for at most {EXTENSION_LONGEST.days} working days",
        lambda f: _within(f, EXTENSION_LONGEST.days),
        "asked_for",
    ),
)
FIELDS = (
    Field("title", Words("延期理由", "Reason"), kind="long", limit=2000),
    Field("asked_for", Words("申请延至", "New due date asked for"), kind="date"),
    Field("progress", Words("目前进展", "Progress so far"), kind="long"),
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
            awaits=lambda item: referred_to(item, "approve") or "party_work_director",
            ladder=CHECKING,
        ),
        State(
            "returned",
            Words("待补充", "To be completed"),
            awaits="holder",
            ladder=CHECKING,
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
            permission=holds_parent | system,  # the machine: for a finding that work continues
            fields=FIELDS,
            conditions=(
                RUNS,
                IN_TIME,
                met(
                    f"延期应在到期前至少{EXTENSION_AHEAD.days}个工作日申请",
                    "an extension has to be asked for at least"
                    f" {EXTENSION_AHEAD.days} working days before the due date",
                    _ahead,
                ),
                met(
                    "已有一份待审批的延期申请",
                    "a request is open already",
                    lambda f: all(s.state not in _OPEN for s in f.siblings),
                ),
                met(
                    f"最多延期{EXTENSIONS}次",
                    f"at most {EXTENSIONS} extensions are allowed",
                    lambda f: granted(f.siblings) < EXTENSIONS,
                ),
                *ASKED_FOR,
            ),
            duty="raiser",
            due=lambda f: f.within(EXTENSION_ANSWER),
            effects=(Hold(), Email(to=("party_work_director", "leader_in_charge"), kind="asked")),
            note=Words("答复之前不升级", "nothing is escalated until it is answered"),
        ),
        Transition(
            "approve",
            Words("同意延期", "Approve"),
            source=("raised",),
            dest="approved",
            permission=answerer,
            judges=("raiser",),
            conditions=(
                RUNS,
                met(
                    "新的时限已不晚于现时限",
                    "the date asked for is no longer later than the present one",
                    lambda f: _asked(f) > _due(f),
                ),
            ),
            duty="decider",
            judgement=Judgement(
                lambda item: levels_above(
                    item, (referred_to(item, "approve") or "leader_in_charge",)
                )
            ),
            clears_due=True,
            effects=(
                NewDue("asked_for"),
                Email(to=("raiser",), kind="answered"),
                Notice(to=("party_work_clerk",)),
            ),
        ),
        Transition(
            "refuse",
            Words("不同意延期", "Refuse"),
            source=("raised",),
            dest="refused",
            permission=answerer,
            judges=("raiser",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            clears_due=True,
            effects=(ReleaseHold(), Email(to=("raiser",), kind="answered")),
        ),
        Transition(
            "return",
            Words("退回补充", "Return for completion"),
            source=("raised",),
            dest="returned",
            permission=answerer,
            judges=("raiser",),
            conditions=(REASON,),
            comment_required=True,
            due=lambda f: f.within(EXTENSION_COMPLETION),
            effects=(ReleaseHold(), Email(to=("raiser",), kind="answered")),
            note=Words("补充之前照常计时、照常升级", "until then the clock and the ladder go on"),
        ),
        Transition(
            "resubmit",
            Words("补充后再报", "Submit again"),
            source=("returned",),
            dest="raised",
            permission=holds_parent,
            judges=(),
            fields=FIELDS,
            conditions=(RUNS, IN_TIME, *ASKED_FOR),
            duty="raiser",
            due=lambda f: f.within(EXTENSION_ANSWER),
            effects=(Hold(), Email(to=("party_work_director", "leader_in_charge"), kind="asked")),
        ),
        Transition(
            "withdraw",
            Words("撤回", "Withdraw"),
            source=("raised", "returned"),
            dest="withdrawn",
            permission=raiser,
            judges=(),
            clears_due=True,
            effects=(ReleaseHold(),),
            beside=True,
        ),
        comment("raised", "returned"),
        escalate("raised", "returned"),
    ),
)
