"""Raise items: drawn up in memory, numbered last, so that numbers have no gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace

from workflow.declaration import (
    CHECK,
    JOIN,
    RAISE,
    SYSTEM,
    Actor,
    ContentLine,
    Effect,
    Facts,
    Item,
    ListType,
    Open,
    Process,
    RungNote,
    pack,
)
from workflow.engine import aftermath, apply_effects, outcomes
from workflow.engine.batch import Batch
from workflow.engine.drafts import Draft, Join
from workflow.engine.machine import Attempt, fire, permit, refuse_barred
from workflow.engine.shared_documents import line
from workflow.engine.unit_of_work import STALE
from workflow.errors import BadInput, CodedWords, NotFound, StaleItem
from workflow.evidence import Piece
from workflow.platform import Connection, settings
from workflow.words import Words

_NO_LIST = Words("没有“{key}”这个清单。", 'There is no list "{key}".')
_NO_PARENT = CodedWords(
    "请从所属事项的页面提出", "raise it from the page of the item it belongs to", "missing"
)
_WRONG_PARENT = CodedWords(
    "不能挂在这一类事项下", "it cannot hang on an item of this list", "not_fitting"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A trigger to be fired on an item, as asked for."""

    number: str
    trigger: str
    fields: Mapping[str, object] = field(default_factory=dict)
    _: KW_ONLY
    comment: str = ""
    evidence: Sequence[Piece] = ()
    version: int | None = None  # as the page showed it; none: whatever it is now
    apart: bool = False  # an act by itself, with its own mails, in whichever bulk it is made


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """An item to be raised, as asked for."""

    list_key: str
    fields: Mapping[str, object]
    comment: str = ""
    evidence: Sequence[Piece] = ()
    parent: str | None = None  # number of an item that exists
    under: int | None = None  # or the place, in the same list of new items, of an earlier one
    source_key: str | None = None  # makes an import safe to repeat
    part: int | None = None  # its place among the parts of the form that raises it
    trigger: str = RAISE  # or how the machine takes over the row of a ledger
    opened: bool = False  # by the machine in the actor's name: never asked for by a form
    raisers: tuple[int, ...] = ()  # who found it beside the actor, and judges it as little
    process: Process = field(default_factory=Process)  # notes that it begins with
    came_of: str | None = None  # the number of an item that it came of, and whose version moves


def draft(
    batch: Batch,
    new: NewItem,
    actor: Actor,
    facts: Facts,
    under: Draft | None = None,
    by: Actor | None = None,
) -> Draft:
    """Raise an item in memory: permission, fields, conditions, first state and due date.

    ``by`` is the person in whose name the machine raises it, if any.
    """
    list_type = pack().lists[new.list_key]
    check_parent(new.list_key, facts.parent)  # for a parent raised in this same batch, too
    facts.item.source_key = new.source_key
    facts.item.process.update(new.process)
    if raisers := [*new.raisers] or outcomes.found_by(list_type, facts.parent):
        facts.item.duties["raiser"] = raisers
    attempt = _permitted(list_type, new, actor, replace(facts, comment=new.comment))
    attempt.actor = by or attempt.actor
    apply_effects.attach(attempt, new.evidence)
    fire(attempt)
    made = Draft(
        item=attempt.facts.item,
        actor=attempt.actor,
        comment=attempt.facts.comment,
        effects=attempt.transition.effects,
        facts=attempt.facts,
        decision=batch.decision,
        trigger=new.trigger,
        parent=facts.parent if under is None else None,
        under=under,
    )
    batch.drafts.append(made)
    return made


def _permitted(list_type: ListType, new: NewItem, actor: Actor, facts: Facts) -> Attempt:
    """Return the permitted opening; what the machine takes over has to be the actor's to raise.

    Raises as ``permit`` does.
    """
    if new.trigger == RAISE:
        files = bool(new.evidence)
        return permit(list_type, RAISE, actor, facts, new.fields, with_files=files)
    refuse_barred(list_type, RAISE, actor, facts)
    attempt = permit(list_type, new.trigger, SYSTEM, facts, new.fields)
    attempt.actor = actor
    return attempt


def check_parent(list_key: str, parent: Item | None, under: bool = False) -> None:
    """Refuse a parent of the wrong list, and a missing parent where needed.

    Raises ``NotFound`` for an unknown list, ``BadInput`` for the parent.
    """
    if list_key not in pack().lists:
        raise NotFound(_NO_LIST.format(key=list_key[:40]))
    list_type = pack().lists[list_key]
    if parent is None and list_type.needs_parent and not under:
        raise BadInput(CHECK, {"parent": _NO_PARENT})
    if parent is not None and parent.list_key not in list_type.parents:
        raise BadInput(CHECK, {"parent": _WRONG_PARENT})


def asks_for_unit(list_key: str) -> bool:
    """Say whether the form of raising an item of the list asks for a unit."""
    return any(field.key == "unit" for field in pack().lists[list_key].raise_fields)


def inherits(list_key: str) -> bool:
    """Say whether an item of the list is about its parent's holder: there is no unit to choose."""
    return not asks_for_unit(list_key)


def blank(list_key: str, unit_id: int, path: str) -> Item:
    """Return an empty item in the empty state, before all others."""
    return Item(0, list_key, "", "", "", pack().usual_severity, unit_id, path)


