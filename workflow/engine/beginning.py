"""The beginning of a decision: the facts of the items, at the moment, and an empty batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workflow.declaration import Facts, pack
from workflow.engine import document_numbers
from workflow.engine.batch import Batch
from workflow.engine.loading import read
from workflow.engine.raising import Request
from workflow.engine.shared_documents import opens
from workflow.engine.unit_of_work import UnitOfWork
from workflow.platform import Connection


def begin(
    work: UnitOfWork, numbers: Sequence[str], now: datetime | None
) -> tuple[Batch, dict[str, Facts]]:
    """Return an empty batch and the facts of the numbered items."""
    facts, at = facts_at(work.connection, numbers, now)
    return document_numbers.batch_for(work, at), facts


def facts_at(
    connection: Connection, numbers: Sequence[str], now: datetime | None = None
) -> tuple[dict[str, Facts], datetime]:
    """Return the facts of existing items by number, and the moment of the facts."""
    read_in = read(connection, numbers) if numbers else {}
    facts = {number: at_moment(found, now) for number, found in read_in.items()}
    return facts, next((found.now for found in facts.values()), now or datetime.min)


def read_shared(
    connection: Connection, batch: Batch, facts: Mapping[str, Facts], requests: Sequence[Request]
) -> None:
    """Read the documents that the items of the requests may join."""
    found = ((facts[r.number], r.trigger) for r in requests if r.number in facts)
    batch.shared.read(connection, [
        each for each, trigger in found
        if opens(pack().lists[each.item.list_key].find(trigger, each.item.state))
    ])  # fmt: skip


def at_moment(facts: Facts, now: datetime | None) -> Facts:
    """Return the facts at a moment, or unchanged."""
    return replace(facts, now=now) if now else facts
