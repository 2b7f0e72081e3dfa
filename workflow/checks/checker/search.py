"""Breadth-first search over every move of the suspect and the helpers, in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from traceback import extract_tb
from typing import Any
from zoneinfo import ZoneInfo

from workflow.checks.checker.family import children_of, double_of, parent_of
from workflow.checks.checker.fillings import fillings
from workflow.checks.checker.following import following_moves
from workflow.checks.checker.situation_keys import SUSPECT
from workflow.declaration import (
    ATTACH_COPY,
    ESCALATE,
    NOTE_ANSWER,
    RECKON,
    RECOVER,
    REFER,
    REPLACE_EVIDENCE,
    REPLAN,
    RESCOPE,
    SKIP,
    SYSTEM,
    TAKE_OVER,
    Actor,
    EvidenceRecord,
    Facts,
    Item,
    ListType,
    Post,
    PostHolder,
    Process,
    Transition,
    pack,
)
from workflow.engine.batch import twin
from workflow.engine.machine import fire, permit
from workflow.errors import WorkflowError

_START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
# Past every waiting time, and past what is set anew once that is over.
_MOMENTS = (timedelta(0), timedelta(days=60), timedelta(days=180))
_PARENT_DUE = _START + _MOMENTS[-1] + timedelta(days=14)  # time enough to ask for an extension
_ZONE = ZoneInfo("Asia/Shanghai")
_REASON = "a reason of more than ten characters"
_PIECE: EvidenceRecord = {
    "sha256": "0" * 64, "name": "x", "media_type": "application/pdf", "size": 1, "kind": "document",
    "by": None, "at": "", "round": 1, "shows": "result",
}  # fmt: skip
# What changes nothing for this question; that a judgement goes up changes only which role gives
# it and how many vote, and here everybody holds every role and votes do not bar. Whoever replaces
# evidence has handed the wrong piece in, and so has the duty already; a signed copy only tells.
QUIET = frozenset(
    [
        REPLACE_EVIDENCE,
        ATTACH_COPY,
        "comment",
        "mark_relapse",
        "dismiss_hint",
        "place",
        "hand_over",
        "lay_down",
        "report_progress",
    ]
) | {ESCALATE, REPLAN, RECKON, RESCOPE, SKIP, REFER, RECOVER}
_UNFOLLOWED = TAKE_OVER["rectified"]
_MOST = 80_000  # situations; the largest list has a fifth of it


class Boundless(Exception):
    """Too many situations for a proof; ``steps`` is one of the longest sequences."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(steps)
        self.steps = steps


@dataclass(frozen=True, slots=True)
class SearchNode:
    """A situation to be explored, and the moves that led there."""

    item: Item
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """The facts of a situation at its beginning, by its children, and whoever may move there."""

    families: tuple[Facts, ...]
    actors: tuple[Actor, ...]
    helper: int  # nobody has met this one yet
    following: frozenset[str]  # the moves that are also made together with a move of a parent


@dataclass(frozen=True, slots=True)
class SearchStep:
    """A move from a situation, with all moves before."""

    before: Item
    transition: Transition
    actor: Actor
    after: Item
    steps: tuple[str, ...]
    failure: str = ""  # what the declaration raised instead of moving the item


def explore(
    list_type: ListType, severities: Iterable[str], key_of: Callable[[Item], str], seen: set[str],
    *, suspect_first: bool = True,
) -> Iterator[SearchStep]:  # fmt: skip
    """Yield every move from every situation, breadth first; equal keys mean equal situations.

    Of two situations with the same key the search continues with the first: with ``suspect_first``
    the suspect has made most moves there, otherwise as many people as possible have made them.
    """
    holders = (SUSPECT, SUSPECT + 1) if list_type.needs_parent else (None,)
    signers = ("", *list_type.signers)
    queue = deque(
        SearchNode(_blank(list_type, severity, holder, signer), ())
        for severity, holder, signer in product(severities, holders, signers)
    )
    following = following_moves(list_type)
    while queue:
        node = queue.popleft()
        if len(seen) > _MOST:
            raise Boundless(node.steps)
        scene = _scene(list_type, node.item, suspect_first, following)
        for transition in list_type.transitions:
            if node.item.state not in transition.sources or transition.trigger in QUIET:
                continue
            for step in _moves(list_type, transition, node, scene):
                yield step
                key = key_of(step.after)
                if step.failure or key in seen:
                    continue
                seen.add(key)
                # Each class has a search of its own, from its raising on: a change of class is
                # made from every situation, and not followed, or the classes multiply. Nor is what
                # a ledger calls finished: its duties are some of those of what is handed in here.
                if transition.trigger == _UNFOLLOWED:
                    continue
                if step.after.severity == step.before.severity or not step.before.state:
                    queue.append(SearchNode(step.after, step.steps))


def _scene(
    list_type: ListType, item: Item, suspect_first: bool, following: frozenset[str]
) -> Scene:
    helper = 1 + max([SUSPECT, *_people(item)])
    people = _actors(list_type, item, helper)[:: 1 if suspect_first else -1]
    actors = (*(_person(n) for n in people), SYSTEM)
    facts = _facts(list_type, item, helper)
    children = children_of(list_type, item.state)
    families = tuple(replace(facts, children=below) for below in children)
    return Scene(families, actors, helper, following)


