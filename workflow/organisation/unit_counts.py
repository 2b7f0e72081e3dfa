"""A unit's problems in a quarter: new, closed, open at its end, and overdue by then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workflow.declaration import PROBLEMS, pack
from workflow.errors import BadInput
from workflow.platform import Connection, settings
from workflow.words import Words

_WRITTEN = re.compile(r"(2\d{3})-([1-4])", re.ASCII)
_NO_QUARTER = Words(
    "季度写成“年-季”，例如 2026-3，且不能晚于本季度。",
    "A quarter is written as year and number, such as 2026-3, and is not after the present one.",
)
_CLOSED = "closed"
# The state and the due date of that time are those of the last move before it that set them.
_COUNTS = """
    WITH found AS (
        SELECT i.id, i.created_at, u.path AS part
          FROM items i JOIN units u ON starts_with(i.scope, u.path)
         WHERE i.list_key = %(list)s AND u.path = ANY (%(paths)s) AND i.created_at < %(until)s),
    stood AS (
        SELECT f.part, f.id, f.created_at, (
                 SELECT e.dest FROM events e
                  WHERE e.item_id = f.id AND e.dest <> '' AND e.at < %(until)s
                  ORDER BY e.seq DESC LIMIT 1) AS state, (
                 SELECT e.changes ->> 'due_at' FROM events e
                  WHERE e.item_id = f.id AND e.changes ? 'due_at' AND e.at < %(until)s
                  ORDER BY e.seq DESC LIMIT 1)::timestamptz AS due, EXISTS (
                 SELECT FROM events e
                  WHERE e.item_id = f.id AND e.dest = %(closed)s AND e.source <> e.dest
                    AND e.at >= %(since)s AND e.at < %(until)s) AS closed
          FROM found f)
    SELECT part, count(*) FILTER (WHERE created_at >= %(since)s), count(*) FILTER (WHERE closed),
           count(*) FILTER (WHERE state <> ALL (%(final)s)),
           count(*) FILTER (WHERE state <> ALL (%(final)s) AND due < %(until)s)
      FROM stood GROUP BY part"""
_CLOSED_LATELY = """
    SELECT number, title FROM items
     WHERE list_key = %(list)s AND starts_with(scope, %(path)s) AND state = %(closed)s
     ORDER BY state_since, id"""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return _quarter_of(self.first + timedelta(days=100)).first - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The problems of a unit and of the units below it."""

    new: int = 0
    closed: int = 0
    open: int = 0
    overdue: int = 0


def quarter_asked(written: str, today: date) -> Quarter:
    """Return the quarter asked for, else the last full quarter.

    Raises ``BadInput`` for what is no quarter, and for one to come.
    """
    if not written:
        return _quarter_of(_quarter_of(today).first - timedelta(days=1))
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise BadInput(_NO_QUARTER)
    asked = Quarter(int(found[1]), int(found[2]))
    if asked.first > today:
        raise BadInput(_NO_QUARTER)
    return asked


def counts(
    connection: Connection, paths: Sequence[str], quarter: Quarter, now: datetime
) -> Mapping[str, UnitCounts]:
    """Return the counts by path; a running quarter counts up to ``now``."""
    ends = [state.key for state in pack().lists[PROBLEMS].states if state.final]
    values = {
        "list": PROBLEMS, "paths": list(paths), "final": ends, "closed": _CLOSED,
        "since": _begin(quarter.first), "until": min(_begin(quarter.last + timedelta(days=1)), now),
    }  # fmt: skip
    found = {row[0]: UnitCounts(*row[1:]) for row in connection.execute(_COUNTS, values)}
    return {path: found.get(path, UnitCounts()) for path in paths}


def closed_problems(connection: Connection, path: str) -> list[tuple[str, str]]:
    """Return number and title of the closed problems of a unit, the first closed first."""
    values = {"list": PROBLEMS, "path": path, "closed": _CLOSED}
    return [(number, title) for number, title in connection.execute(_CLOSED_LATELY, values)]


def _quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), settings().zone)
