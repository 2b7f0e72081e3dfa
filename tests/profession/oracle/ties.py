"""The oracle's ties: what a person once did on an item that opens a move to him, or bars him."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.profession.oracle.people import Human
from workflow.calendar import add_working_days

if TYPE_CHECKING:
    from tests.profession.oracle.rules import Thing

# After these the checks, votes and publicity of the round count no more.
REOPENING = ("reopen", "fail_look_back")
FORGETTING = ("return", "continue", "refuse", *REOPENING)


def _asked_within(thing: Thing, days: int) -> bool:
    parent_due = thing.parent.due if thing.parent else None
    if parent_due is None:
        return False
    asked = [act.asked["asked_for"] for act in thing.acts if act.trigger in ("raise", "resubmit")]
    return bool(asked[-1] <= add_working_days(parent_due, days))


def holders_before(thing: Thing) -> set[int]:
    """Return who held it, or what was merged into it, before whoever holds it now."""
    found: list[int | None] = []
    for act in thing.acts:
        if act.trigger in ("assign", "hand_over", "move_unit"):
            found.append(act.asked.get("holder"))
        if act.trigger == "send_back":
            found.append(None)
    changed = {a for a, b in pairwise(found) if a != b}
    doubles = (holders_before(d) | {d.holder} for d in thing.absorbed)
    return {id_ for ids in (changed, *doubles) for id_ in ids if id_ is not None}


TIED: dict[str, Callable[[Thing, Human], bool]] = {
    "told_above": lambda t, h: any(h.holds(role, t.unit) for role in t.instead.values()),
    "holder": lambda t, h: t.holder == h.id,
    "parent_holder": lambda t, h: t.parent is not None and t.parent.holder == h.id,
    "raiser": lambda t, h: any(h.id in of.did("raise", "resubmit") for of in t.merged()),
    # Whoever raised it, or held it before somebody else did.
    "author": lambda t, h: TIED["raiser"](t, h) or TIED["held"](t, h),
    "held": lambda t, h: h.id in holders_before(t),
    "rectifier": lambda t, h: h.id in t.workers(),
    "planner": lambda t, h: h.id in t.planners(),
    "verifier": lambda t, h: (
        h.id in t.did("record_check", "verify", "return", "continue")
        or h.id in t.did("attach", source="rectified")
    ),
    "checked": lambda t, h: any(
        h.id in a.people and a.trigger in ("record_check", "verify") for a in t.since(*FORGETTING)
    ),
    "voted": lambda t, h: any(
        h.id in a.people and a.trigger == "vote" for a in t.since(*FORGETTING)
    ),
    "recused": lambda t, h: (
        any(h.id in of.did("recuse") for of in t.merged())
        or (t.parent is not None and any(h.id in of.did("recuse") for of in t.parent.merged()))
    ),
    "objector": lambda t, h: h.id in t.did("object"),
    "answerer": lambda t, h: h.id in t.did("answer", "attach", "report_back"),
    "drafter": lambda t, h: h.id in t.did("draft"),
    "one_up": lambda t, h: t.one_up() != "" and h.holds(t.one_up(), t.unit),
    "delegate": lambda *_: False,  # nobody acts for another here
    "interviewer": lambda t, h: h.id in t.did("approve"),
    "recorder": lambda t, h: h.id in t.did("record"),
    "submitter": lambda t, h: h.id in t.did("submit"),
    "decided_before": lambda t, h: (
        t.parent is not None and h.id in t.parent.did("raise", "draft", "submit", "decide")
    ),
    "reviewer": lambda t, h: h.id in t.did("review", "pass_review"),
    "unit": lambda t, h: any(path.startswith(t.unit) for _, path in h.posts),
    "involved": lambda t, h: any(
        t.unit.startswith(path) or path.startswith(t.unit) for path in h.working_posts()
    ),
    "short_director": lambda t, h: (
        h.holds("party_work_director", t.unit) and _asked_within(t, 10)
    ),
}  # fmt: skip