def _moves(
    list_type: ListType, transition: Transition, node: SearchNode, scene: Scene
) -> Iterator[SearchStep]:
    """Yield the results of a transition by the suspect, the helpers so far and a new helper."""
    for actor in scene.actors:
        try:
            yield from _moves_of(list_type, transition, node, actor, scene)
        except Exception as error:
            steps = (*node.steps, f"{actor.name} {transition.trigger}")
            yield SearchStep(node.item, transition, actor, node.item, steps, _told(error))


def _moves_of(
    list_type: ListType, transition: Transition, node: SearchNode, actor: Actor, scene: Scene
) -> Iterator[SearchStep]:
    rule = transition.may.bars() if transition.trigger in scene.following else transition.may
    if not rule(actor, scene.families[0]):
        return
    for values in fillings(transition, scene.helper, node.item.severity):
        if moved := _soonest(list_type, transition, actor, scene, values):
            step = f"{actor.name} {transition.trigger}{_shown(values)}"
            yield SearchStep(node.item, transition, actor, moved, (*node.steps, step))


def _told(error: Exception) -> str:
    """Return the exception as text, with file and line."""
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(place.filename).name}, line {place.lineno})"


def _soonest(
    list_type: ListType, transition: Transition, actor: Actor, scene: Scene,
    values: dict[str, Any],
) -> Item | None:  # fmt: skip
    """Return the result of a move at the first possible moment, or ``None``."""
    for wait, facts in product(_MOMENTS, scene.families):
        facts = replace(facts, item=twin(facts.item), now=_START + wait)
        if moved := _try(list_type, transition, actor, scene, facts, values):
            return moved
    return None


def _actors(list_type: ListType, item: Item, helper: int) -> list[int]:
    """Return the suspect, a new helper, and the people with a reserved move."""
    reserved = {duty for t in list_type.transitions for duty in t.may.duties}
    done = ([p for p in item.duties.get(duty, ()) if p != SUSPECT] for duty in sorted(reserved))
    found = [SUSPECT, *(people[0] for people in done if people), item.holder_id, helper]
    return list(dict.fromkeys(person for person in found if person is not None))


def _people(item: Item) -> set[int]:
    return {p for duty in item.duties.values() for p in duty} | {item.holder_id or 0}


def _facts(list_type: ListType, item: Item, helper: int) -> Facts:
    # The one concerned heads a branch only, so that there is somebody one level above.
    heads = ("branch_secretary", "office_party_secretary", "party_group_secretary")
    # The committee is whoever has voted and one more: the fewest votes that can carry anything.
    one_more = PostHolder(
        person_id=helper, name=_name(helper), role="committee_member", unit_id=1, path="/1/"
    )
    standing = tuple(
        PostHolder(person_id=n, name=_name(n), role=role, unit_id=1, path="/1/")
        for n in range(1, helper + 1)
        for role in (heads[:1] if n == item.holder_id else heads)
    )
    return Facts(
        item, _START, _ZONE, parent=parent_of(list_type, item.holder_id, _PARENT_DUE),
        earlier=double_of(item),
        standing=(*standing, one_more), comment=_REASON,
    )  # fmt: skip


def _try(
    list_type: ListType, transition: Transition, actor: Actor, scene: Scene, facts: Facts,
    values: dict[str, Any],
) -> Item | None:  # fmt: skip
    item, today = facts.item, facts.now.date()
    raw = {k: (today + v).isoformat() if isinstance(v, timedelta) else v for k, v in values.items()}
    try:
        along = transition.trigger in scene.following
        attempt = permit(list_type, transition.trigger, actor, facts, raw, follows=along)
        if transition.trigger == NOTE_ANSWER:  # in the name of whoever answered: the suspect
            attempt.actor = _person(SUSPECT)
        if transition.takes_evidence:
            item.evidence.append({**_PIECE, "by": actor.person_id, "round": item.round})
        fire(attempt)
    except WorkflowError:
        return None
    return item


def _name(number: int) -> str:
    return "the suspect" if number == SUSPECT else f"helper {number - 1}"


@cache
def _person(number: int) -> Actor:
    roles = [role for role in pack().roles if role not in pack().administrators]
    return Actor(number, _name(number), tuple(Post(role, 1, "/1/") for role in roles))


def _blank(list_type: ListType, severity: str, holder: int | None, signer: str) -> Item:
    """Return an item before its first move; a rung may raise the item, for any chosen signer."""
    process: Process = {"signed_by": signer} if signer else {}
    return Item(0, list_type.key, "X", "x", "", severity, 3, "/1/2/3/", holder, process=process)


def _shown(values: dict[str, Any]) -> str:
    told = {k: v for k, v in values.items() if k in ("holder", "looks", "vote")}
    return f" {told}" if told else ""


def open_to_strangers(transition: Transition) -> bool:
    """Say whether a person without any post may make the move."""
    item = Item(0, "problems", "X", "x", "", pack().usual_severity, 3, "/1/2/3/")
    facts = Facts(item, _START, _ZONE, parent=replace(item))
    try:
        return transition.may(Actor(99, "stranger"), facts)
    except Exception:
        return False  # the rule needs an item that has come further; the search tells if it fails
