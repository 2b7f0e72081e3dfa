"""Pauses: the clock of an item stands still with a leader's leave, for a reason and a while.

The holder of the item asks and uploads the document; the leader in charge grants the pause until a
day. On the day the pause ends by itself, earlier by hand. Granted pauses never exceed the limit in
all, and the due date moves by exactly the working days of the pause. Tasks and responsibilities
under way stand still with their problem (docs/domain/lists-and-states.md#t11).
"""

from __future__ import annotations

from datetime import date, timedelta

from workflow.declaration import (
    EVIDENCE,
    LAPSE,
    Choice,
    Condition,
    Email,
    Facts,
    Field,
    ListType,
    Notice,
    Pause,
    Resume,
    State,
    Transition,
    by_hand,
    raiser,
    system,
)
from workflow.profession.default_ladder import CHECKING, PAUSE_ENDS
from workflow.profession.limits import PAUSE_ANSWER, PAUSE_LONGEST
from workflow.profession.lists.extensions import holds_parent
from workflow.profession.moves.basic import REASON, comment, escalate, filled, met
from workflow.profession.roles import director, leader
from workflow.words import Words

CAUSES = (
    Choice("force_majeure", Words("不可抗力", "Force majeure")),
    Choice("dependency", Words("须等待其他单位或前置事项", "Waits for somebody or something else")),
)


def _until(facts: Facts) -> date:
    """Return the day on which the work goes on: from the form, else from the item."""
    given: date | None = facts.fields.get("until")
    return given or date.fromisoformat(facts.item.data["until"])


def _within_limit(facts: Facts) -> bool:
    """Say whether the pause and the item's earlier pauses stay within the limit."""
    before = facts.parent.process.get("paused", []) if facts.parent else []
    asked = facts.calendar.working_days_between(facts.today, _until(facts))
    taken = sum(pause["days"] for pause in before)
    return asked + taken <= PAUSE_LONGEST.days


def _over(facts: Facts) -> bool:
    return facts.item.due_at is not None and facts.item.due_at <= facts.now


RUNS = met(
    "该事项不在整改中，或者已经暂缓",
    "the item is not being rectified, or its clock stands still already",
    lambda f: f.parent is not None and f.parent.state == "assigned" and bool(f.parent.due_at),
)
TO_COME: tuple[Condition, ...] = (
    filled(
        "恢复日期须在今天之后",
        "the day of resuming has to be after today",
        lambda f: _until(f) > f.today,
        "until",
    ),
    filled(
        f"一个事项累计暂缓不超过{PAUSE_LONGEST.days}个工作日",
        f"an item is paused for at most {PAUSE_LONGEST.days} working days in all",
        _within_limit,
        "until",
    ),
)

LIST_TYPE = ListType(
    key="pauses",
    prefix="Z",
    words=Words("暂缓申请", "Pauses"),
    parents=("problems", "tasks"),
    needs_parent=True,
    states=(
        State(
            "raised",
            Words("待审批", "Awaits an answer"),
            awaits="leader_in_charge",
            ladder=CHECKING,
        ),
        State("running", Words("暂缓中", "Paused"), awaits="holder", ladder=PAUSE_ENDS),
        State("ended", Words("已恢复", "Over"), final=True),
        State("refused", Words("不同意", "Refused"), final=True),
        State("withdrawn", Words("已撤回", "Withdrawn"), final=True),
    ),
    transitions=(
        Transition(
            "raise",
            Words("申请暂缓", "Ask for a pause"),
            source=(),
            dest="raised",
            permission=holds_parent,
            fields=(
                Field("cause", Words("暂缓原因", "Cause"), kind="choice", choices=CAUSES),
                Field("title", Words("情况说明", "What happened"), kind="long", limit=2000),
                Field("until", Words("恢复日期", "Work goes on from"), kind="date"),
            ),
            conditions=(
                RUNS,
                met(
                    "已有一份待审批的暂缓申请",
                    "a request is open already",
                    lambda f: all(s.state not in ("raised", "running") for s in f.siblings),
                ),
                *TO_COME,
                filled(
                    "请上传证明材料",
                    "add the document that shows it",
                    lambda f: bool(f.item.evidence),
                    EVIDENCE,
                ),
            ),
            takes_evidence=True,
            duty="raiser",
            due=lambda f: f.within(PAUSE_ANSWER),
            effects=(
                Email(to=("leader_in_charge",), kind="asked"),
                Notice(to=("party_work_clerk",)),
            ),
            note=Words("批准之前照常计时", "the clock goes on until it is granted"),
        ),
        Transition(
            "approve",
            Words("同意暂缓", "Grant the pause"),
            source=("raised",),
            dest="running",
            permission=leader & ~holds_parent,
            judges=("raiser",),
            conditions=(
                RUNS,
                met(
                    "该事项还有延期申请没有答复，请先答复",
                    "an extension request of the item is unanswered; answer it first",
                    lambda f: f.parent is not None and "held" not in f.parent.process,
                ),
                met(
                    "所属任务或责任还有延期申请没有答复，请先答复",
                    "an extension request of a task or responsibility is unanswered; answer it"
                    " first",
                    lambda f: all("held" not in part.process for part in f.contents),
                ),
                *(met(c.unmet.zh, c.unmet.en, c.met) for c in TO_COME),
            ),
            duty="decider",
            due=lambda f: by_hand(_until(f) - timedelta(days=1)),  # its last day
            effects=(
                Pause("until"),
                Email(to=("raiser", "holder"), kind="answered"),
                Notice(to=("party_work_clerk", "party_work_director")),
            ),
            note=Words(
                "停止计时，所属整改中的任务和责任一并停止",
                "stops the clock, and that of its tasks and responsibilities under way",
            ),
        ),
        Transition(
            "refuse",
            Words("不同意暂缓", "Refuse"),
            source=("raised",),
            dest="refused",
            permission=leader & ~holds_parent,
            judges=("raiser",),
            conditions=(REASON,),
            comment_required=True,
            duty="decider",
            clears_due=True,
            effects=(Email(to=("raiser",), kind="answered"),),
        ),
        Transition(
            "withdraw",
            Words("撤回", "Withdraw"),
            source=("raised",),
            dest="withdrawn",
            permission=raiser,
            judges=(),
            clears_due=True,
            beside=True,
        ),
        Transition(
            "resume",
            Words("提前恢复", "Resume earlier"),
            source=("running",),
            dest="ended",
            permission=leader | director | holds_parent,
            judges=(),
            clears_due=True,
            effects=(Resume(), Email(to=("raiser", "holder", "leader_in_charge"), kind="answered")),
            note=Words("恢复计时，时限顺延", "the clock goes on; the due date moves along"),
        ),
        Transition(
            LAPSE,
            Words("暂缓期满，自动恢复", "The pause is over"),
            source=("running",),
            dest="ended",
            permission=system,
            conditions=(met("暂缓还没有期满", "the pause is not over yet", _over),),
            clears_due=True,
            effects=(Resume(), Email(to=("raiser", "holder", "leader_in_charge"), kind="answered")),
        ),
        comment("raised", "running"),
        escalate("raised", "running"),
    ),
)
