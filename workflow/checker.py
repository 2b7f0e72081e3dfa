"""The model checker: proves of a list type what reading it cannot.

Two searches at each severity. The first asks whether every state is reached and left and every
move can be made; it tells situations apart by everything that has happened, but not by who did
it. The second asks whether one person can do and approve; it tells situations apart by what one
suspect has done, and leaves aside what only blocks the way (an objection, a suspension, a vote
against): the shortest way to a situation has none of it.

Breadth first over every sequence of moves by a small cast: one suspect, who makes any move the
rules let them make, and helpers, who make all the others. Everybody holds every role, so only
history can stop anybody, and a helper who is needed is always a new one, who is barred least:
whatever any cast of any size can do to let one person do and approve, this cast can do. What is
found first is the shortest offending sequence.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from workflow.calendar import add_working_days
from workflow.definition import ESCALATE, RAISE, Field, ListType, Transition
from workflow.errors import WorkflowError
from workflow.facts import Facts, Item, Standing
from workflow.handling import HANDLING
from workflow.lists import LIST_TYPES
from workflow.machine import fire, permit
from workflow.rules import SYSTEM, Actor, Post
from workflow.vocabulary import ADMINISTRATORS, ROLES

# Whose work a move judges (domain.md 3.5): nobody who did one of these duties may make it.
JUDGES: dict[str, frozenset[str]] = {
    "verify": frozenset({"raiser", "rectifier", "planner"}),
    "record_check": frozenset({"raiser", "rectifier", "planner"}),
    "vote": frozenset({"raiser", "rectifier", "planner", "verifier"}),
    "close": frozenset({"raiser", "rectifier", "planner", "verifier"}),
    "approve_plan": frozenset({"planner", "rectifier"}),
    "pass_look_back": frozenset({"rectifier"}),
    "approve": frozenset({"raiser"}),
    "sign": frozenset({"raiser"}),
    "accept": frozenset({"answerer"}),
    "review": frozenset({"raiser"}),
    "submit": frozenset({"raiser", "reviewer"}),
    "decide": frozenset({"raiser"}),
}
# Closing an interview judges the report of the one interviewed, not the proposal.
JUDGES_IN: dict[tuple[str, str], frozenset[str]] = {
    ("interviews", "close"): frozenset({"answerer", "recorder"}),
}
# Duties that some rule looks at; the others only tell who did what. A test compares them.
RELEVANT = frozenset({"objector", "interviewer", "voter"}).union(
    *JUDGES.values(), *JUDGES_IN.values()
)
_START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_LATER = timedelta(days=60)  # past every waiting time
_ZONE = ZoneInfo("Asia/Shanghai")
_REASON = "a reason of more than ten characters"
_PIECE = {"sha256": "0" * 64, "name": "x", "media_type": "image/png", "size": 1, "kind": "photo"}
_SUSPECT = 1
_TEXTS = frozenset(
    field.key
    for list_type in LIST_TYPES.values()
    for transition in list_type.transitions
    for field in transition.fields
    if field.kind in ("text", "long", "yes")
)  # what people write; no rule looks into it
_RESERVED = ("raiser", "interviewer")  # duties that give a right, not only take one away
_QUIET = frozenset({"comment", "place", "hand_over", "report_progress", ESCALATE})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a list type, with the shortest sequence of moves that shows it."""

    list_key: str
    sentence: str
    steps: tuple[str, ...] = ()


@dataclass(slots=True)
class Proof:
    """What was explored of one list type, and what is wrong with it (nothing: it is proven)."""

    list_key: str
    explored: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Node:
    item: Item
    steps: tuple[str, ...]


def check(list_type: ListType) -> Proof:
    """Explore a list type at every severity and return the proof or what breaks it."""
    proof = Proof(list_type.key)
    made: set[str] = set()
    for severity in HANDLING:
        _complete(list_type, severity, proof, made)
        _separate(list_type, severity, proof)
    for t in list_type.transitions:
        if t.trigger not in made and t.trigger not in _QUIET:
            proof.findings.append(Finding(list_type.key, f"nobody can ever {t.trigger!r}"))
        if _open_to_strangers(t):
            proof.findings.append(Finding(list_type.key, f"anybody at all may {t.trigger!r}"))
    return proof


