"""The condition of the service: its readiness, and its measurements for monitoring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from alembic.script import ScriptDirectory
from psycopg.rows import dict_row

from workflow.delivery.mail_hours import opened
from workflow.engine.loading import CLOCK, read_now
from workflow.ops import heartbeats
from workflow.ops.schema import configuration
from workflow.platform import Connection, connect
from workflow.snapshots import policies

OUTBOX_LAG = 600  # seconds for which a mail that is due may lie, once mail may leave
HEARTBEAT = 900  # seconds within which each timetable job has to run again

_READ = """
SELECT now() AS now,
       (SELECT array_agg(version_num) FROM alembic_version) AS migrations,
       (SELECT count(*) FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL) AS waiting,
       (SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL) AS failed,
       (SELECT coalesce(max(CASE WHEN urgent THEN lies ELSE least(lies, %(open_for)s) END),
                        0)::int
          FROM (SELECT link_id IS NOT NULL OR approval_id IS NOT NULL AS urgent,
                       extract(epoch FROM now() - coalesce(unreached_since, available_at)) AS lies
                  FROM outbox
                 WHERE delivered_at IS NULL AND failed_at IS NULL
                   AND (available_at <= now() OR unreached_since IS NOT NULL)
                   AND person_id IS NOT NULL  -- how a channel fares is said on its own page
               ) AS due) AS lag,
       (SELECT error FROM outbox
         WHERE delivered_at IS NULL AND failed_at IS NULL AND unreached_since IS NOT NULL
           AND person_id IS NOT NULL ORDER BY available_at DESC LIMIT 1) AS unreached,
       (SELECT jsonb_agg(jsonb_build_object(
                   'job', job, 'age', extract(epoch FROM now() - began_at)::int,
                   'finished', finished_at IS NOT NULL, 'problem', problem) ORDER BY job)
          FROM sweeps WHERE NOT starts_with(job, %(queue)s) AND NOT starts_with(job, %(failed)s)
       ) AS sweeps,
       (SELECT jsonb_agg(jsonb_build_object(
                   'queue', substr(q.job, length(%(queue)s) + 1), 'waiting', q.done,
                   'age', extract(epoch FROM q.finished_at - q.began_at)::int,
                   'failed', coalesce(f.done, 0)) ORDER BY q.job)
          FROM sweeps q LEFT JOIN sweeps f
            ON f.job = %(failed)s || substr(q.job, length(%(queue)s) + 1)
         WHERE starts_with(q.job, %(queue)s)) AS queues,
       ARRAY (SELECT key FROM invariants WHERE broken > 0 OR error <> '' ORDER BY key) AS broken
"""
_TABLES = "SELECT now(), ARRAY (SELECT version_num FROM alembic_version)"
_ITEMS = f"""
SELECT list_key, state, count(*), count(*) FILTER (WHERE awaits <> '' AND due_at <= {CLOCK})
  FROM items GROUP BY list_key, state ORDER BY list_key, state
