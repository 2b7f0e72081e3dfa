"""All writes to items go through here: web, API, command line, import, bulk and worker.

A single read, rules in memory, a single writing statement. A move of a child moves its parent's
version too, so that no two valid decisions on a family make an invalid pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from workflow.declaration import RAISE, SYSTEM, Actor, Facts, Item, pack
from workflow.engine import (
    apply_effects,
    cascades,
    document_numbers,
    idempotency,
    machine,
    merging,
    parents,
    raising,
    references,
    referral,
    results,
    write_sql,
)
from workflow.engine.batch import Batch
from workflow.engine.beginning import at_moment, begin, read_shared
from workflow.engine.drafts import Draft
from workflow.engine.idempotency import Key
from workflow.engine.machine import Attempt, permit
from workflow.engine.placing import place_of
from workflow.engine.raising import NewItem, Request
from workflow.engine.references import References
from workflow.engine.results import Done, Results
from workflow.engine.retry import run
from workflow.engine.shared_documents import SharedDocuments
from workflow.engine.staleness import STALE, quicker
from workflow.engine.unit_of_work import UnitOfWork
from workflow.engine.visibility import gone, may_see
from workflow.errors import StaleItem, WorkflowError
from workflow.evidence import Piece
from workflow.platform import Connection, finish, sending

WrittenBeside = Callable[[Connection, Sequence[Done]], None]
_PIECE = 100  # decisions that are written while others are made


def fire(
    number: str,
    trigger: str,
    actor: Actor,
    *,
    fields: Mapping[str, object] | None = None,
    comment: str = "",
    evidence: Sequence[Piece] = (),
    version: int | None = None,
    key: Key | None = None,
    now: datetime | None = None,
) -> Done:
    """Fire a trigger on an item; return the result.

    Raises the refusal: ``NotFound``, ``NotPermitted``, ``NotProved``, ``NotPossible``, ``BadInput``
    or ``StaleItem``.
    """
    request = Request(
        number, trigger, fields or {}, comment=comment, evidence=evidence, version=version
    )

    def attempt(work: UnitOfWork) -> Results:
        batch, facts = begin(work, references.numbers([request]), now)
        read_shared(work.connection, batch, facts, [request])
        done = [_carry_out(References(work.connection), batch, facts, request, actor)]
        return _commit(work.connection, batch, done, key)

    return _done(run(attempt, key, final=version is not None))[0]


def fire_all(
    requests: Sequence[Request], actor: Actor, now: datetime | None, beside: WrittenBeside
) -> list[Done]:
    """Fire many triggers at once, all or none; what ``beside`` writes stands or falls with them.

    Raises the first refusal.
    """

    def attempt(work: UnitOfWork) -> Results:
        work.begin()
        batch, facts = begin(work, references.numbers(requests), now)
        named = References(work.connection)
        moved = [_carry_out(named, batch, facts, request, actor) for request in requests]
        beside(work.connection, _done(done := _write(work.connection, batch, moved, None)))
        return done

    return _done(run(attempt))


def decide(
    requests: Sequence[Request],
    actor: Actor,
    now: datetime | None = None,
    key: Key | None = None,
) -> Results:
    """Fire many triggers at once, by the same rules, with a result for each.

    Each request is carried out or refused by itself; requests carried out are written together. Of
    a long list the database writes a piece while the next piece is being decided.
    """

    def attempt(work: UnitOfWork) -> Results:
        connection = work.connection
        batch, facts = begin(work, references.numbers(requests), now)
        read_shared(connection, batch, facts, requests)
        named = References(connection)
        if len(requests) <= _PIECE:
            tried = [_tried(named, batch, facts, request, actor) for request in requests]
            return _commit(connection, batch, tried, key)
        tried = []
        with quicker(), sending(connection):
            write_sql.lock(connection, facts.values())
            batch.locked = True
            for request in requests:
                tried.append(_tried(named, batch, facts, request, actor))
                if len(tried) % _PIECE == 0:
                    batch.send(connection)
            finish(connection)
            return _commit(connection, batch, tried, key)

    return run(attempt, key)


def rehearse(connection: Connection, facts: Facts, trigger: str, shared: SharedDocuments) -> Batch:
    """Make a move of the machine in memory; its result is never written."""
    batch, number = Batch(now=facts.now, shared=shared), facts.item.number
    request = Request(number, trigger)
    _carry_out(References(connection), batch, {number: facts}, request, SYSTEM)
    return batch


def raise_item(
    list_key: str,
    actor: Actor,
    *,
    fields: Mapping[str, object],
    comment: str = "",
    evidence: Sequence[Piece] = (),
    parent: str | None = None,
    key: Key | None = None,
    now: datetime | None = None,
) -> Done:
    """Raise an item; its number is the next of its list and year."""
    new = NewItem(
        list_key=list_key, fields=fields, comment=comment, evidence=tuple(evidence), parent=parent
    )
    return _done(run(lambda work: _raise_all(work, [new], actor, now, key), key))[0]


def raise_items(
    news: Sequence[NewItem],
    actor: Actor,
    now: datetime | None = None,
    beside: WrittenBeside | None = None,
) -> list[Done]:
    """Raise many items, all or none; ``NewItem.under`` refers to an earlier one as parent.

    What ``beside`` writes stands or falls with the items.
    """

    def attempt(work: UnitOfWork) -> Results:
        if beside is None:
            return _raise_all(work, news, actor, now)
        work.begin()
        made = _raise_all(work, news, actor, now) if news else []
        beside(work.connection, _done(made))
        return made

    return _done(run(attempt))


def _raise_all(
    work: UnitOfWork,
    news: Sequence[NewItem],
    actor: Actor,
    now: datetime | None,
    key: Key | None = None,
) -> Results:
    batch, families = begin(work, [n.parent for n in news if n.parent], now)
    named = References(work.connection)
    drafts: list[Draft] = []
    for new in news:
        above = drafts[new.under] if new.under is not None else None
        facts = place_of(named, new, families, actor)
        if above:
            facts = replace(facts, parent=above.item)
        with named.checking(actor, raising.asked(new.list_key), new.fields, facts.today):
            drafts.append(raising.draft(batch, new, actor, at_moment(facts, now), above))
        batch.now = drafts[-1].facts.now
    return _commit(work.connection, batch, [made.item for made in drafts], key)


def _tried(
    named: References, batch: Batch, facts: dict[str, Facts], request: Request, actor: Actor
) -> Item | WorkflowError:
    """Carry out a request of many on a trial batch, absorbed only on success."""
    trial = batch.trial()
    if actor.is_system:  # it decides on each by itself
        trial.decision = uuid4()
    try:
        item = _carry_out(named, trial, facts, request, actor)
    except WorkflowError as refusal:
        return refusal
    batch.absorb(trial)
    return item


def _carry_out(
    named: References,
    batch: Batch,
    all_facts: dict[str, Facts],
    request: Request,
    actor: Actor,
) -> Item:
    """Carry out a request in memory: permission, children, conditions, move, effects."""
    facts = all_facts.get(request.number)
    if facts is None or not may_see(actor, facts.item):
        raise gone(request.number)
    facts = batch.family(facts, request.comment)
    if request.version is not None and request.version != facts.item.version:
        raise StaleItem(STALE)
    list_type = pack().lists[facts.item.list_key]
    move = list_type.find(request.trigger, facts.item.state)
    with named.checking(actor, move.fields if move else (), request.fields, facts.today):
        attempt = permit(list_type, request.trigger, actor, facts, request.fields)
    apply_effects.attach(attempt, request.evidence)
    unit, earlier = attempt.facts.fields.get("unit"), references.earlier(all_facts, attempt)
    place = named.place(unit).path if unit else ""
    attempt.facts = replace(attempt.facts, place=place, earlier=earlier)
    attempt.facts = cascades.follow(batch, attempt, request.fields, _move)
    _move(batch, attempt)
    if merging.merges(attempt) and earlier:
        merging.carry_out(batch, attempt, all_facts[earlier.number], _move)
    parents.tell(batch, attempt.facts, attempt.transition, actor)
    return facts.item


def _move(batch: Batch, attempt: Attempt, above: Item | None = None) -> None:
    """Fire, record the event, and carry out the effects of the transition.

    ``above`` is the item with whose move this one is made.
    """
    facts, item, actor = attempt.facts, attempt.facts.item, attempt.actor
    source = item.state
    step = machine.fire(attempt)
    sheet = document_numbers.issue(attempt, batch)
    told = apply_effects.note(attempt.transition, step, above, batch.along.get(item.id, ()))
    note = {**sheet, **(told or {})}
    batch.record(item, attempt.transition.trigger, source, actor, facts.comment, note)
    effects = step.rung.effects if step else attempt.transition.effects
    apply_effects.promise(batch, facts, item, effects, actor)
    if step:
        apply_effects.escalated(batch, facts, item, step)
    climbed = step.rung.note() if step else None
    raising.open_children(batch, facts, item, effects, climbed, actor)
    referral.look(batch, facts)


def _commit(
    connection: Connection, batch: Batch, tried: Sequence[Item | WorkflowError], key: Key | None
) -> Results:
    """Write the batch; only new items need numbers first, and so a transaction of their own."""
    if not batch.drafts:
        return _write(connection, batch, tried, key)
    with connection.transaction():
        raising.settle(connection, batch)
        return _write(connection, batch, tried, key)


def _write(
    connection: Connection, batch: Batch, tried: Sequence[Item | WorkflowError], key: Key | None
) -> Results:
    """Write the batch and, with the batch, the answer of its key; refusals write nothing."""
    told = [results.done(r, batch.along.get(r.id, ())) if isinstance(r, Item) else r
            for r in tried]  # fmt: skip
    if key and (batch.events or batch.begun):
        batch.keys.append(idempotency.row(key, results.kept(told), batch.now))
    batch.write(connection)
    return told


def _done(told: Results) -> list[Done]:
    """Return the results carried out, after every refusal was raised."""
    return [result for result in told if isinstance(result, Done)]


__all__ = [
    "RAISE", "Done", "Key", "NewItem", "Request", "WrittenBeside", "decide", "fire", "fire_all",
    "raise_item", "raise_items", "rehearse",
]  # fmt: skip
