"""Run a decision until it is committed: after a conflict the rules are asked again."""

from __future__ import annotations

from collections.abc import Callable

from psycopg.errors import DeadlockDetected

from workflow.engine import idempotency, results
from workflow.engine.idempotency import Key
from workflow.engine.results import Results
from workflow.engine.staleness import STALE
from workflow.engine.unit_of_work import UnitOfWork
from workflow.errors import StaleItem, WorkflowError
from workflow.platform import Connection, connect

_TRIES = 3


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
