"""The unit of work of a decision: connection, a transaction where needed, and tries.

A decision on one item is one statement and needs no transaction of its own. A document with a
number does: the row of its counter stays locked until the decision stands or falls. After a
concurrent change the rules are asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

import psycopg
from psycopg.errors import DeadlockDetected
from psycopg.pq import TransactionStatus

from workflow.engine import idempotency, results
from workflow.engine.idempotency import Key
from workflow.engine.results import Results
from workflow.errors import StaleItem, WorkflowError
from workflow.platform import Connection, connect, finish
from workflow.words import Words

# Where these are there already, somebody else was quicker.
_QUICKER = ("pk_events", "pk_escalations", "pk_idempotency_keys")
STALE = Words("内容已被他人更新，请看过之后再做。", "It has changed meanwhile; look again first.")
_TRIES = 10  # in each round one of those who decide at once on an item is through


class UnitOfWork:
    """The connection of a decision, as a context; the end of the context ends a transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._begun = ExitStack()

    def begin(self) -> None:
        """Begin the transaction of the decision, unless begun already."""
        finish(self.connection)
        if self.connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._begun.enter_context(self.connection.transaction())

    def __enter__(self) -> UnitOfWork:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        return self._begun.__exit__(kind, error, trace)


def run(
    attempt: Callable[[UnitOfWork], Results], key: Key | None = None, final: bool = False
) -> Results:
    """Run an attempt, and again after a concurrent change: the rules are asked anew.

    Raises ``StaleItem`` after the last try, at once where ``final``.
    """
    with connect() as connection:
        for left in reversed(range(_TRIES)):
            try:
                with UnitOfWork(connection) as work:
                    return _earlier(connection, key) or attempt(work)
            except (StaleItem, DeadlockDetected) as error:
                if final or not left:
                    if answer := _earlier(connection, key):  # its own twin was quicker
                        return answer
                    raise StaleItem(STALE) from error
            except WorkflowError:  # refused, for example, because its own twin did it meanwhile
                if answer := _earlier(connection, key):
                    return answer
                raise
    raise AssertionError("unreachable")


def _earlier(connection: Connection, key: Key | None) -> Results | None:
    answer = idempotency.earlier(connection, key) if key else None
    return results.told_again(answer) if answer else None


@contextmanager
def quicker() -> Iterator[None]:
    """Turn PostgreSQL's errors after a concurrent change into ``StaleItem``.

    Raises ``StaleItem`` in place of the database's error; other errors pass.
    """
    try:
        yield
    except psycopg.errors.UniqueViolation as error:
        if error.diag.constraint_name in _QUICKER:
            raise StaleItem(STALE) from error
        raise
    except psycopg.Error as error:
        if error.sqlstate == "RX409":
            raise StaleItem(STALE) from error
        raise
