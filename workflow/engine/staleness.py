"""A concurrent change, as reported by the database, in a single sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from workflow.errors import StaleItem
from workflow.words import Words

# Where these are there already, somebody else was quicker.
_QUICKER = ("pk_events", "pk_escalations", "pk_idempotency_keys")
STALE = Words("内容已被他人更新，请看过之后再做。", "It has changed meanwhile; look again first.")


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
