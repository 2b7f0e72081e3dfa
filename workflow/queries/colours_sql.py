"""The colours of many items at once, in SQL, for filters and counts of lists.

A test compares the SQL with ``colours``, the rule itself. Working days are counted in
``ColourDates``, so that nothing but dates is compared here.
"""

from __future__ import annotations

from sqlalchemy import Date, DateTime, Text, TextClause, bindparam, text

from workflow.declaration import REOPENED_FOR, pack
from workflow.platform import settings
from workflow.queries.colours import (
    BEHIND,
    FAR_BEHIND,
    NEARLY_DONE,
    ColourDates,
    is_of_step,
    is_reopened,
    is_reported,
)

DAYS = ("today", "yellow", "blue", "one_missing", "two_missing")  # those of ``ColourDates``
# Being continued (持续整改): found so by a verification, and not handed in since.
CONTINUING = "(items.process ? 'continuing' AND items.state = 'assigned')"
HANDED_IN_LATE = "coalesce(items.process @? '$.handed_in[*].late ? (@ > 0)', false)"
_DUE = "(items.due_at AT TIME ZONE :zone - interval '1 microsecond')::date"
_SINCE = "(items.state_since AT TIME ZONE :zone)::date"
_REPORTED = "(items.process ->> 'reported_on')::date"
_PERCENT = "(items.data ->> 'percent')::int"
_RESUMED = "(items.process #>> '{paused,-1,until}')::date"
_PAUSES = f"""
    FROM jsonb_to_recordset(items.process -> 'paused') AS p ("on" date, until date)
   WHERE p."on" >= {_SINCE}"""
_RESTED = f"(SELECT coalesce(sum(greatest(least(until, {_REPORTED}) - p.on, 0)), 0) {_PAUSES})"
_PAUSED = f"(SELECT coalesce(sum(until - p.on), 0) {_PAUSES})"
_TOTAL = f"({_DUE} - {_SINCE} - {_PAUSED})"
_ELAPSED = f"({_REPORTED} - {_SINCE} - {_RESTED})"
_POINTS = f"(100 * least({_ELAPSED}, {_TOTAL}) - {_PERCENT} * {_TOTAL})"
_LAST = f"greatest({_SINCE}, {_REPORTED}, {_RESUMED})"


def _reported() -> str:
    """Return the SQL condition for items in a state with reports of progress."""
    states = [(key, state.key) for key, of in pack().lists.items() for state in of.states]
    listed = ", ".join(f"('{key}', '{state}')" for key, state in states if is_reported(key, state))
    return f"((items.list_key, items.state) IN ({listed}))" if listed else "false"


def _falsely_reopened() -> str:
    """Return the SQL condition for items opened again after a false rectification."""
    listed = ", ".join(f"'{key}'" for key in sorted(pack().lists) if is_reopened(key))
    again = f"items.list_key IN ({listed})" if listed else "false"
    return f"{again} AND items.data ->> '{REOPENED_FOR}' = 'false'"


def _of_step() -> str:
    """Return the SQL condition for items in a state whose due date is that of a step."""
    states = [(key, state.key) for key, of in pack().lists.items() for state in of.states]
    listed = ", ".join(f"('{key}', '{state}')" for key, state in states if is_of_step(key, state))
    return f"((items.list_key, items.state) IN ({listed}))" if listed else "false"


def late(now: str) -> str:
    """Return the SQL condition for late work, not for a late step, as of the SQL ``now``."""
    of_step = _of_step()
    return f"CASE WHEN {of_step} THEN {HANDED_IN_LATE} ELSE items.due_at <= {now} END"


def shown_due() -> str:
    """Return the SQL expression for the due date shown of an item."""
    handed_in = "(items.process #>> '{handed_in,-1,due}')::date"
    return f"CASE WHEN {_of_step()} THEN coalesce({handed_in}, {_DUE}) ELSE {_DUE} END"


def _colour() -> str:
    """Return the SQL expression for the colour of an item."""
    reports, falsely, of_step = _reported(), _falsely_reopened(), _of_step()
    judged = f"{reports} AND {_PERCENT} IS NOT NULL AND {_REPORTED} >= {_SINCE} AND {_TOTAL} > 0"
    done = f"CASE WHEN {reports} THEN coalesce({_PERCENT}, 0) ELSE 0 END"
    return f"""
    CASE WHEN items.awaits = '' OR items.due_at IS NULL THEN NULL
         WHEN {falsely} THEN 'red'
         WHEN items.process ? 'criticised' THEN 'red'
         WHEN {of_step} AND {HANDED_IN_LATE} THEN 'red'
         WHEN {of_step} AND items.due_at <= :now THEN 'yellow'
         WHEN {of_step} THEN 'green'
         WHEN items.due_at <= :now THEN 'red'
         WHEN {judged} AND {_POINTS} > {FAR_BEHIND} * {_TOTAL} THEN 'red'
         WHEN {reports} AND {_LAST} <= :two_missing THEN 'red'
         WHEN {_DUE} < :yellow AND {done} < {NEARLY_DONE} THEN 'yellow'
         WHEN {judged} AND {_POINTS} >= {BEHIND} * {_TOTAL} THEN 'yellow'
         WHEN {reports} AND {_LAST} <= :one_missing THEN 'yellow'
         WHEN (items.process #>> '{{step,on}}')::date < :today THEN 'yellow'
         WHEN {_DUE} < :blue THEN 'blue'
         ELSE 'green' END"""


def colours(marks: ColourDates) -> TextClause:
    """Return the column ``colour`` of ``items``; NULL where no clock runs."""
    return bound(f"{_colour()} AS colour", marks)


def is_of(colour: str, marks: ColourDates) -> TextClause:
    """Return the SQL condition for items of ``colour``."""
    of = bindparam("colour", colour, Text, unique=True)
    return bound(f"({_colour()}) = :colour", marks).bindparams(of)


def coloured(which: str) -> str:
    """Return the SELECT of the open items that fit an SQL condition, as their colours are kept.

    ``turns_at`` is the instant at which an item becomes late; other changes come with a day.
    """
    return f"""
    SELECT items.id AS item_id, items.list_key, items.scope, {_colour()} AS colour,
           coalesce({late(":now")}, false) AS late, coalesce({CONTINUING}, false) AS continuing,
           CASE WHEN items.due_at > :now THEN items.due_at END AS turns_at
      FROM items WHERE items.awaits <> '' AND ({which})"""  # noqa: S608 -- fixed texts only


def bound(sql: str, marks: ColourDates) -> TextClause:
    """Return SQL with the days and the moment that colours depend on."""
    dates = [bindparam(day, getattr(marks, day), Date) for day in DAYS]
    now = bindparam("now", marks.now, DateTime(timezone=True))
    return text(sql).bindparams(now, *dates, zone=settings().timezone)
