"""Handling classes: the thoroughness of closing an item, by its severity.

A small matter is quick and a key matter is thorough (docs/domain/handling-classes.md). Days are
working days and defaults of docs/domain/deadlines.md; the roles are those of docs/domain/roles.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from workflow.declaration import Actor, Choice, Facts, Item, Limit, Rule, SeverityClass, holds
from workflow.profession.data import DATA
from workflow.profession.evidence_kinds import KINDS, RESULT
from workflow.profession.roles import ROLES
from workflow.words import Words, listed

# The parts of a matter: what is lacking, who does what about it, and who answers for it.
MatterPart = Literal["aspect", "tasks", "responsibilities"]
THREE_LISTS: tuple[MatterPart, ...] = get_args(MatterPart)
PART_NAMES: dict[MatterPart, Words] = {
    "aspect": Words("方面", "its aspect"),
    "tasks": Words("任务", "a task"),
    "responsibilities": Words("责任", "a responsibility"),
}
_NONE = Words("不需要", "none")
_ANY = Words("不限种类", "of any kind")
_DAYS = Words("{days}个工作日", "{days:working day|working days}")
_VOTES = Words("至少{quorum}人", "{quorum} at least")
LEVELS = ("office_party_secretary", "leader_in_charge", "party_group_secretary")


@dataclass(frozen=True, slots=True)
class Handling(SeverityClass):
    """The steps demanded by a severity, the deciders, and the working days allowed."""

    assigner: str
    decider: tuple[str, ...]
    receipt: bool = False
    plan_approver: str = ""
    # A matter has to have these: a task before its plan is approved.
    parts: tuple[MatterPart, ...] = ()
    # Of these, the parts without which the matter is not even assigned.
    to_assign: tuple[MatterPart, ...] = ("tasks", "responsibilities")
    review: bool = False  # the party-work department looks first whether all is there
    verifiers: int = 1
    publicity_days: int = 0
    evidence: tuple[str, ...] = ()  # kinds that a report of its rectification has to show
    quorum: int = 0  # who have to vote at least; none: one person decides
    carried_by: Literal["any", "majority", "all"] = "majority"  # of those entitled to vote
    levels: tuple[str, ...] = LEVELS  # where a judgement goes that nobody below may give

    def demands(self) -> Iterator[tuple[Words, Words]]:
        """Yield each demand of the class by its name: who assigns, approves, checks and decides."""
        yield Words("交办", "Assigned by"), ROLES[self.assigner]
        parts = listed(PART_NAMES[part] for part in self.to_assign) if self.to_assign else _NONE
        yield Words("交办前须有", "Needed to assign"), parts
        yield Words("批准方案", "Plan approved by"), ROLES.get(self.plan_approver, _NONE)
        yield Words("核查人数", "Verifiers"), Words(*(str(self.verifiers),) * 2)
        shown = _DAYS.format(days=self.publicity_days) if self.publicity_days else _NONE
        yield Words("公示", "Publicity"), shown
        kinds = [found.words for key in self.evidence if (found := KINDS.find(key))]
        yield Words("佐证", "Evidence"), listed(kinds) if kinds else _ANY
        voting = _VOTES.format(quorum=self.quorum) if self.quorum else _NONE
        yield Words("表决", "Vote"), voting
        yield Words("审定", "Decided by"), listed(ROLES[role] for role in self.decider)
        yield from SeverityClass.demands(self)


# The ways of handling, by the keys of severities; a pack may have fewer severities.
_WAYS: dict[str, Callable[[Words, Limit], Handling]] = {
    "minor": partial(
        Handling,
        to_assign=(),  # rectified at once: whoever is there does the work
        assigner="party_work_clerk",
        decider=("party_work_director", "office_party_secretary"),
    ),
    "general": partial(
        Handling,
        assigner="party_work_clerk",
        decider=("office_party_secretary",),
        receipt=True,
        parts=THREE_LISTS,
        plan_approver="office_party_secretary",
    ),
    "major": partial(
        Handling,
        assigner="party_work_director",
        decider=("leader_in_charge",),
        receipt=True,
        parts=THREE_LISTS,
        plan_approver="office_party_secretary",
        review=True,
        verifiers=2,
        publicity_days=5,
        evidence=(RESULT,),
    ),
    "key": partial(
        Handling,
        assigner="leader_in_charge",
        decider=("leader_in_charge",),
        receipt=True,
        parts=THREE_LISTS,
        plan_approver="leader_in_charge",
        review=True,
        verifiers=2,
        publicity_days=10,
        evidence=(RESULT,),
        quorum=2,
    ),
}
HANDLING: dict[str, Handling] = {
    key: _WAYS[key](severity.words, DATA.periods[severity.period])
    for key, severity in DATA.severities.items()
}

SEVERITIES = tuple(Choice(key, handling.words) for key, handling in HANDLING.items())
DAYS_TO_SEND_BACK = 3


def handling(item: Item) -> Handling:
    """Return the handling class of the item's severity."""
    return HANDLING[item.severity]