def open_children(
    batch: Batch, facts: Facts, item: Item, effects: Sequence[Effect],
    climbed: RungNote | None, actor: Actor,
) -> None:  # fmt: skip
    """Raise the children opened by effects, in the name of the actor of the move.

    The machine lets them be raised: a person signs or answers before they count, and a person who
    opened one does not answer it. Where a document that is shared runs already, the item joins it.
    """
    for effect in effects:
        if isinstance(effect, Open):
            running = batch.shared.to_join(effect.list, item, batch.every_draft())
            told = line(facts, item, climbed)
            if running is None:
                _open(batch, facts, item, effect, told, actor)
            elif isinstance(running, Draft):
                batch.joins.append(Join(running, item, told))
            else:
                _join(batch, item, running, told)


def _join(batch: Batch, item: Item, running: Item, told: ContentLine) -> None:
    """Let a late item join a running document, as an event of both."""
    document = batch.take(running)
    document.process.setdefault("contents", []).append(told)
    batch.record(document, JOIN, document.state, SYSTEM, note={"item": item.number})
    _note_child(batch, item, document, JOIN, SYSTEM)


def _note_child(batch: Batch, item: Item, child: Item, trigger: str, actor: Actor) -> None:
    note = {"child": child.number, "trigger": trigger, "to": child.state}
    batch.record(item, "child", item.state, actor, note=note)


def _open(
    batch: Batch, facts: Facts, item: Item, effect: Open, told: ContentLine, actor: Actor
) -> None:
    child = blank(effect.list, item.unit_id, item.scope)
    child.severity, child.holder_id = item.severity, item.holder_id
    named: Process = {"signed_by": effect.signer} if effect.signer else {}
    if pack().lists[effect.list].shared:
        named["contents"] = [told]
    given = {"title": item.title, **effect.data, **_taken(effect, facts)}
    new = NewItem(list_key=effect.list, fields=given, process=named)
    others = facts.of(effect.list)
    draft(
        batch,
        new,
        SYSTEM,
        replace(
            facts, item=child, parent=item, children=(), contents=(), siblings=others, comment=""
        ),
        by=actor,
    )


def _taken(effect: Open, facts: Facts) -> dict[str, str]:
    """Return the fields that the child takes over from the form of the move."""
    form = {**facts.fields, "comment": facts.comment}
    return {key: str(form[source]) for key, source in effect.takes.items()}


def settle(connection: Connection, batch: Batch) -> None:
    """Give the drafts their ids and numbers and record their first events; in a transaction.

    Raises ``StaleItem`` where somebody else has opened a document that an item had to join.
    """
    zone = settings().zone
    year = batch.now.astimezone(zone).year
    drafts = batch.drafts
    numbers = _numbers(connection, Counter(d.item.list_key for d in drafts), year)
    if batch.shared.look_again(connection, drafts):  # whoever opens another waits for the numbers
        raise StaleItem(STALE)
    ids = [
        row[0]
        for row in connection.execute(
            "SELECT nextval(pg_get_serial_sequence('items', 'id')) FROM generate_series(1, %s)",
            [len(drafts)],
        )
    ]
    for made, id_ in zip(drafts, ids, strict=True):
        item = made.item
        item.id = id_
        item.number = f"{pack().lists[item.list_key].prefix}{year}-{numbers[item.list_key]:04d}"
        numbers[item.list_key] += 1
        enter(batch, made)


def foresee(batch: Batch) -> None:
    """Enter the drafts under ids of no item, without a number, in a batch that is not written."""
    for place, made in enumerate(batch.drafts, 1):
        made.item.id = -place
        enter(batch, made)


def _numbers(connection: Connection, wanted: Counter[str], year: int) -> dict[str, int]:
    """Return the first of the consecutive numbers of each list; the rows stay locked."""
    first: dict[str, int] = {}
    for list_key in sorted(wanted):  # always in the same order, so no two raisings deadlock
        row = connection.execute(
            "INSERT INTO counters VALUES (%s, %s, %s) ON CONFLICT (list_key, year)"
            " DO UPDATE SET value = counters.value + EXCLUDED.value RETURNING value",
            [list_key, year, wanted[list_key]],
        ).fetchone()
        assert row  # noqa: S101 -- RETURNING gives the row it wrote
        first[list_key] = row[0] - wanted[list_key] + 1
    return first


def enter(batch: Batch, made: Draft) -> None:
    """Record the first event of a numbered draft, and tell the parent and the joined items."""
    item = made.item
    parent = made.under.item if made.under else made.parent
    item.parent_id = parent.id if parent else None
    batch.add(item)
    batch.decision = made.decision  # the machine opens many at once, each by a decision of its own
    batch.record(item, made.trigger, "", made.actor, made.comment)
    apply_effects.promise(batch, made.facts, item, made.effects, made.actor)
    aftermath.refer(batch, made.facts)
    if made.parent is not None:
        elder = batch.take(made.parent)
        apply_effects.grant(made.effects, item, elder, made.facts)
        _note_child(batch, elder, item, made.trigger, made.actor)
    if made.origin is not None:
        _note_child(batch, batch.take(made.origin), item, made.trigger, made.actor)
    for join in batch.joins:
        if join.draft is made:
            _join(batch, batch.take(join.item), item, join.line)
