"""A sitting: many items, an act for all items, the effects on each, before the decision.

The rows come from chosen numbers, or by rule: all items shown by the filter of a list, or all
matters that wait for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from workflow.declaration import Actor, Facts, Field, Item, ListType, Transition, pack
from workflow.engine import machine
from workflow.engine.along import Along
from workflow.engine.beginning import facts_at
from workflow.engine.cascades import not_now, told
from workflow.engine.foreseeing import ForeseenDecision, foresee
from workflow.engine.raising import Request
from workflow.engine.results import Done
from workflow.engine.together import SharedForm, is_shared, shared_move
from workflow.engine.visibility import gone, may_see
from workflow.errors import WorkflowError
from workflow.platform import connect, reading
from workflow.queries.due_display import DueDisplay, due_of_item
from workflow.queries.item_access import note_seen
from workflow.queries.main_move import turn
from workflow.queries.people_choices import person_names, unit_names
from workflow.queries.sitting_grounds import Grounds, grounds_of
from workflow.words import Words

MOST = 200  # items of a sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAct:
    """An act on the chosen items: the move of a list, and the number of items open to the move."""

    list_type: ListType
    move: Transition
    possible: int

    @property
    def key(self) -> str:
        """The key of the act in an address."""
        return f"{self.list_type.key}.{self.move.trigger}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingLine:
    """An item before the decision: grounds of the decision, and effects of the act."""

    item: Item
    list_type: ListType
    unit: Words
    holder: Words | None
    due: DueDisplay | None
    grounds: Grounds
    proposals: Sequence[tuple[Field, str]]  # own values of empty shared fields
    refusal: Words | None  # or nothing where the act is possible
    along: tuple[Along, ...] = ()

    @property
    def mark(self) -> str:
        """A short digest of the effects; a changed effect has another digest."""
        moved = [[child.number, child.trigger, child.stays is None] for child in self.along]
        return sha256(repr([self.refusal is None, moved]).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """The whole page of a sitting."""

    acts: Sequence[JointAct]
    act: JointAct | None
    lines: Sequence[SittingLine] = ()
    missing: Sequence[WorkflowError] = ()  # for numbers of no item that the person may see
    requests: Sequence[Request] = ()  # of the lines, in their order
    foreseen: ForeseenDecision | None = None
    names: Mapping[int, Words] = field(default_factory=dict)
    now: datetime | None = None

    @property
    def possible(self) -> list[SittingLine]:
        """The lines open to the act."""
        return [line for line in self.lines if line.refusal is None]

    @property
    def refused(self) -> list[tuple[Words, list[SittingLine]]]:
        """The other lines by their reason, the most frequent reason first."""
        reasons: dict[Words, list[SittingLine]] = {}
        for line in self.lines:
            if line.refusal:
                reasons.setdefault(line.refusal, []).append(line)
        return sorted(reasons.items(), key=lambda pair: -len(pair[1]))

    @property
    def moving(self) -> list[tuple[ListType, Words, int]]:
        """How many children move along: list, move, number."""
        moved = Counter(
            (child.list_key, child.words)
            for line in self.possible
            for child in line.along
            if child.stays is None
        )
        return [(pack().lists[key], words, n) for (key, words), n in moved.items()]

    @property
    def staying(self) -> int:
        """How many children stay behind."""
        return sum(child.stays is not None for line in self.possible for child in line.along)


def sitting(numbers: Sequence[str], actor: Actor, form: SharedForm | None = None) -> Sitting:
    """Return the items with the act of the form foreseen, or with the most likely act.

    Raises ``NotFound`` for an act that no form can make for many items.
    """
    numbers = list(dict.fromkeys(numbers))[:MOST]
    if form and form.move is None:
        raise gone(f"{form.list_key}.{form.trigger}")
    with connect() as connection:
        facts, now = facts_at(connection, numbers)
        seen = {number: f for number, f in facts.items() if may_see(actor, f.item)}
        missing = [gone(number) for number in numbers if number not in seen]
        acts = _acts(seen, actor)
        act = _chosen(acts, form)
        if act is None:
            return Sitting(acts=acts, act=None, missing=missing, now=now)
        form = form or SharedForm(list_key=act.list_type.key, trigger=act.move.trigger)
        about = {n: seen[n] for n in numbers if n in seen and _is_of(seen[n], act)}
        requests = [form.request(number, found) for number, found in about.items()]
        unfilled = frozenset(form.faults(about))
        foreseen = foresee(connection, dict(about), requests, actor, unfilled)
    shown = _shown(actor, act, form, about, foreseen, now)
    return replace(shown, acts=acts, missing=missing, requests=requests)


def _shown(
    actor: Actor,
    act: JointAct,
    form: SharedForm,
    about: Mapping[str, Facts],
    foreseen: ForeseenDecision,
    now: datetime,
) -> Sitting:
    items = [found.item for found in about.values()]
    secret = [item.number for item in items if item.list_key in pack().confidential]
    note_seen(actor, "sitting", ("person", actor.person_id), secret)
    with reading() as connection:
        units = unit_names(connection, {item.unit_id for item in items})
        grounds = grounds_of(connection, items)
        proposals = {number: _proposals(act, form, found) for number, found in about.items()}
        names = person_names(connection, _people(items, foreseen, proposals))
    lines = [
        SittingLine(
            item=found.item,
            list_type=act.list_type,
            unit=units[found.item.unit_id],
            holder=names.get(found.item.holder_id) if found.item.holder_id else None,
            due=due_of_item(found.item, now),
            grounds=grounds.get(found.item.id, Grounds()),
            proposals=proposals[number],
            refusal=None if isinstance(outcome, Done) else _refusal(act, found.item, outcome),
            along=outcome.along if isinstance(outcome, Done) else (),
        )
        for (number, found), outcome in zip(about.items(), foreseen.outcomes, strict=True)
    ]
    return Sitting(acts=(), act=act, lines=lines, foreseen=foreseen, names=names, now=now)


def _refusal(act: JointAct, item: Item, why: WorkflowError) -> Words:
    """Return the reason of a refusal; the same reason reads the same for every item."""
    if act.list_type.find(act.move.trigger, item.state) is None:
        return not_now(act.list_type, item.state)
    return told(why)


def _acts(seen: Mapping[str, Facts], actor: Actor) -> list[JointAct]:
    """Return the acts possible for at least one of the items, the likeliest first."""
    possible: Counter[tuple[str, str]] = Counter()
    ranks: dict[tuple[str, str], tuple[bool, int]] = {}
    for facts in seen.values():
        item, list_type = facts.item, pack().lists[facts.item.list_key]
        for move in list_type.transitions:
            if item.state not in move.source or not is_shared(move):
                continue
            if machine.refusal(move, actor, facts) is None:
                key = list_type.key, move.trigger
                rank = move.beside, turn(list_type, item.state, move)
                possible[key] += 1
                ranks[key] = min(rank, ranks.get(key, rank))
    ordered = sorted(possible, key=lambda key: (ranks[key], -possible[key]))
    return [_act(*key, possible[key]) for key in ordered]


def _act(list_key: str, trigger: str, possible: int) -> JointAct:
    list_type = pack().lists[list_key]
    move = shared_move(list_type, trigger)
    assert move  # noqa: S101 -- only such moves are counted
    return JointAct(list_type=list_type, move=move, possible=possible)


def _chosen(acts: Sequence[JointAct], form: SharedForm | None) -> JointAct | None:
    if form is None:
        return acts[0] if acts else None
    key = f"{form.list_key}.{form.trigger}"
    return next((act for act in acts if act.key == key), None) or _act(
        form.list_key, form.trigger, 0
    )


def _is_of(facts: Facts, act: JointAct) -> bool:
    return facts.item.list_key == act.list_type.key


def _proposals(act: JointAct, form: SharedForm, facts: Facts) -> list[tuple[Field, str]]:
    """Return the values proposed for an item alone, of the fields left empty in the form."""
    empty = [f for f in act.move.fields if f.suggests and not form.values.get(f.key)]
    proposed = [(f, f.suggests(facts)) for f in empty if f.suggests]
    return [(f, value) for f, value in proposed if value]


def _people(
    items: Iterable[Item],
    foreseen: ForeseenDecision,
    proposals: Mapping[str, Sequence[tuple[Field, str]]],
) -> set[int | None]:
    people = {item.holder_id for item in items}
    people |= {p["by"] for item in items for p in item.evidence}
    people |= {
        child.holder_id for done in foreseen.outcomes if isinstance(done, Done)
        for child in done.along
    }  # fmt: skip
    return people | {
        int(value)
        for lines in proposals.values()
        for asked, value in lines
        if asked.kind == "person" and value.isdecimal()
    }
