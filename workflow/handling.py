"""Handling classes: how thorough the close-out of an item is, by its severity.

A small matter is quick and a key matter is thorough (domain.md 0.1). Days are working days and
defaults of domain.md 3.6; the roles are those of 3.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflow.definition import Choice
from workflow.facts import Item
from workflow.limits import AT_ONCE, GENERAL, MAJOR, Limit
from workflow.rules import Rule
from workflow.words import Words


@dataclass(frozen=True, slots=True)
class Handling:
    """The steps that one severity demands, who decides, and within how many working days."""

    words: Words
    total: Limit  # within which it is to be rectified
    assigner: str
    decider: tuple[str, ...]
    receipt: bool = False
    plan_approver: str = ""
    verifiers: int = 1
    publicity_days: int = 0
    quorum: int = 0

    @property
    def days(self) -> int:
        """Working days within which it is to be rectified."""
        return self.total.days


HANDLING: dict[str, Handling] = {
    "minor": Handling(
        Words("轻微（立行立改）", "Minor (rectify at once)"),
        total=AT_ONCE,
        assigner="party_work_clerk",
        decider=("party_work_director", "office_party_secretary"),
    ),
    "general": Handling(
        Words("一般", "General"),
        total=GENERAL,
        assigner="party_work_clerk",
        decider=("office_party_secretary",),
        receipt=True,
        plan_approver="office_party_secretary",
    ),
    "major": Handling(
        Words("重大", "Major"),
        total=MAJOR,
        assigner="party_work_director",
        decider=("leader_in_charge",),
        receipt=True,
        plan_approver="office_party_secretary",
        verifiers=2,
        publicity_days=5,
    ),
    "key": Handling(
        Words("重点", "Key"),
        total=MAJOR,
        assigner="leader_in_charge",
        decider=("leader_in_charge",),
        receipt=True,
        plan_approver="leader_in_charge",
        verifiers=2,
        publicity_days=10,
        quorum=2,
    ),
}

SEVERITIES = tuple(Choice(key, handling.words) for key, handling in HANDLING.items())
DAYS_TO_SEND_BACK = 3


def handling(item: Item) -> Handling:
    """Return the handling class of the item's severity."""
    return HANDLING[item.severity]


def _of_class(of: Callable[[Handling], tuple[str, ...]], words: Words) -> Rule:
    """Match whoever holds the role that the item's handling class names."""
    return Rule(
        words,
        lambda a, f: any(a.holds(name, f.item.scope) for name in of(handling(f.item))),
        frozenset(name for h in HANDLING.values() for name in of(h)),
    )


assigner = _of_class(
    lambda h: (h.assigner,),
    Words("按严重程度有权交办的人", "whoever assigns matters of this severity"),
)
plan_approver = _of_class(
    lambda h: (h.plan_approver,) if h.plan_approver else (),
    Words("按严重程度审批方案的人", "whoever approves plans of this severity"),
)
decider = _of_class(
    lambda h: h.decider,
    Words("按严重程度审定销号的人", "whoever decides on closing at this severity"),
)