def _complete(list_type: ListType, severity: str, proof: Proof, made: set[str]) -> None:
    """Note which states are reached and left and which moves are made."""
    reached, left = {""}, set[str]()
    for node, transition, _, item, _ in _explore(list_type, severity, proof, _situation):
        made.add(transition.trigger)
        reached.add(item.state)
        left |= {node.item.state} if item.state != node.item.state else set()
    _states(list_type, severity, proof, reached, left)


def _separate(list_type: ListType, severity: str, proof: Proof) -> None:
    """Find the shortest sequence in which somebody judges what they did themselves."""
    for node, transition, actor, _, steps in _explore(list_type, severity, proof, _part):
        if wrong := _self_judged(list_type, transition, node.item, actor):
            proof.findings.append(Finding(list_type.key, f"{wrong} ({severity})", steps))
            return


def _explore(
    list_type: ListType, severity: str, proof: Proof, key_of: Callable[[Item], str]
) -> Iterator[tuple[_Node, Transition, Actor, Item, tuple[str, ...]]]:
    """Yield every move from every situation, breadth first; ``key_of`` tells them apart."""
    holders = (_SUSPECT, _SUSPECT + 1) if list_type.needs_parent else (None,)
    queue = deque(_Node(_blank(list_type, severity, holder), ()) for holder in holders)
    seen: set[str] = set()
    while queue:
        node = queue.popleft()
        for transition in list_type.transitions:
            if node.item.state not in transition.sources or transition.trigger in _QUIET:
                continue
            for actor, item, step in _moves(list_type, transition, node):
                steps = (*node.steps, step)
                yield node, transition, actor, item, steps
                key = key_of(item)
                if key not in seen:
                    seen.add(key)
                    queue.append(_Node(item, steps))
    proof.explored += len(seen)


def _states(
    list_type: ListType, severity: str, proof: Proof, reached: set[str], left: set[str]
) -> None:
    for state in list_type.states:
        where = f"state {state.key!r} ({severity})"
        if state.key not in reached:
            proof.findings.append(Finding(list_type.key, f"{where} can never be reached"))
        elif not state.final and state.key not in left:
            proof.findings.append(Finding(list_type.key, f"{where} is a dead end"))


def _self_judged(
    list_type: ListType, transition: Transition, before: Item, actor: Actor
) -> str | None:
    judged = JUDGES_IN.get((list_type.key, transition.trigger), JUDGES.get(transition.trigger))
    for duty in sorted(judged or ()):
        if any(person in before.duties.get(duty, ()) for person in actor.people):
            return f"one person can be {duty} and then {transition.trigger!r}"
    return None


def _moves(
    list_type: ListType, transition: Transition, node: _Node
) -> Iterator[tuple[Actor, Item, str]]:
    """Yield what the suspect, the helpers so far and a new one can make of a transition."""
    helper = 1 + max([_SUSPECT, *_people(node.item)])
    for actor in [*(_person(n) for n in _actors(node.item, helper)), SYSTEM]:
        at_once = _facts(list_type, node.item, helper)
        if not transition.permission(actor, at_once):
            continue
        later = replace(at_once, now=_START + _LATER)
        for values in _fillings(transition, helper, node.item.severity):
            moved = _try(list_type, transition, actor, at_once, values) or _try(
                list_type, transition, actor, later, values
            )
            if moved:
                yield actor, moved, f"{actor.name} {transition.trigger}{_shown(values)}"


def _actors(item: Item, helper: int) -> list[int]:
    """Return the suspect, a new helper, and those whom some move is reserved for."""
    reserved = [p for duty in _RESERVED for p in item.duties.get(duty, ()) if p != _SUSPECT][:1]
    found = [_SUSPECT, *reserved, item.holder_id, helper]
    return list(dict.fromkeys(person for person in found if person is not None))


def _people(item: Item) -> set[int]:
    return {p for duty in item.duties.values() for p in duty} | {item.holder_id or 0}


def _facts(list_type: ListType, item: Item, helper: int) -> Facts:
    standing = tuple(
        Standing(n, _name(n), "branch_secretary", 1, "/1/") for n in range(1, helper + 1)
    )
    return Facts(
        item, _START, _ZONE, parent=_parent(list_type, item.holder_id), standing=standing,
        comment=_REASON, add_working_days=add_working_days,
    )  # fmt: skip


