"""A value of the database, cached in the process by its version.

Each change of the value changes the version in the same transaction, and every decision reads the
version in the snapshot of its own read. Where the cache is outdated, all is read again at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from psycopg.pq import TransactionStatus

from workflow.platform import Connection, decoded


class Versioned(Protocol):
    """A complete value with its version from the server; an empty version means never read."""

    @property
    def version(self) -> bytes:
        """The version."""


Value = TypeVar("Value", bound=Versioned)


class Snapshot(Generic[Value]):
    """The cache of a value; ``build`` makes the value of its version and the server's JSON.

    ``adopt`` is called with each value that is cached.
    """

    def __init__(
        self, unknown: Value, build: Callable[[bytes, Any], Value],
        adopt: Callable[[Value], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._unknown = unknown
        self._build = build
        self._adopt = adopt
        self.cached = unknown

    def forget(self) -> None:
        """Empty the cache."""
        self.cached = self._unknown
        self._adopt(self.cached)

    def known(self, connection: Connection) -> Value:
        """Return the cached value, or the unknown value inside a transaction.

        The transaction may have changed the value, and its version with it.
        """
        return self.cached if _is_idle(connection) else self._unknown

    def settled(
        self, connection: Connection, before: Value, version: bytes | None, news: bytes | None
    ) -> Value:
        """Return the value sent by the server, or the value before where none was sent.

        The new value is cached, unless it was read inside a transaction.
        """
        if news is None:
            return before
        value = self._build(version or b"", decoded(news))
        if version and _is_idle(connection):
            self.cached = value
            self._adopt(value)
        return value


def _is_idle(connection: Connection) -> bool:
    return connection.pgconn.transaction_status == TransactionStatus.IDLE
