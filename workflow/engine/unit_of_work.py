"""The unit of work of a decision: its connection, and a transaction where needed.

A decision on one item is one statement and needs no transaction of its own. A document with a
number does: the row of its counter stays locked until the decision stands or falls.
"""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType

from psycopg.pq import TransactionStatus

from workflow.platform import Connection, finish


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