def _try(
    list_type: ListType, transition: Transition, actor: Actor, facts: Facts,
    values: dict[str, Any],
) -> Item | None:  # fmt: skip
    item = _copied(facts.item)
    raw = {
        k: (facts.now.date() + v).isoformat() if isinstance(v, timedelta) else v
        for k, v in values.items()
    }
    try:
        attempt = permit(list_type, transition.trigger, actor, replace(facts, item=item), raw)
        if transition.takes_evidence:
            item.evidence.append(_PIECE | {"by": actor.person_id, "at": "", "round": item.round})
        fire(attempt)
    except WorkflowError:
        return None
    return item


def _copied(item: Item) -> Item:
    # Millions of copies are made; JSON is several times as quick as copy.deepcopy.
    duties, evidence, data = json.loads(json.dumps([item.duties, item.evidence, item.data]))
    return replace(item, duties=duties, evidence=evidence, data=data)


def _fillings(transition: Transition, helper: int, severity: str) -> Iterator[dict[str, Any]]:
    options = [
        [(f.key, value) for value in _values(f, helper, severity)] for f in transition.fields
    ]
    return (dict(choice) for choice in product(*options))


def _values(asked: Field, helper: int, severity: str) -> list[Any]:
    simple: dict[str, list[Any]] = {
        "text": ["x"],
        "long": ["x"],
        "number": [50],
        "yes": [True],
        "unit": [3],
        "date": [timedelta(days=30), timedelta(0)],
        "person": [_SUSPECT, helper],
    }
    if asked.key == "severity":
        return [severity]
    if asked.kind == "choice":
        keys = [choice.key for choice in asked.choices]
        return keys if len(keys) <= 3 else keys[:1]  # more choices never change who may act
    return simple[asked.kind]


def _name(number: int) -> str:
    return "the suspect" if number == _SUSPECT else f"helper {number - 1}"


def _person(number: int) -> Actor:
    roles = [role for role in ROLES if role not in ADMINISTRATORS]
    return Actor(number, _name(number), tuple(Post(role, 1, "/1/") for role in roles))


def _blank(list_type: ListType, severity: str, holder: int | None) -> Item:
    return Item(0, list_type.key, "X", "x", "", severity, 3, "/1/2/3/", holder_id=holder)


def _parent(list_type: ListType, holder: int | None) -> Item | None:
    if not list_type.needs_parent:
        return None
    due = _START + _LATER + timedelta(days=10)
    return Item(1, "problems", "P", "x", "assigned", "general", 3, "/1/2/3/", holder, due_at=due)


def _situation(item: Item) -> str:
    """Write what an item has come to, whoever brought it there and whenever."""
    shape = {key: _outline(value) for key, value in item.data.items() if key not in _TEXTS}
    return json.dumps([item.state, shape, bool(item.evidence_of_round())], sort_keys=True)


def _outline(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(str(entry.get("vote")) for entry in value)[:2]
    if isinstance(value, dict):
        return value.get("open", True)
    return value if value in ("submitted", "approved", "returned") else True


def _part(item: Item) -> str:
    """Write the suspect's part in an item, and how far the item has come."""
    duties = sorted(d for d, who in item.duties.items() if _SUSPECT in who and d in RELEVANT)
    told = [k for k, v in sorted(item.data.items()) if _mentions(v)]
    far = [item.data.get(key) is not None for key in ("signed_on", "publicity", "held_on")]
    checks = min(len(item.data.get("checks", [])), 2)
    votes = min(sum(v["vote"] == "for" for v in item.data.get("votes", [])), 2)
    return json.dumps(
        [item.state, item.data.get("plan_state"), far, checks, votes, duties, told,
         item.holder_id == _SUSPECT, bool(item.evidence_of_round())]
    )  # fmt: skip


def _mentions(value: Any) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(
        isinstance(e, dict) and _SUSPECT in (e.get("by"), e.get("answered_by")) for e in entries
    )


def _shown(values: dict[str, Any]) -> str:
    told = {k: v for k, v in values.items() if k in ("holder", "looks", "vote")}
    return f" {told}" if told else ""


def _open_to_strangers(transition: Transition) -> bool:
    item = Item(0, "problems", "X", "x", "", "general", 3, "/1/2/3/")
    facts = Facts(item, _START, _ZONE, parent=replace(item))
    return transition.permission(Actor(99, "stranger"), facts)


__all__ = ["RAISE", "Finding", "Proof", "check"]
