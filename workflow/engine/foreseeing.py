"""Decisions foreseen: made in memory by the code of real decisions, and never written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.declaration import SYSTEM, Actor, Facts, Item, pack
from workflow.engine import (
    carrying_out,
    cascades,
    document_numbers,
    machine,
    raising,
    references,
    results,
)
from workflow.engine.batch import Batch
from workflow.engine.beginning import facts_at, read_shared
from workflow.engine.raising import Request
from workflow.engine.references import References
from workflow.engine.results import Done, Results
from workflow.engine.shared_documents import SharedDocuments
from workflow.engine.visibility import gone
from workflow.errors import BadInput, WorkflowError
from workflow.platform import Connection, connect


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeseenDecision:
    """The results and the consequences of a decision on many items, before the decision."""

    outcomes: Results  # in the order of the requests
    told: int  # people
    mailed: int  # of these, people with a mail at once
    opened: Mapping[str, int]  # new items, by list


def foresee(
    connection: Connection,
    facts: dict[str, Facts],
    requests: Sequence[Request],
    actor: Actor,
    unfilled: frozenset[str] = frozenset(),
) -> ForeseenDecision:
    """Decide in memory on the items of ``facts`` as ``commands.decide`` does; nothing is written.

    Where only fields named in ``unfilled`` are at fault, the move is foreseen without its form.
    """
    now = next((found.now for found in facts.values()), None)
    if now is None:
        missing: Results = [gone(request.number) for request in requests]
        return ForeseenDecision(outcomes=missing, told=0, mailed=0, opened={})
    batch = document_numbers.unnumbered(now)
    read_shared(connection, batch, facts, requests)
    named = References(connection)
    tried = [carrying_out.tried(named, batch, facts, request, actor) for request in requests]
    raising.foresee(batch)
    return ForeseenDecision(
        outcomes=[
            _outcome(batch, facts, request, actor, found, unfilled)
            for request, found in zip(requests, tried, strict=True)
        ],
        told=len({person for person, *_ in batch.told}),
        mailed=len({key[0] for key, told in batch.told.items() if told.mail}),
        opened=Counter(made.item.list_key for made in batch.drafts),
    )


def foresee_now(requests: Sequence[Request], actor: Actor) -> ForeseenDecision:
    """Read the items of the requests, and decide on them in memory."""
    with connect() as connection:
        facts, _ = facts_at(connection, references.numbers(requests))
        return foresee(connection, facts, requests, actor)


def _outcome(
    batch: Batch,
    facts: Mapping[str, Facts],
    request: Request,
    actor: Actor,
    found: Item | WorkflowError,
    unfilled: frozenset[str],
) -> Done | WorkflowError:
    if isinstance(found, Item):
        return results.done(found, batch.along.get(found.id, ()))
    if isinstance(found, BadInput) and found.fields and found.fields.keys() <= unfilled:
        return _without_form(facts[request.number], request.trigger, actor)
    return found


def _without_form(facts: Facts, trigger: str, actor: Actor) -> Done | WorkflowError:
    """Foresee a move by permission and conditions, and the children moving along."""
    try:
        move = machine.ready(pack().lists[facts.item.list_key], trigger, actor, facts)
    except WorkflowError as refusal:
        return refusal
    return results.done(facts.item, cascades.foreseen(facts, move, actor))


def rehearse(connection: Connection, facts: Facts, trigger: str, shared: SharedDocuments) -> Batch:
    """Make a move of the machine in memory; the result is never written."""
    batch, number = Batch(now=facts.now, shared=shared), facts.item.number
    request = Request(number, trigger)
    carrying_out.carry_out(References(connection), batch, {number: facts}, request, SYSTEM)
    return batch
