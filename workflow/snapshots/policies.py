"""The policies in force: ladders in their editions, the own calendar, the code tables, and
which evidence is wanted.

Cached (``Snapshot``): each change gives the settings another version in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NotRequired, TypedDict

from workflow.calendar import Calendar, OwnDay
from workflow.declaration import (
    NOTHING_SET,
    Clock,
    Colour,
    Edition,
    Effect,
    EvidenceRule,
    Notice,
    Open,
    Policies,
    Rung,
)
from workflow.declaration.codes import put_in_force
from workflow.platform import Connection, Statement, settings
from workflow.snapshots.code_entries import values_in_force
from workflow.snapshots.snapshot import Snapshot
from workflow.words import Words

# A select list over ``clock``, for the snapshot: the version, and the settings if it is news.
SELECTED = """
  clock.policies, CASE WHEN clock.policies = %(policies)s THEN NULL ELSE json_build_object(
    'ladders', (SELECT json_agg(json_build_array(list_key, state, severity, valid_from, rungs)
                                ORDER BY valid_from)
                  FROM ladders WHERE published_at IS NOT NULL),
    'days', (SELECT json_agg(json_build_array(day, working, name, name_en, note)) FROM own_days),
    'settled', (SELECT json_agg(year) FROM settled_years),
    'codes', (SELECT json_agg(json_build_array(register, data, valid_from, valid_to) ORDER BY id)
                FROM register_entries WHERE register IN ('code_tables', 'codes')),
    'evidence', (SELECT json_agg(json_build_array(data ->> 'wanted', data ->> 'severity',
                                                  data ->> 'category', valid_from, valid_to))
                   FROM register_entries WHERE register = 'evidence_rules'),
    'counts_first', (SELECT json_object_agg(key, counts_first) FROM conventions)
  ) END"""
# A column of ``clock``.
VERSION = """(SELECT version::text FROM policies_version) || ' ' || (
  SELECT count(*) || ' ' || coalesce(max(at)::text, '') FROM register_changes
   WHERE register IN ('code_tables', 'codes', 'evidence_rules')) AS policies"""
_READ = Statement(f"SELECT {SELECTED} FROM (SELECT {VERSION}) AS clock")  # noqa: S608


def calendar() -> Calendar:
    """Return the calendar as last read by the process, for display only."""
    cached = snapshot.cached
    return cached.calendar if cached.version else Calendar(settings().country)


def read(connection: Connection) -> Policies:
    """Return the policies in force now, for a caller that reads no item with them."""
    before = snapshot.known(connection)
    [(version, news)] = _READ.run(connection, {"policies": before.version})
    return snapshot.settled(connection, before, version, news)


def _built(version: bytes, news: dict[str, Any]) -> Policies:
    ladders, days = _ladders(news["ladders"] or ()), _calendar(news)
    codes = values_in_force(news["codes"] or ())
    return Policies(version, ladders, days, codes, tuple(map(_rule, news["evidence"] or ())))


def _rule(row: list[Any]) -> EvidenceRule:
    wanted, severity, category, first, last = row
    return EvidenceRule(
        wanted, severity or "", category or "", date.fromisoformat(first),
        date.fromisoformat(last) if last else None,
    )  # fmt: skip


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


class RungRow(TypedDict):
    """A rung of an edition of a ladder, as the edition keeps it."""

    key: str
    level: int
    zh: str
    en: str
    offset: int  # working days after the due date, or before it where negative
    opens: str  # list of the document, or empty
    tells: list[str]  # relations to the item
    colour: NotRequired[Colour | Literal[""]]
    signer: NotRequired[str]  # role, where a level leaves a choice


def rung_of(row: RungRow) -> Rung:
    """Return the rung of a stored row."""
    opened = Open(row["opens"], signer=row.get("signer", ""))
    effects: list[Effect] = [opened] if row["opens"] else []
    effects += [Notice(tuple(row["tells"]))] if row["tells"] else []
    words = Words(row["zh"], row["en"])
    shade = row.get("colour") or None
    return Rung(
        row["key"], row["level"], words, row["offset"], tuple(effects), is_own=True, shade=shade
    )


snapshot = Snapshot(NOTHING_SET, _built, lambda read: put_in_force(read.codes))
