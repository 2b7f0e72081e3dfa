"""Continuing rectification (持续整改): a finding of a verification, and an extension by it.

The verifier finds that work goes on and proposes the next checkpoint. The item goes back to its
holder; the checkpoint becomes its due date only once the extension request, opened by the finding,
is approved at the level of its length (docs/domain/lists-and-states.md#extensions).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from workflow.declaration import Actor, Email, Facts, Field, Item, Open, Transition, process_of
from workflow.profession.duties import BEFORE_VERIFYING
from workflow.profession.limits import EXTENSION_LONGEST, EXTENSIONS
from workflow.profession.moves.basic import REASON, filled, met
from workflow.profession.moves.handing_in import days_late
from workflow.profession.moves.verification import due_again, forget_round, independent
from workflow.words import Words


def granted(requests: Iterable[Item]) -> int:
    """Count the approved extension requests, those of findings included."""
    return sum(request.state == "approved" for request in requests)


def _checkpoint(facts: Facts) -> date:
    given: date = facts.fields["checkpoint"]
    return given


def _within(facts: Facts) -> bool:
    due = due_again(facts).on
    return _checkpoint(facts) <= facts.add_working_days(due, EXTENSION_LONGEST.days)


def _continue(item: Item, facts: Facts, actor: Actor) -> None:
    forget_round(item, facts, actor)
    process = process_of(item)
    times = process["continuing"]["times"] if "continuing" in process else 0
    process["continuing"] = {"on": facts.today.isoformat(), "times": times + 1}


CONTINUE = Transition(
    "continue",
    Words("认定为持续整改", "Mark as continuing"),
    source=("rectified",),
    dest="assigned",
    permission=independent,
    judges=BEFORE_VERIFYING,
    fields=(
        Field(
            "checkpoint",
            Words("下一检查点", "Next checkpoint"),
            "date",
            use="move",
            help=Words(
                f"作为延期报批：每次不超过{EXTENSION_LONGEST.days}个工作日，最多{EXTENSIONS}次",
                f"goes for approval as an extension: {EXTENSION_LONGEST.days} working days at"
                f" most, and {EXTENSIONS} times at most",
            ),
        ),
    ),
    conditions=(
        met(
            f"已经延期{EXTENSIONS}次，不能再认定为持续整改，请退回整改",
            f"it was extended {EXTENSIONS} times already; return it instead",
            lambda f: granted(f.of("extensions")) < EXTENSIONS,
        ),
        met(
            "报告完成时已经逾期，不能认定为持续整改，请退回整改",
            "it was overdue when it was handed in, so nothing can be extended; return it instead",
            lambda f: not days_late(f.item),
        ),
        filled(
            "下一检查点应晚于原时限，且至少在十个工作日以后",
            "the checkpoint has to be later than the due date, and than ten working days from now",
            lambda f: _checkpoint(f) > due_again(f).on,
            "checkpoint",
        ),
        filled(
            f"下一检查点不能晚于时限后{EXTENSION_LONGEST.days}个工作日",
            f"one extension is for at most {EXTENSION_LONGEST.days} working days",
            _within,
            "checkpoint",
        ),
        REASON,
    ),
    comment_required=True,
    duty="verifier",
    records=_continue,
    due=due_again,
    effects=(
        Open("extensions", takes={"asked_for": "checkpoint", "progress": "comment"}),
        Email(to=("holder",)),
    ),
    note=Words(
        "退回承办人继续整改；检查点经批准后成为新的时限",
        "goes back to be continued; the checkpoint becomes the due date once it is approved",
    ),
)