def levels_above(item: Item, roles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the levels above the roles, the nearest first."""
    levels = handling(item).levels
    reached = [place for place, role in enumerate(levels, 1) if role in roles]
    return levels[max(reached, default=0) :]


def referred_to(item: Item, *judgements: str) -> str:
    """Return the highest level that a judgement went up to; empty without a referral."""
    marks = item.process.get("referred", {})
    found = [marks[judgement]["to"] for judgement in judgements if judgement in marks]
    levels = handling(item).levels
    return max(found, key=lambda role: levels.index(role) if role in levels else -1, default="")


def deciders(item: Item, parent: Item | None = None) -> tuple[str, ...]:
    """Return the roles that decide on closing: of the class, or the level referred to.

    A child is closed together with its parent, so decided on at the same level.
    """
    of = (item, parent) if parent else (item,)
    above = next(filter(None, (referred_to(each, "vote", "close") for each in of)), "")
    return (above,) if above else handling(item).decider


def plan_approvers(item: Item) -> tuple[str, ...]:
    """Return the roles that approve the plan, if a plan is called for."""
    role = referred_to(item, "approve_plan") or handling(item).plan_approver
    return (role,) if role else ()


def calls_for_vote(item: Item) -> bool:
    """Say whether a committee votes, and not the level above in its stead."""
    return handling(item).quorum > 0 and not referred_to(item, "vote")


def _of_class(of: Callable[[Facts], tuple[str, ...]], words: Words, *roles: str) -> Rule:
    """Match holders of the role named by the item's handling class, or of the level referred to."""
    return Rule(
        words, lambda a, f: any(a.holds(name, f.item.scope) for name in of(f)), frozenset(roles)
    )


def _assigns(actor: Actor, facts: Facts) -> bool:
    return holds(actor, handling(facts.item).assigner, facts.item)


assigner = Rule(
    Words("按严重程度有权交办的人", "whoever assigns matters of this severity"),
    _assigns,
    frozenset(h.assigner for h in HANDLING.values()),
)
plan_approver = _of_class(
    lambda f: plan_approvers(f.item),
    Words("按严重程度审批方案的人", "whoever approves plans of this severity"),
    *(h.plan_approver for h in HANDLING.values() if h.plan_approver),
    *LEVELS,
)
decider = _of_class(
    lambda f: deciders(f.item, f.parent),
    Words("按严重程度审定销号的人", "whoever decides on closing at this severity"),
    *(name for h in HANDLING.values() for name in h.decider),
    *LEVELS,
)


def referred(judgement: str) -> Rule:
    """Match holders of the level that the judgement was referred to."""
    return Rule(
        Words("受理上报的上一级", "the level above that it was referred to"),
        lambda a, f: a.holds(referred_to(f.item, judgement), f.item.scope),
        frozenset(LEVELS),
    )
