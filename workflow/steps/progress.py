"""Progress: reports, and standing still with the leave of a leader while the clock stops."""

from __future__ import annotations

from datetime import date

from workflow.calendar import last_day
from workflow.definition import Field, Transition
from workflow.effects import Email, Notice
from workflow.facts import Facts, Item
from workflow.reckoning import Reckoned, paused
from workflow.rules import Actor, holder
from workflow.steps.everyday import REASON, filled, met
from workflow.vocabulary import director, leader, rectifier
from workflow.words import Words

RUNNING = met(
    "已暂缓，请先恢复", "it is suspended; resume it first", lambda f: "suspended" not in f.item.data
)


def _suspend(item: Item, facts: Facts, _: Actor) -> None:
    assert item.due_at  # noqa: S101 -- what is assigned and not suspended has a due date
    item.data["suspended"] = {
        "on": facts.today.isoformat(),
        "until": item.data.pop("until"),
        "due": last_day(item.due_at, facts.zone).isoformat(),
    }


def _resume(item: Item, facts: Facts, _: Actor) -> None:
    item.data["due_on"] = _due_resumed(facts).on.isoformat()
    item.data.pop("suspended")


def _due_resumed(facts: Facts) -> Reckoned:
    """Move the due date that was running by as many days as the clock stood still."""
    suspended = facts.item.data["suspended"]
    due, stopped = (date.fromisoformat(suspended[key]) for key in ("due", "on"))
    return paused(facts.item.due_basis, due, stopped, facts.today)


REPORT_PROGRESS = Transition(
    "report_progress",
    Words("报告进展", "Report progress"),
    source=("assigned",),
    dest="",
    permission=holder,
    fields=(Field("percent", Words("完成百分比", "Percent done"), kind="number", limit=100),),
    comment_required=True,
    duty="rectifier",
)
SUSPENSION = (
    Transition(
        "suspend",
        Words("暂缓", "Suspend"),
        source=("assigned",),
        dest="",
        permission=leader & ~rectifier,
        forbidden=("rectifier",),
        fields=(Field("until", Words("预计恢复日期", "Resume by"), kind="date"),),
        conditions=(
            RUNNING,
            filled(
                "恢复日期须在今天之后",
                "the day of resuming has to be after today",
                lambda f: f.fields["until"] > f.today,
            ),
            REASON,
        ),
        comment_required=True,
        records=_suspend,
        clears_due=True,
        effects=(Notice(to=("holder",)),),
        note=Words("停止计时", "stops the clock"),
    ),
    Transition(
        "resume",
        Words("恢复", "Resume"),
        source=("assigned",),
        dest="",
        permission=leader | director,
        conditions=(met("没有暂缓", "it is not suspended", lambda f: "suspended" in f.item.data),),
        records=_resume,
        due=_due_resumed,
        effects=(Email(to=("holder",)),),
    ),
)
