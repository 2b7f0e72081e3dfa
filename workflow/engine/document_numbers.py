"""Number a document in the transaction of its issuing move, so that no number is missing.

The row of the counter stays locked until the end of the transaction: two people signing at once are
numbered one after the other, and a refused move gives the number back.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from workflow.declaration import Actor, IssuedDocument, pack
from workflow.engine import issued_documents
from workflow.engine.batch import Batch
from workflow.engine.machine import Attempt
from workflow.engine.unit_of_work import UnitOfWork

_NEXT = """
    INSERT INTO document_counters VALUES (%s, %s, %s, 1) ON CONFLICT (document, unit_id, year)
    DO UPDATE SET value = document_counters.value + 1 RETURNING value"""


def take(work: UnitOfWork, document: str, unit_id: int, year: int) -> int:
    """Return the next number of a series, valid once the decision's transaction commits."""
    work.begin()
    row = work.connection.execute(_NEXT, [document, unit_id, year]).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def batch_for(work: UnitOfWork, now: datetime) -> Batch:
    """Return an empty batch that numbers and freezes documents in the transaction of ``work``."""
    return Batch(
        now=now, next_number=partial(take, work), freeze=partial(issued_documents.freeze, work)
    )


def unnumbered(now: datetime) -> Batch:
    """Return an empty batch whose documents have neither number nor content: it is not written."""
    return Batch(now=now, next_number=lambda *_: 0, freeze=lambda *_: {})


def issue(attempt: Attempt, batch: Batch) -> dict[str, Any]:
    """Note on the item the document issued by its move; return the note of the event.

    The note holds the whole content of the document; it is empty where none is issued.
    """
    document, facts = attempt.transition.document, attempt.facts
    if not document:
        return {}
    unit_id, day = _issuer(attempt, attempt.actor), facts.today
    issued: IssuedDocument = {"document": document, "unit": unit_id, "on": day.isoformat()}
    if pack().documents[document].mark:
        serial = batch.next_number(document, unit_id, day.year)
        issued["number"] = pack().documents[document].numbered(day.year, serial)
    facts.item.process.setdefault("documents", []).append(issued)
    return {issued_documents.NOTE: batch.freeze(facts.item, issued, attempt.actor)}


def _issuer(attempt: Attempt, actor: Actor) -> int:
    """Return the issuing unit: the unit of the actor's nearest entitled post."""
    item, roles = attempt.facts.item, attempt.transition.permission.roles
    posts = [post for post in actor.posts if post.role in roles and post.covers(item.scope)]
    nearest = max(posts, key=lambda post: len(post.path), default=None)
    return nearest.unit_id if nearest else item.unit_id