"""  # noqa: S608 -- fixed texts only


@dataclass(frozen=True, slots=True)
class Readiness:
    """The checks made, and the names of the checks out of order.

    Without the database or with old tables the service is failing. Late mail, a late timetable and
    broken invariants are ``late``: people go on working, and stopping would mend nothing.
    """

    at: datetime
    checks: dict[str, Any]
    failing: tuple[str, ...]
    late: tuple[str, ...]


def failing() -> tuple[datetime, tuple[str, ...]]:
    """Return the database's time, and the names of what keeps the service from answering.

    Raises ``Unavailable`` where the database does not answer.
    """
    with connect() as connection:
        row = connection.execute(_TABLES).fetchone()
    assert row  # noqa: S101 -- a SELECT without FROM has one row
    now, versions = row
    return now, _behind(versions)


def readiness() -> Readiness:
    """Return the readiness of the service, as read from the database.

    Raises ``Unavailable`` where the database does not answer.
    """
    with connect() as connection:
        row = _read(connection)
    behind = _behind(row["migrations"] or ())
    sweeps = row["sweeps"] or []
    waiting = [sweep["job"] for sweep in sweeps if _is_late(sweep)]
    delays = {
        "outbox": row["lag"] > OUTBOX_LAG,
        "timetable": bool(waiting),
        "invariants": bool(row["broken"]),
    }
    checks = {
        "database": "ok",
        "migrations": "not at the newest version" if behind else "ok",
        "outbox": {name: row[name] for name in ("waiting", "failed", "lag", "unreached")},
        "sweeps": sweeps,
        "queues": row["queues"] or [],
        "invariants": {"broken": row["broken"]},
    }
    late = tuple(name for name, delayed in delays.items() if delayed)
    return Readiness(row["now"], checks, behind, late)


def _behind(versions: Iterable[str]) -> tuple[str, ...]:
    return () if {*versions} == _heads() else ("migrations",)


def _is_late(sweep: dict[str, Any]) -> bool:
    return sweep["age"] > HEARTBEAT or bool(sweep["problem"])


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measurement: name, meaning, names of the labels, and values by label."""

    name: str
    help: str
    by: tuple[str, ...]
    samples: Sequence[tuple[tuple[str, ...], float]]


def measures() -> list[Measurement]:
    """Return the measurements of the service, as read from the database.

    Raises ``Unavailable`` where the database does not answer.
    """
    with connect() as connection:
        items = connection.execute(_ITEMS).fetchall()
        row = _read(connection)
    jobs, queues = row["sweeps"] or (), row["queues"] or ()
    return [*_counted(items), *_timed(jobs), *_queued(queues), *_posted(row)]


def _counted(items: Sequence[tuple[str, str, int, int]]) -> Iterator[Measurement]:
    place = ("list", "state")
    counts = [((key, state), count) for key, state, count, _ in items]
    yield Measurement("items", "Items by list and state.", place, counts)
    late = [((key, state), count) for key, state, _, count in items]
    yield Measurement("items_overdue", "Open items past their due date.", place, late)


def _timed(jobs: Sequence[dict[str, Any]]) -> Iterator[Measurement]:
    ages = [((job["job"],), job["age"]) for job in jobs]
    yield Measurement("job_age_seconds", "Time since a job of the timetable began.", ("job",), ages)
    troubles = [((job["job"],), bool(job["problem"])) for job in jobs]
    yield Measurement("job_failing", "Whether the last run of a job failed.", ("job",), troubles)


def _posted(row: dict[str, Any]) -> Iterator[Measurement]:
    broken = [((key,), 1) for key in row["broken"]]
    yield Measurement("invariant_broken", "Invariants that records break.", ("invariant",), broken)
    yield Measurement("outbox_waiting", "Mails not delivered yet.", (), [((), row["waiting"])])
    yield Measurement("outbox_failed", "Mails that were given up.", (), [((), row["failed"])])
    lag = [((), row["lag"])]
    yield Measurement("outbox_lag_seconds", "Age of the oldest mail that may leave.", (), lag)


def _queued(queues: Sequence[dict[str, Any]]) -> Iterator[Measurement]:
    for name, column, meaning in (
        ("queue_waiting", "waiting", "Jobs that wait in a queue."),
        ("queue_age_seconds", "age", "Time for which the oldest job of a queue has been waiting."),
        ("queue_failed", "failed", "Jobs of a queue that failed."),
    ):
        told = [((queue["queue"],), queue[column]) for queue in queues]
        yield Measurement(name, meaning, ("queue",), told)


def _read(connection: Connection) -> dict[str, Any]:
    now = read_now(connection)
    since = opened(policies.read(connection).calendar, now)
    values = {
        "open_for": (now - since).total_seconds() if since else 0,
        "queue": heartbeats.QUEUE,
        "failed": heartbeats.FAILED,
    }
    return connection.cursor(row_factory=dict_row).execute(_READ, values).fetchone() or {}


@lru_cache
def _heads() -> set[str]:
    return set(ScriptDirectory.from_config(configuration()).get_heads())
