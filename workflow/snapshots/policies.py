"""The settings that are in force, kept in the process until somebody changes one.

Like who is in post (``in_post``): each change gives them another version in the same transaction,
and whoever reads an item reads the version in the same snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from psycopg.pq import TransactionStatus

from workflow.calendar import Calendar, OwnDay
from workflow.declaration.effects import Effect, Notice, Open
from workflow.declaration.policies import NOTHING_SET, Clock, Policies
from workflow.declaration.rungs import Edition, Rung
from workflow.platform.config import settings
from workflow.platform.db import Connection
from workflow.platform.statements import Statement, decoded
from workflow.words import Words

# A select list over ``clock``, for ``settled``: the version, and the settings if it is news.
SELECTED = """
  clock.policies, CASE WHEN clock.policies = %(policies)s THEN NULL ELSE json_build_object(
    'ladders', (SELECT json_agg(json_build_array(list_key, state, severity, valid_from, rungs)
                                ORDER BY valid_from)
                  FROM ladders WHERE published_at IS NOT NULL),
    'days', (SELECT json_agg(json_build_array(day, working, name, name_en, note)) FROM own_days),
    'settled', (SELECT json_agg(year) FROM settled_years),
    'counts_first', (SELECT json_object_agg(key, counts_first) FROM conventions)
  ) END"""
# A column of ``clock``.
VERSION = "(SELECT version::text FROM policies_version) AS policies"
_READ = Statement(f"SELECT {SELECTED} FROM (SELECT {VERSION}) AS clock")  # noqa: S608
_kept = NOTHING_SET


def known(connection: Connection) -> Policies:
    """Return what is kept; within a transaction nothing is, for it may have changed there."""
    within = connection.pgconn.transaction_status != TransactionStatus.IDLE
    return NOTHING_SET if within else _kept


def settled(
    connection: Connection, before: Policies, version: bytes | None, told: bytes | None
) -> Policies:
    """Return the settings as the server told them, or as they were known before; keep them."""
    global _kept
    if told is None:
        return before
    news = decoded(told)
    policies = Policies(version or b"", _ladders(news["ladders"] or ()), _calendar(news))
    if version and connection.pgconn.transaction_status == TransactionStatus.IDLE:
        _kept = policies
    return policies


def calendar() -> Calendar:
    """Return the working days as this process last knew them, for whoever only shows them."""
    return _kept.calendar if _kept.version else Calendar(settings().country)


def read(connection: Connection) -> Policies:
    """Return the settings of this moment, for whoever reads no item with them."""
    before = known(connection)
    [(version, told)] = _READ.run(connection, {"policies": before.version})
    return settled(connection, before, version, told)


def _calendar(told: dict[str, Any]) -> Calendar:
    own = [
        OwnDay(date.fromisoformat(day), working, Words(name, name_en), note)
        for day, working, name, name_en, note in told["days"] or ()
    ]
    return Calendar(
        settings().country,
        {day.day: day for day in own},
        frozenset(told["settled"] or ()),
        told["counts_first"] or {},
    )


def _ladders(rows: Iterable[list[Any]]) -> dict[Clock, tuple[Edition, ...]]:
    ladders: dict[Clock, tuple[Edition, ...]] = {}
    for list_key, state, severity, since, rungs in rows:
        clock = list_key, state, severity
        edition = Edition(date.fromisoformat(since), tuple(map(rung_of, rungs)))
        ladders[clock] = (*ladders.get(clock, ()), edition)
    return ladders


def rung_of(row: dict[str, Any]) -> Rung:
    """Make a rung of what was kept of it."""
    opened = Open(row["opens"], signer=row.get("signer", ""))
    effects: list[Effect] = [opened] if row["opens"] else []
    effects += [Notice(tuple(row["tells"]))] if row["tells"] else []
    words = Words(row["zh"], row["en"])
    shade = row.get("colour") or None
    return Rung(row["key"], row["level"], words, row["offset"], tuple(effects), True, shade)
