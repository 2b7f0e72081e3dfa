"""Statements on the path of a decision: prepared once a connection, run by libpq itself.

A cursor of psycopg takes longer to send such a statement than Python takes to apply all the rules.
Values go as text, much of it JSON, and come back as text; all else stays with psycopg.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from select import select
from typing import Any
from weakref import WeakSet

import orjson
import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from workflow.platform.db import Connection

ResultRow = tuple[bytes | None, ...]
decoded = orjson.loads
_PARAMETER = re.compile(r"%\((\w+)\)s")
_NUMBERS = count()
_FORGOTTEN = b"26000"
_SENT: WeakSet[Connection] = WeakSet()  # connections whose server is at work for us


def encoded(value: Any) -> bytes:
    """Write JSON for the server; hashed values have another form of their own."""
    return orjson.dumps(value, default=list)  # a named tuple is a list, too


class Statement:
    """A statement with named parameters, prepared once on each connection."""

    def __init__(self, text: str) -> None:
        self.names = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        self._text = _PARAMETER.sub(lambda m: f"${self.names.index(m[1]) + 1}", text).encode()
        self._name = f"rectify_{next(_NUMBERS)}".encode()
        self._known: WeakSet[Connection] = WeakSet()

    def run(self, connection: Connection, values: Mapping[str, bytes]) -> list[ResultRow]:
        """Run the statement and return its rows.

        Raises the errors of psycopg.
        """
        result = self._result(connection, [values[name] for name in self.names])
        columns = range(result.nfields)
        return [tuple(result.get_value(row, c) for c in columns) for row in range(result.ntuples)]

    def send(self, connection: Connection, values: Mapping[str, bytes]) -> None:
        """Send the statement without waiting; ``finish`` waits, and so does the next run."""
        finish(connection)
        pgconn = connection.pgconn
        pgconn.send_query_params(self._text, [values[name] for name in self.names])
        _SENT.add(connection)
        while pgconn.flush():
            select([], [pgconn.socket], [])

    def _result(self, connection: Connection, values: list[bytes]) -> PGresult:
        finish(connection)
        pgconn = connection.pgconn
        # psycopg makes the server forget all that is prepared when a transaction was rolled back.
        # Alone, that is no harm; in a transaction a statement that is not there would end it.
        if pgconn.transaction_status != TransactionStatus.IDLE:
            return _good(pgconn, pgconn.exec_params(self._text, values))
        if connection in self._known:
            result = pgconn.exec_prepared(self._name, values)
            if result.error_field(DiagnosticField.SQLSTATE) != _FORGOTTEN:
                return _good(pgconn, result)
        _good(pgconn, pgconn.prepare(self._name, self._text))
        self._known.add(connection)
        return _good(pgconn, pgconn.exec_prepared(self._name, values))


def finish(connection: Connection) -> None:
    """Wait for sent statements, if any.

    Raises the errors of psycopg that they caused.
    """
    if connection not in _SENT:
        return
    pgconn, results = connection.pgconn, []
    while True:
        while pgconn.is_busy():
            select([pgconn.socket], [], [])
            pgconn.consume_input()
        if (result := pgconn.get_result()) is None:
            break
        results.append(result)
    _SENT.discard(connection)
    for result in results:
        _good(pgconn, result)


@contextmanager
def sending(connection: Connection) -> Iterator[None]:
    """Open a transaction for sent statements; at its end all of them are finished."""
    with connection.transaction():
        try:
            yield
            finish(connection)
        except BaseException:
            with suppress(psycopg.Error):  # it would only say again what went wrong before
                finish(connection)
            raise


def _good(pgconn: PGconn, result: PGresult) -> PGresult:
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return result
    if pgconn.status != ConnStatus.OK:  # the server went away in the middle of it
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)
