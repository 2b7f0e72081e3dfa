"""Items, facts and actors in memory, for rules and declarations that need no database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from workflow.calendar import end_of
from workflow.declaration import (
    Actor,
    Facts,
    Item,
    ListType,
    Post,
    PostHolder,
    Process,
    Transition,
    typed,
)
from workflow.declaration.process import ReferralMark
from workflow.engine import event_fold
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ADMINISTRATORS, ROLES
from workflow.profession.sanctions import ACTING_FOR
from workflow.profession.severity_classes import HANDLING, LEVELS

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, 10:00 where the organisation works
TODAY = NOW.astimezone(ZONE).date()
HOLDER, OTHER = 7, 8
SCOPE = "/1/2/3/"
BUSINESS = tuple(role for role in ROLES if role not in ADMINISTRATORS)
MOVES = [(list_type, t) for list_type in LIST_TYPES.values() for t in list_type.transitions]
NAMES = [f"{list_type.key}.{t.trigger}-from-{'-'.join(t.source)}" for list_type, t in MOVES]

# What an item cannot be without, and everything that some step may have left behind on it.
_LEFT: dict[str, Any] = {
    "due_on": "2026-03-10",
    "asked_for": "2026-03-12",
    "until": "2026-03-20",
    "held_on": "2026-03-02",
    "reply_days": 10,
    "method": "circular",
    "competent": "party_organisation",
    "appeal_until": "2026-03-18",
    "decided_on": "2026-03-02",
    "rectify_by": "2026-03-20",
    "signatures": [{"by": OTHER, "as": "recorder", "on": "2026-03-03"}],
    "reminders": [{"on": "2026-03-03", "late": 1, "due": "2026-03-10"}],
    "signed_on": "2026-03-01",
    "plan_state": "submitted",
    "percent": 50,
    "suspended": {"on": "2026-03-02", "until": "2026-04-01", "due": "2026-03-10", "by": "Z1"},
    "checks": [{"by": OTHER, "on": "2026-03-03", "findings": "x"}],
    "votes": [{"by": OTHER, "vote": "for", "version": 3, "evidence": []}],
    "publicity": {"from": "2026-02-01", "to": "2026-02-10"},
    "objection": {"by": OTHER, "text": "x", "open": True},
    "looks": "solved",
    "sent_back": "2026-03-01",
}
# The posts of the one concerned, on whatever severity: who is one level above depends on them.
_HELD = ("member", "branch_secretary", "office_party_secretary", "leader_in_charge")
_ALWAYS = {
    key: _LEFT[key]
    for key in (
        "appeal_until",
        "asked_for",
        "decided_on",
        "held_on",
        "method",
        "reply_days",
        "until",
    )
}
# A case on accountability lies with one body or another.
_BODIES = [_ALWAYS | {"competent": body} for body in ACTING_FOR]
# What nobody in post could judge went up to one of the levels.
_REFERRED = [
    _LEFT | {"referred": {t.trigger: {"to": role, "why": ["无", "none"], "seq": 2}
                          for _, t in MOVES if t.judgement}}
    for role in LEVELS
]  # fmt: skip


def person(person_id: int, *roles: str, path: str = "/1/", behind: int | None = None) -> Actor:
    """Return somebody with these posts in one unit, the bureau unless said otherwise."""
    unit_id = int(path.strip("/").split("/")[-1])
    posts = tuple(Post(role, unit_id, path) for role in roles)
    return Actor(person_id, f"person {person_id}", posts, behind=behind)


def item(list_key: str, state: str, severity: str = "general", **more: Any) -> Item:
    """Return an item in the first unit, held by HOLDER where more does not say otherwise.

    ``left`` is what fields and moves have left behind on it, in one.
    """
    found = Item(5, list_key, "X2026-0001", "a title", state, severity, 3, SCOPE, HOLDER)
    found.state_since, found.due_at = NOW, end_of(TODAY, ZONE)
    if "left" in more:
        found.data, notes = event_fold.split(list_key, more.pop("left"))
        found.process = typed(notes)
    return replace(found, **more)


def facts(of: Item, **more: Any) -> Facts:
    """Return what a rule may look at, with nobody in post unless said otherwise."""
    return Facts(of, NOW, ZONE, **more)


def standing(*people: tuple[int, str]) -> tuple[PostHolder, ...]:
    """Return people in post in the bureau."""
    return tuple(
        PostHolder(person_id=id_, name=f"person {id_}", role=role, unit_id=1, path="/1/")
        for id_, role in people
    )


def vacated(situation: Facts, told: str = "party_work_director") -> Facts:
    """Return the situation once its holder has gone, and somebody above was told."""
    of = situation.item
    mark: ReferralMark = {
        "to": told, "why": ["无", "none"], "seq": 2, "state": of.state,
    }  # fmt: skip
    process: Process = {**of.process, "referred": {"holder": mark}}
    return replace(situation, item=replace(of, holder_id=None, process=process))


def situations(list_type: ListType, transition: Transition) -> Iterator[Facts]:
    """Yield items in every state the move leads from: each severity, with and without a past."""
    parents = [None, *(item(key, state) for key in list_type.parents
                       for state in (LIST_TYPES[key].initial, "assigned", "closed"))]  # fmt: skip
    for source in transition.sources:
        for severity, held in zip(HANDLING, _HELD, strict=True):
            around = standing((HOLDER, held))
            for data in (_ALWAYS, _LEFT, *_REFERRED, *_BODIES):
                for parent in parents:
                    found = item(list_type.key, source, severity, left=data)
                    yield facts(found, parent=parent, standing=around)
