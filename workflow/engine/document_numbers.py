"""Number a document in the transaction of the move that issues it, so that no number is missing.

The row of the counter stays locked until that transaction ends: two who sign at once are
numbered one after the other, and whoever is refused gives the number back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from weakref import WeakKeyDictionary

from psycopg.pq import TransactionStatus

from workflow.declaration.facts import Item
from workflow.declaration.rules import Actor
from workflow.engine.batch import NextNumber
from workflow.engine.machine import Attempt
from workflow.platform.db import Connection
from workflow.platform.statements import finish
from workflow.profession.document_kinds import PAPERS

_UNDER_WAY: WeakKeyDictionary[Connection, ExitStack] = WeakKeyDictionary()
_NEXT = """
    INSERT INTO document_counters VALUES (%s, %s, %s, 1) ON CONFLICT (document, unit_id, year)
    DO UPDATE SET value = document_counters.value + 1 RETURNING value"""


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """Run a decision; a transaction that it opens on its way stands or falls with it."""
    with ExitStack() as opened:
        _UNDER_WAY[connection] = opened
        yield


def take(connection: Connection, document: str, unit_id: int, year: int) -> int:
    """Return the next number of a series; it counts once the transaction commits.

    A decision on one item is one statement, and so has no transaction of its own: it is opened
    here, and ends with the decision.
    """
    finish(connection)
    if connection.pgconn.transaction_status == TransactionStatus.IDLE:
        _UNDER_WAY[connection].enter_context(connection.transaction())
    row = connection.execute(_NEXT, [document, unit_id, year]).fetchone()
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def issue(attempt: Attempt, next_number: NextNumber) -> None:
    """Note on the item the document that its move has issued, with its number."""
    document, facts = attempt.transition.document, attempt.facts
    if not document:
        return
    unit_id, day = _issuer(attempt, attempt.actor), facts.today
    issued = {"document": document, "unit": unit_id, "on": day.isoformat()}
    if PAPERS[document].mark:
        serial = next_number(document, unit_id, day.year)
        issued["number"] = PAPERS[document].numbered(day.year, serial)
    kept(facts.item).append(issued)


def kept(item: Item) -> list[dict[str, object]]:
    """Return the documents that an item has issued, in order."""
    documents: list[dict[str, object]] = item.data.setdefault("documents", [])
    return documents


def _issuer(attempt: Attempt, actor: Actor) -> int:
    """Return the unit in whose name it is issued: that of the nearest post that entitles to it."""
    item, roles = attempt.facts.item, attempt.transition.permission.roles
    posts = [post for post in actor.posts if post.role in roles and post.covers(item.scope)]
    nearest = max(posts, key=lambda post: len(post.path), default=None)
    return nearest.unit_id if nearest else item.unit_id
