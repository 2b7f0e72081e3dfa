"""Clocks of steps that wait for a person while the item's own due date runs on."""

from __future__ import annotations

from collections.abc import Callable

from workflow.declaration import Item, Limit, StepClock, process_of
from workflow.profession.default_ladder import ladder_of_step
from workflow.profession.limits import ACKNOWLEDGEMENT, PLAN, PLAN_AGAIN, PLAN_APPROVAL, RECEIPT
from workflow.profession.severity_classes import handling
from workflow.words import Words


def _clock(key: str, words: Words, limit: Limit, runs: Callable[[Item], bool]) -> StepClock:
    return StepClock(key, words, limit, runs, ladder_of_step(key, words))


def _unsigned(item: Item) -> bool:
    return "signed_on" not in process_of(item)


def _plan_is(state: str | None) -> Callable[[Item], bool]:
    return lambda item: (
        bool(handling(item).plan_approver) and process_of(item).get("plan_state") == state
    )


TO_SIGN = _clock("receipt", Words("签收", "Receipt"), RECEIPT, _unsigned)
ACKNOWLEDGING = _clock("receipt", Words("签收", "Receipt"), ACKNOWLEDGEMENT, lambda _: True)
# A plan that was handed in waits for its approver, whoever has taken the item on since.
GETTING_STARTED = (
    _clock(
        "plan_approval",
        Words("审批方案", "Approval of the plan"),
        PLAN_APPROVAL,
        _plan_is("submitted"),
    ),
    _clock(
        "receipt",
        Words("签收", "Receipt"),
        RECEIPT,
        lambda item: handling(item).receipt and _unsigned(item),
    ),
    _clock("plan_again", Words("再报方案", "Plan again"), PLAN_AGAIN, _plan_is("returned")),
    _clock("plan", Words("提交方案", "Plan"), PLAN, _plan_is(None)),
)
