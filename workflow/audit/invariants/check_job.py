"""Check the invariants one by one and keep the results; a failing check stops no other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from workflow.audit.invariants.rules import INVARIANTS, Invariant
from workflow.platform import Connection, connect

EXAMPLES = 20
_LIMIT = "SET LOCAL statement_timeout = '120s'"
_NOTE = """
    INSERT INTO invariants AS known (key, at, took_ms, broken, examples, error, since)
    VALUES (%(key)s, now(), %(took)s, %(broken)s, %(examples)s, %(error)s,
            CASE WHEN %(wrong)s THEN now() END)
        ON CONFLICT (key) DO UPDATE
       SET at = excluded.at, took_ms = excluded.took_ms, broken = excluded.broken,
           examples = excluded.examples, error = excluded.error,
           since = CASE WHEN %(wrong)s THEN coalesce(known.since, now()) END
"""
_READ = "SELECT key, at, took_ms, broken, examples, error, since FROM invariants"


@dataclass(frozen=True, slots=True)
class InvariantResult:
    """The newest result of an invariant; ``error`` holds the reason of a failed check."""

    key: str
    at: datetime
    took_ms: int
    broken: int
    examples: list[str]
    error: str
    since: datetime | None

    @property
    def holds(self) -> bool:
        """Say whether nothing is wrong, as far as could be seen."""
        return not self.broken and not self.error


def check(invariants: Sequence[Invariant] = INVARIANTS) -> list[InvariantResult]:
    """Check all invariants, keep the results and return the broken ones."""
    with connect() as connection:
        for invariant in invariants:
            _look(connection, invariant)
        return [finding for finding in findings(connection) if not finding.holds]


def findings(connection: Connection) -> list[InvariantResult]:
    """Return the newest result of every invariant checked so far, in declared order."""
    cursor = connection.cursor(row_factory=class_row(InvariantResult))
    order = {invariant.key: place for place, invariant in enumerate(INVARIANTS)}
    rows = [finding for finding in cursor.execute(_READ) if finding.key in order]
    return sorted(rows, key=lambda finding: order[finding.key])


def _look(connection: Connection, invariant: Invariant) -> None:
    began, error, broken = time.monotonic(), "", list[str]()
    try:
        with connection.transaction():
            connection.execute(_LIMIT)
            broken = invariant.found(connection)
    except psycopg.Error as failure:
        if connection.closed:
            raise
        error = str(failure).splitlines()[0][:300]
    took = round(1000 * (time.monotonic() - began))
    values = {
        "key": invariant.key, "took": took, "broken": len(broken), "examples": broken[:EXAMPLES],
        "error": error, "wrong": bool(broken or error),
    }  # fmt: skip
    connection.execute(_NOTE, values)
