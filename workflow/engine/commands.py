"""All writes to items go through here: web, API, command line, import, bulk and worker.

A single read, rules in memory, a single writing statement. A move of a child moves its parent's
version too, so that no two valid decisions on a family make an invalid pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from workflow.declaration import RAISE, Actor, Item
from workflow.engine import (
    carrying_out,
    idempotency,
    matters,
    raising,
    references,
    results,
    write_sql,
)
from workflow.engine.batch import Batch
from workflow.engine.beginning import begin, read_shared
from workflow.engine.drawing_up import drawn_up
from workflow.engine.idempotency import Key
from workflow.engine.raising import NewItem, Request
from workflow.engine.references import References
from workflow.engine.results import Done, Results
from workflow.engine.unit_of_work import UnitOfWork, quicker, run
from workflow.errors import WorkflowError
from workflow.evidence import Piece
from workflow.platform import Connection, finish, sending

WrittenBeside = Callable[[Connection, Sequence[Done]], None]
_PIECE = 100  # decisions that are written while others are made
_BLOCK = 500  # moves in memory at a time, of those that stand or fall together


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
        done = [carrying_out.carry_out(References(work.connection), batch, facts, request, actor)]
        return _commit(work.connection, batch, done, key)

    return _done(run(attempt, key, final=version is not None))[0]


def fire_in_blocks(
    requests: Sequence[Request], actor: Actor, now: datetime, beside: Callable[[Connection], None]
) -> int:
    """Fire many triggers, all or none: in the memory of a block, in one transaction.

    What ``beside`` writes at the end stands or falls with them. Return how many were fired. Raises
    the first refusal.
    """

    def attempt(work: UnitOfWork) -> Results:
        work.begin()
        named, decision = References(work.connection), uuid4()
        for first in range(0, len(requests), _BLOCK):
            some = requests[first : first + _BLOCK]
            batch, facts = begin(work, references.numbers(some), now)
            batch.decision = decision  # whoever is told of a thousand items gets one mail
            moved = [carrying_out.carry_out(named, batch, facts, one, actor) for one in some]
            _write(work.connection, batch, moved, None)
        beside(work.connection)
        return []

    run(attempt)
    return len(requests)


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
        asked = [(request.number, request.trigger) for request in requests]
        named = References(connection)
        if len(requests) <= _PIECE:
            tried = [
                carrying_out.tried(named, batch, facts, request, actor) for request in requests
            ]
            return _commit(connection, batch, tried, key, asked)
        tried = []
        with quicker(), sending(connection):
            write_sql.lock(connection, facts.values())
            batch.locked = True
            for request in requests:
                tried.append(carrying_out.tried(named, batch, facts, request, actor))
                if len(tried) % _PIECE == 0:
                    batch.send(connection)
            finish(connection)
            return _commit(connection, batch, tried, key, asked)

    return run(attempt, key)


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
    """Raise an item; the number is the next of list and year."""
    new = NewItem(
        list_key=list_key, fields=fields, comment=comment, evidence=tuple(evidence), parent=parent
    )
    return _done(run(lambda work: _raise_all(work, [new], actor, now, key), key))[0]


def raise_matter(
    whole: NewItem, parts: Sequence[NewItem], actor: Actor, key: Key | None = None,
    now: datetime | None = None,
) -> list[Done]:  # fmt: skip
    """Raise an item with its parts, all or none; return the item first.

    Raises the refusal; the faults of a part name it by its place, as in "parts.0.title".
    """
    news = matters.of(whole, parts)
    return _done(run(lambda work: _raise_all(work, news, actor, now, key), key))


def raise_items(
    news: Sequence[NewItem], actor: Actor, now: datetime | None = None
) -> list[Done]:  # fmt: skip
    """Raise many items, all or none; ``NewItem.under`` refers to an earlier one as parent."""
    return _done(run(lambda work: _raise_all(work, news, actor, now))) if news else []


def raise_in_blocks(
    blocks: Callable[[], Iterable[Sequence[NewItem]]], actor: Actor, now: datetime,
    beside: WrittenBeside,
) -> None:  # fmt: skip
    """Raise many items in blocks, all or none: in the memory of a block, in one transaction.

    ``NewItem.under`` refers to an earlier item of the same block. ``beside`` writes after each
    block, and stands or falls with all of them. ``blocks`` is walked anew where somebody else was
    quicker. The server writes a block while the next one is being drawn up.
    """

    def attempt(work: UnitOfWork) -> Results:
        connection, named, decision = work.connection, References(work.connection), uuid4()
        written: Sequence[Done] = ()
        with sending(connection):
            for news in blocks():
                batch, _ = begin(work, [], now)
                batch.decision = decision  # whoever is told of a thousand items gets one mail
                drawn_up(named, batch, {}, news, actor, now)
                finish(connection)
                if written:
                    beside(connection, written)
                raising.settle(connection, batch)
                written = [results.done(made.item, ()) for made in batch.drafts]
                batch.send(connection)
            finish(connection)
            beside(connection, written)
        return []

    run(attempt)


def _raise_all(
    work: UnitOfWork,
    news: Sequence[NewItem],
    actor: Actor,
    now: datetime | None,
    key: Key | None = None,
) -> Results:
    above = [number for n in news for number in (n.parent, n.came_of) if number]
    batch, families = begin(work, above, now)
    items = drawn_up(References(work.connection), batch, families, news, actor, now)
    return _commit(work.connection, batch, items, key)


def _commit(
    connection: Connection,
    batch: Batch,
    tried: Sequence[Item | WorkflowError],
    key: Key | None,
    asked: Sequence[tuple[str, str]] = (),
) -> Results:
    """Write the batch; only new items need numbers first, and so a transaction of their own."""
    if not batch.drafts:
        return _write(connection, batch, tried, key, asked)
    with connection.transaction():
        raising.settle(connection, batch)
        return _write(connection, batch, tried, key, asked)


def _write(
    connection: Connection,
    batch: Batch,
    tried: Sequence[Item | WorkflowError],
    key: Key | None,
    asked: Sequence[tuple[str, str]] = (),
) -> Results:
    """Write the batch and, with the batch, the answer of its key; refusals write nothing."""
    told = [results.done(r, batch.along.get(r.id, ())) if isinstance(r, Item) else r
            for r in tried]  # fmt: skip
    if key and (batch.events or batch.begun):
        batch.keys.append(idempotency.row(key, results.kept(told, asked), batch.now))
    batch.write(connection)
    return told


def _done(told: Results) -> list[Done]:
    """Return the results carried out, after every refusal was raised."""
    return [result for result in told if isinstance(result, Done)]


__all__ = [
    "RAISE", "Done", "Key", "NewItem", "Request", "WrittenBeside", "decide", "fire",
    "fire_in_blocks", "raise_in_blocks", "raise_item", "raise_items", "raise_matter",
]  # fmt: skip
