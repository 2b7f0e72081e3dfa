"""Bring items of every list into every state, by decisions of well-chosen people, in bulk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.cast import BRANCH, LOOKS, PERSONAS, actor
from tests.engine.declared_ways import Step, declared_way
from workflow.declaration import Actor, system
from workflow.engine import commands
from workflow.errors import WorkflowError
from workflow.evidence import Piece
from workflow.profession.lists import LIST_TYPES
from workflow.profession.severity_classes import HANDLING

START = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # a Wednesday, 10:00 where the organisation works
REASON = "a reason of more than ten characters"
PHOTO = Piece("a" * 64, "photo.jpg", "image/jpeg", 1000, "photo", shows="result")
HOLDER = PERSONAS["branch-head"].id


def _said(*fields: str) -> dict[str, str]:
    return dict.fromkeys(fields, "said")


_SOON, _LATER = timedelta(days=20), timedelta(days=30)
_ASSIGN = {"holder": HOLDER, "due_on": _SOON}
_WORKED = (
    Step("branch-head", "rectify", {"statement": "done"}, evidence=True),
    Step("verifier", "verify", LOOKS),
    Step("committee", "close"),
)
_TITLE = {"title": "a matter"}
_NOTICE = {**_said("basis", "lag", "demand", "feedback"), "reply_days": 10}
_DECIDED = {"decision_no": "1", "decided_on": timedelta(0)}
_PLACED = {**_TITLE, "unit": BRANCH, "severity": "minor"}
# The ways of the lists that are known here; any other list goes the way it declares.
WAYS: dict[str, tuple[Step, ...]] = {
    "problems": (
        Step("inspector", "raise", _PLACED),
        Step("coordinator", "assign", _ASSIGN),
        Step("branch-head", "rectify", {"statement": "done", "pledge": True}, evidence=True),
        *_WORKED[1:],
    ),
    "tasks": (
        Step("director", "raise", _PLACED),
        Step("coordinator", "assign", _ASSIGN),
        *_WORKED,
    ),
    "responsibilities": (
        Step("director", "raise", _PLACED),
        Step("coordinator", "assign", _ASSIGN),
        Step("branch-head", "sign_for"),
        *_WORKED,
    ),
    "supervisions": (
        Step("coordinator", "raise", _TITLE),
        Step("coordinator", "draft", _NOTICE),
        Step("leader", "sign"),
        Step("coordinator", "serve", {"channel": "system"}),
        Step("branch-head", "acknowledge"),
        Step("branch-head", "answer", {"answer": "done"}),
        Step("director", "accept"),
    ),
    "interviews": (
        Step("director", "raise", _TITLE),
        Step("committee", "approve"),
        Step("coordinator", "notify", {"held_on": _SOON, "held_at": "09:30", "place": "room 1",
                                       **_said("purpose", "required", "bring", "contact")}),
        Step("committee", "hold", day=20),
        Step("coordinator", "record",
             _said("problems", "explanation", "demand", "commitment") | {"truthful": True},
             day=20),
        Step("branch-head", "sign_record", day=20),
        Step("committee", "countersign", day=20),
        Step("branch-head", "report_back", _said("fulfilled"), day=21),
        Step("director", "verify_report", day=21),
        Step("secretary", "close", day=22),
    ),
    "criticisms": (
        Step("director", "raise", _TITLE),
        Step("coordinator", "draft", {**_said("facts", "basis", "criticism", "demand"),
                                      "rectify_by": _SOON, "circle": "unit"}),
        Step("secretary", "sign"),
        Step("coordinator", "publish"),
        Step("branch-head", "acknowledge"),
        Step("branch-head", "report_back", _said("report")),
        Step("director", "accept"),
    ),
    "accountabilities": (
        Step("director", "raise", _TITLE),
        Step("director", "draft", {**_said("facts", "basis"), "target": "cadre",
                                   "responsibility": "main", "proposed": "circular"}),
        Step("discipline", "review"),
        Step("secretary", "submit", {"competent": "party_organisation",
                                     "body": "the party group"}),
        Step("leader", "accept_case"),
        Step("leader", "decide", {"method": "circular", **_DECIDED}, evidence=True),
        Step("discipline", "announce", {"publicity_scope": "the unit"}),
        Step("secretary", "execute"),
        Step("secretary", "archive", day=16),
    ),
    "appeals": (
        Step("branch-head", "raise", {**_TITLE, **_said("request")}),
        Step("discipline", "accept_case"),
        Step("discipline", "decide", {"outcome": "upheld", **_DECIDED}, evidence=True),
    ),
    "pauses": (
        Step("branch-head", "raise", {**_TITLE, "cause": "dependency", "until": _SOON},
             evidence=True),
        Step("leader", "approve"),
        Step("leader", "resume"),
    ),
    "checks": (
        Step("coordinator", "raise", {**_TITLE, "unit": BRANCH, "kind": "quarterly",
                                      "holder": PERSONAS["inspector"].id, "due_on": _SOON}),
        Step("inspector", "answer", {"lines": "1", "verdict": "pass"}),
        Step("inspector", "submit"),
        Step("director", "confirm"),
        Step("coordinator", "publish"),
    ),
    "returns": (
        Step("coordinator", "raise", {**_TITLE, "unit": BRANCH, "period": "2025-Q4",
                                      "holder": HOLDER, "due_on": _SOON}),
        Step("branch-head", "submit", {**dict.fromkeys(
            ("found", "closed", "open", "late", "returned", "checked"), 1), **_said("activities")}),
        Step("coordinator", "check"),
        Step("director", "accept"),
    ),
    "complaints": (
        Step("coordinator", "raise", {**_TITLE, **_said("text", "about"), "unit": BRANCH,
                                      "way": "letter"}),
        Step("discipline", "accept", {"holder": PERSONAS["director"].id}),
        Step("director", "draft", _said("found", "reply")),
        Step("discipline", "reply"),
        Step("discipline", "close"),
    ),
    "extensions": (
        Step("branch-head", "raise", {**_TITLE, "asked_for": _LATER, "progress": "half"}),
        Step("leader", "approve"),
    ),
}  # fmt: skip
# States beside the way: (list, state) -> the state it branches off from, and the step there.
ASIDE: dict[tuple[str, str], tuple[str, Step]] = {
    ("problems", "withdrawn"): ("raised", Step("director", "withdraw")),
    ("tasks", "withdrawn"): ("raised", Step("director", "withdraw")),
    ("responsibilities", "withdrawn"): ("raised", Step("director", "withdraw")),
    ("supervisions", "withdrawn"): ("raised", Step("leader", "withdraw")),
    ("interviews", "withdrawn"): ("raised", Step("leader", "withdraw")),
    ("criticisms", "withdrawn"): ("raised", Step("director", "withdraw")),
    ("accountabilities", "withdrawn"): ("raised", Step("director", "withdraw")),
    ("appeals", "withdrawn"): ("raised", Step("branch-head", "withdraw")),
    ("appeals", "refused"): ("raised", Step("discipline", "refuse")),
    ("complaints", "refused"): ("received", Step("discipline", "refuse", _said("reply"))),
    ("returns", "called_off"): ("open", Step("director", "call_off")),
    ("checks", "called_off"): ("planned", Step("director", "call_off")),
    ("extensions", "withdrawn"): ("raised", Step("branch-head", "withdraw")),
    ("extensions", "refused"): ("raised", Step("leader", "refuse")),
    ("pauses", "withdrawn"): ("raised", Step("branch-head", "withdraw")),
    ("pauses", "refused"): ("raised", Step("leader", "refuse")),
    ("extensions", "returned"): ("raised", Step("leader", "return")),
}


ABOVE = {"appeals": ("accountabilities", "announced")}  # what else one hangs on than a problem


@dataclass
class Stage:
    """Where items are made; ``who`` finds the person for each part."""

    who: Callable[[str], Actor] = actor
    start: datetime = START

    def one(self, list_key: str, state: str, **more: Any) -> str:
        """Return the number of a new item in this state."""
        return self.many(list_key, state, 1, **more)[0]

    def many(
        self, list_key: str, state: str, count: int,
        parents: list[str] | None = None, **fields: Any,
    ) -> list[str]:  # fmt: skip
        """Return the numbers of new items in this state; those that need a parent get one each."""
        if parents is None and LIST_TYPES[list_key].needs_parent:
            parents = self.many(*ABOVE.get(list_key, ("problems", "assigned")), count)
        steps = [*self.way(list_key, state)]
        numbers = self._raised(list_key, steps.pop(0), count, parents, fields)
        if steps and list_key == "problems" and HANDLING[fields.get("severity", "minor")].to_assign:
            self.complete(*numbers)
        for step in steps:
            self.bulk(numbers, step)
        return numbers

    def complete(self, *numbers: str) -> None:
        """Hang a closed task and a closed responsibility on problems, as their class demands."""
        for list_key in ("tasks", "responsibilities"):
            self.many(list_key, "closed", len(numbers), parents=[*numbers])

    def way(self, list_key: str, state: str) -> list[Step]:
        """Return the steps from nothing to this state."""
        if aside := ASIDE.get((list_key, state)):
            return [*self.way(list_key, aside[0]), aside[1]]
        if list_key not in WAYS:
            return declared_way(LIST_TYPES[list_key], state)
        found, at = [], ""
        for step in WAYS[list_key]:
            found.append(step)
            transition = LIST_TYPES[list_key].find(step.trigger, at)
            assert transition, step
            at = transition.dest or at
            if at == state:
                return found
        raise LookupError(f"no way to {list_key}.{state}")

    def _raised(
        self, list_key: str, step: Step, count: int,
        parents: list[str] | None, fields: dict[str, Any],
    ) -> list[str]:  # fmt: skip
        given = step.filled(self.start) | fields
        opened = LIST_TYPES[list_key].named(step.trigger)
        news = [
            commands.NewItem(
                list_key=list_key,
                fields=given,
                evidence=(PHOTO,) * step.evidence,
                parent=parents[n] if parents else None,
                opened=bool(opened and opened.permission is system),
            )
            for n in range(count)
        ]
        done = commands.raise_items(news, self.who(step.by), self.start)
        return [made.number for made in done]

    def bulk(self, numbers: list[str], step: Step) -> None:
        """Carry one step out on all of them; every one has to go well."""
        now = self.start + timedelta(days=step.day)
        pieces = (PHOTO,) if step.evidence else ()
        requests = [
            commands.Request(
                number, step.trigger, step.filled(now), comment=REASON, evidence=pieces
            )
            for number in numbers
        ]
        for told in commands.decide(requests, self.who(step.by), now):
            if isinstance(told, WorkflowError):
                raise told


def today(now: datetime = START) -> date:
    """Return the day it is where the organisation works."""
    return (now + timedelta(hours=8)).date()
