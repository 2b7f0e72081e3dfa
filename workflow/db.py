"""The connection to PostgreSQL: one engine in each process, autocommit, UTC.

Decisions are single statements, so the connection is in autocommit and a transaction is opened
only where several statements belong together. The database's clock is the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout
from sqlalchemy import Engine, create_engine

from workflow.config import settings
from workflow.errors import Unavailable
from workflow.words import Words

Connection = psycopg.Connection[dict[str, Any]]

_DOWN = Words(
    "数据库暂时没有响应，什么都没有写入，请稍后再试。",
    "The database does not answer. Nothing was written; please try again shortly.",
)
_WAIT = 5.0  # seconds that a request waits for a connection


def sqlalchemy_url(url: str) -> str:
    """Name the driver in a postgresql:// address."""
    return url.replace("postgres://", "postgresql://").replace(
        "postgresql://", "postgresql+psycopg://", 1
    )


@lru_cache
def pool() -> ConnectionPool[Connection]:
    """Open the pool of this process; a fork must open its own."""
    return ConnectionPool(
        settings().database_url,
        min_size=1,
        max_size=10,
        timeout=_WAIT,
        check=ConnectionPool.check_connection if settings().database_url else None,
        kwargs={
            "autocommit": True,
            "row_factory": dict_row,
            "prepare_threshold": 2,
            "options": "-c timezone=UTC -c statement_timeout=30s"
            " -c idle_in_transaction_session_timeout=60s",
            "application_name": "rectify",
        },
        open=True,
    )


@contextmanager
def connect() -> Iterator[Connection]:
    """Lend a connection; a database that is away is ``Unavailable``, never a stack trace."""
    try:
        with pool().connection() as connection:
            yield connection
    except (PoolTimeout, psycopg.OperationalError) as error:
        if isinstance(error, psycopg.errors.QueryCanceled):
            raise
        raise Unavailable(_DOWN) from error


@lru_cache
def engine() -> Engine:
    """Return the SQLAlchemy engine of this process, for reads that are built from parts."""
    return create_engine(
        sqlalchemy_url(settings().database_url),
        isolation_level="AUTOCOMMIT",
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC -c statement_timeout=30s"},
    )


def close() -> None:
    """Close what this process has opened; the next use opens anew."""
    if pool.cache_info().currsize:
        pool().close()
    if engine.cache_info().currsize:
        engine().dispose()
    pool.cache_clear()
    engine.cache_clear()
    settings.cache_clear()
