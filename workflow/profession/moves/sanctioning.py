"""Decisions on accountability: the deciding roles, the consequences, and the effect of appeals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from workflow.declaration import (
    EVIDENCE,
    Actor,
    ChangeParent,
    Condition,
    DecisionWeight,
    Facts,
    Field,
    Item,
    Rule,
    process_of,
)
from workflow.profession.moves.basic import filled
from workflow.profession.roles import own_case
from workflow.profession.sanctions import (
    ACTING_FOR,
    DISCIPLINE,
    METHOD_CHOICES,
    METHODS,
    NONE,
    impact_until,
)
from workflow.words import Words

READERS = (  # of a record, and of what is said against it
    "discipline_officer",
    "party_group_secretary",
    "leader_in_charge",
    "party_work_director",
    "auditor",
)
UPHELD, CHANGED, REVOKED = "upheld", "changed", "revoked"


def acting_roles(item: Item) -> tuple[str, ...]:
    """Return the roles that act for the competent body of a case or an appeal."""
    # An appeal is addressed by the machine, a case by the one who submits it.
    addressed = process_of(item).get("competent") or item.data.get("competent", DISCIPLINE)
    return ACTING_FOR[addressed]


def awaited_role(item: Item) -> str:
    """Return the role awaited by a case at the competent body."""
    return acting_roles(item)[0]


competent = Rule(
    Words("代表有权机关的人", "whoever acts for the competent body"),
    lambda a, f: any(a.holds(name, f.item.scope) for name in acting_roles(f.item)),
    frozenset(name for roles in ACTING_FOR.values() for name in roles),
)
deciding = competent & ~own_case
PROPOSED_BY = ("raiser", "drafter", "submitter")

DECISION = (
    Field("decision_no", Words("决定文号", "Number of the decision")),
    Field("decided_on", Words("决定日期", "Date of the decision"), kind="date"),
)
METHOD = Field("method", Words("决定方式", "Method"), kind="choice", choices=METHOD_CHOICES)
NOT_AHEAD = filled(
    "决定日期不能晚于今天",
    "the decision cannot lie in the future",
    lambda f: f.fields["decided_on"] <= f.today,
    "decided_on",
)


def suited(fits: Callable[[Facts], bool], method: str = "method") -> Condition:
    """Declare the condition that the method of the decision is allowed for the target."""
    return filled(
        "这种方式不适用于该对象（组织或干部）",
        "this method is not for such a target (organisation or cadre)",
        fits,
        method,
    )


DOCUMENT = filled(
    "请附有权机关的决定文件",
    "attach the decision document of the competent body",
    lambda f: len(f.item.evidence) > process_of(f.item).get("pieces", 0),
    EVIDENCE,
)


def count_pieces(item: Item, _: Facts, __: Actor) -> None:
    """Store the number of evidence pieces, so a decision brings an own document."""
    process_of(item)["pieces"] = len(item.evidence)


def weigh(item: Item, _: Facts, __: Actor) -> None:
    """Store the consequences of the decision: rating, points, and last day."""
    process_of(item).pop("consequences", None)
    method = METHODS[item.data["method"]]
    if method.key == NONE:
        return
    begun = date.fromisoformat(item.data["decided_on"])
    until = impact_until(method, begun)
    told: DecisionWeight = {"rating": "veto", "year": begun.year, "from": begun.isoformat()}
    if until:
        told["until"] = until.isoformat()
    if method.points:
        told["points"] = method.points
    process_of(item)["consequences"] = told


def _amend(decision: Item, appeal: Item, facts: Facts) -> None:
    """Let a decision stand, change or fall, by the decision on its appeal."""
    process, outcome = process_of(decision), appeal.data["outcome"]
    process["appeal"] = {
        "number": appeal.number,
        "outcome": outcome,
        "decision_no": appeal.data["decision_no"],
        "decided_on": appeal.data["decided_on"],
    }
    if outcome == UPHELD:
        return
    if outcome == REVOKED:
        process.pop("consequences", None)
        process["revoked"] = appeal.data["decided_on"]
    else:
        decision.data["method"] = appeal.data["instead"]
        weigh(decision, facts, Actor(None, ""))
    if decision.state == "executed":
        process["to_execute"] = True


AMEND = ChangeParent(
    Words(
        "使被申诉的决定维持、变更或撤销",
        "lets the decision appealed against stand, change or fall",
    ),
    _amend,
)


def stands(item: Item) -> bool:
    """Say whether the decision holds anybody to account."""
    return item.data["method"] != NONE and "revoked" not in process_of(item)
