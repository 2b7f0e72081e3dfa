"""The connection to PostgreSQL: one engine in each process, autocommit, UTC.

Decisions are single statements, so connections are in autocommit and a transaction is opened
only where several statements belong together. The database's clock is the clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import psycopg
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.pool import ConnectionPoolEntry

from workflow.errors import Unavailable
from workflow.platform.config import settings
from workflow.words import Words

Connection = psycopg.Connection[Any]
SERVICE = "rectify"  # as the service names itself to the database

_DOWN = Words(
    "数据库暂时没有响应，什么都没有写入，请稍后再试。",
    "The database does not answer. Nothing was written; please try again shortly.",
)
_MAKING = threading.Lock()
_SHARED: ContextVar[SqlConnection | None] = ContextVar("shared", default=None)
_WAIT = 5  # seconds that a request waits for a connection
_FRESH = 1.0  # seconds for which a connection is trusted without asking the server
# The day it is where the organisation works, whatever the server's own is.
TODAY = "(now() AT TIME ZONE current_setting('rectify.timezone'))::date"
_SESSION = " ".join(
    f"-c {setting}"
    for setting in (
        "timezone=UTC",
        "statement_timeout=30s",
        "lock_timeout=10s",
        "idle_in_transaction_session_timeout=60s",
    )
)


def sqlalchemy_url(url: str) -> str:
    """Name the driver in a postgresql:// address."""
    return url.replace("postgres://", "postgresql://", 1).replace(
        "postgresql://", "postgresql+psycopg://", 1
    )


def engine() -> Engine:
    """Return the engine of this process; a fork must open its own."""
    # Threads that come first at the same time would each make one, and all but one of these
    # would be lost with their connections open: lru_cache alone does not keep them apart.
    with _MAKING:
        return _engine()


@lru_cache
def _engine() -> Engine:
    made = create_engine(
        sqlalchemy_url(settings().database_url),
        pool_size=8,
        max_overflow=8,
        pool_timeout=_WAIT,
        connect_args={
            "autocommit": True,
            "prepare_threshold": 2,
            "connect_timeout": _WAIT,
            "options": f"{_SESSION} -c rectify.timezone={settings().timezone}",
            "application_name": SERVICE,
        },
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,  # in autocommit there is nothing to roll back
    )
    event.listen(made, "checkout", _ask_if_idle)
    event.listen(made, "checkin", _note_use)
    return made


def _ask_if_idle(connection: Any, entry: ConnectionPoolEntry, _: Any) -> None:
    # A ping at every checkout would cost a round trip for each decision; a connection that was
    # used a moment ago is trusted, one that lay idle may have lost its server.
    if time.monotonic() - entry.info.get("used_at", 0.0) > _FRESH:
        try:
            connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            raise exc.DisconnectionError from error


def _note_use(_: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["used_at"] = time.monotonic()


@contextmanager
def connect() -> Iterator[Connection]:
    """Lend a driver connection, or that of ``together``.

    Raises ``Unavailable`` where the database does not answer, in place of a stack trace.
    """
    if shared := _SHARED.get():
        yield shared.connection.driver_connection  # type: ignore[misc]
        return
    with _answering():
        proxy = engine().raw_connection()
        connection = proxy.driver_connection
        try:
            yield connection  # type: ignore[misc]
        except psycopg.OperationalError:
            proxy.invalidate()
            raise
        finally:
            proxy.close()


@contextmanager
def reading() -> Iterator[SqlConnection]:
    """Lend an SQLAlchemy connection for reads composed of parts, or that of ``together``."""
    if shared := _SHARED.get():
        yield shared
        return
    with _answering(), engine().connect() as connection:
        yield connection


@contextmanager
def together() -> Iterator[Connection]:
    """Let everything inside be one transaction; transactions of its parts become savepoints.

    Raises ``Unavailable`` where the database does not answer.
    """
    with _answering(), engine().connect() as shared:
        connection: Connection = shared.connection.driver_connection  # type: ignore[assignment]
        token = _SHARED.set(shared)
        try:
            with connection.transaction():
                yield connection
        finally:
            _SHARED.reset(token)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (psycopg.errors.QueryCanceled, psycopg.errors.DeadlockDetected):
        raise
    except (psycopg.OperationalError, exc.OperationalError, exc.TimeoutError) as error:
        raise Unavailable(_DOWN) from error


def close() -> None:
    """Close the engine of the process and forget its settings; the next use opens anew."""
    if _engine.cache_info().currsize:
        _engine().dispose()
    _engine.cache_clear()
    settings.cache_clear()
