"""Colours of open items, kept with the instant until which they hold, and counts kept by unit.

A colour changes when its item changes, when its due date passes, or with the day: the first stands
in a backlog, the second beside the colour, the third is the edition. A job takes all three in. The
count of a person reads what is kept for the units in sight, and instead of what was taken in too
long ago the items themselves, so that it tells the truth whenever the job ran last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, text

from workflow.engine.loading import CLOCK
from workflow.platform import reading, together
from workflow.queries.colours import ColourDates, marks_of
from workflow.queries.colours_sql import DAYS, bound, coloured

_LOCK = 0x434F_4C52  # the advisory lock of the one job that takes colours in
SOME = 2_000  # items taken in at a time
_COUNTED = """
    count(*) AS open, count(*) FILTER (WHERE late) AS late,
    count(*) FILTER (WHERE continuing) AS continuing,
    count(*) FILTER (WHERE colour = 'red') AS red,
    count(*) FILTER (WHERE colour = 'yellow') AS yellow,
    count(*) FILTER (WHERE colour = 'blue') AS blue,
    count(*) FILTER (WHERE colour = 'green') AS green"""
_COLUMNS = ("open", "late", "continuing", "red", "yellow", "blue", "green")
# A unit counts what is its own and what lies below it.
_ADDED = f"""
    INSERT INTO kept_counts (list_key, path, {", ".join(_COLUMNS)})
    SELECT list_key, substr(scope, 1, n), {", ".join(f"%s * sum({c})" for c in _COLUMNS)}
      FROM (SELECT list_key, scope, {_COUNTED} FROM %s GROUP BY list_key, scope) AS each
     CROSS JOIN LATERAL generate_series(2, length(scope)) AS n
     WHERE substr(scope, n, 1) = '/'
     GROUP BY list_key, substr(scope, 1, n)
    ON CONFLICT (list_key, path) DO UPDATE
       SET {", ".join(f"{c} = kept_counts.{c} + EXCLUDED.{c}" for c in _COLUMNS)}"""  # noqa: S608


def _adding(sign: int, changed: str) -> str:
    return _ADDED % (*[sign] * len(_COLUMNS), changed)


_TO_TAKE_IN = """
    WITH noted AS (DELETE FROM colour_backlog WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM colour_backlog LIMIT :some)) RETURNING item_id),
    due AS (SELECT item_id FROM kept_colours WHERE turns_at <= :now LIMIT :some)
    SELECT item_id FROM noted UNION SELECT item_id FROM due"""
_TAKEN_OUT = f"""
    WITH gone AS (DELETE FROM kept_colours WHERE item_id = ANY (:ids) RETURNING *)
    {_adding(-1, "gone")}"""  # noqa: S608
_FORGET_ALL = """
    WITH noted AS (DELETE FROM colour_backlog), kept AS (DELETE FROM kept_colours)
    DELETE FROM kept_counts"""
_OF_EDITION = "SELECT edition = :edition AND as_of <= :now FROM colour_edition"
_NEW_EDITION = """
    WITH earlier AS (DELETE FROM colour_edition WHERE edition <> :edition)
    INSERT INTO colour_edition (edition, as_of) VALUES (:edition, :now)
    ON CONFLICT (edition) DO UPDATE SET as_of = EXCLUDED.as_of"""


def edition_of(marks: ColourDates) -> str:
    """Return the name of what colours depend on beside their items: days and declarations."""
    days = [str(getattr(marks, day)) for day in DAYS]
    return hashlib.sha256("\n".join([*days, coloured("TRUE")]).encode()).hexdigest()


def take_in() -> int:
    """Bring the kept colours up to the present; return the number of items read.

    A job that finds another at work leaves the work to it.
    """
    read = 0
    while True:
        with together(), reading() as connection:
            if not connection.execute(text(f"SELECT pg_try_advisory_xact_lock({_LOCK})")).scalar():
                return read
            marks = marks_of(connection.execute(text(f"SELECT {CLOCK}")).scalar_one())
            some = _renewed(connection, marks)
        read += some
        if some < SOME:
            return read


def _renewed(connection: Connection, marks: ColourDates) -> int:
    held = {"edition": edition_of(marks), "now": marks.now}
    if not connection.execute(text(_OF_EDITION), held).scalar():
        connection.execute(text(_FORGET_ALL))
        connection.execute(text(_NEW_EDITION), held)
        _keep(connection, marks, "TRUE")
        return 0  # nothing is left over
    asked = {"some": SOME, "now": marks.now}
    ids = list(connection.execute(text(_TO_TAKE_IN), asked).scalars())
    if ids:
        connection.execute(text(_TAKEN_OUT), {"ids": ids})
        _keep(connection, marks, "items.id = ANY (:ids)", ids=ids)
    return len(ids)


def _keep(connection: Connection, marks: ColourDates, which: str, **values: Any) -> None:
    """Keep the colours of the open items, and count them."""
    came = f"""
        WITH came AS (
            INSERT INTO kept_colours (item_id, list_key, scope, colour, late, continuing, turns_at)
            {coloured(which)} RETURNING *)
        {_adding(1, "came")}"""
    connection.execute(bound(came, marks).bindparams(**values))


_STANDING = f"""
    WITH holds AS (SELECT FROM colour_edition WHERE edition = :edition AND as_of <= :now),
    seen AS (SELECT * FROM unnest(CAST(:lists AS text[]), CAST(:paths AS text[])) AS s (key, path)),
    changed AS MATERIALIZED (
        SELECT item_id FROM colour_backlog
         UNION SELECT item_id FROM kept_colours WHERE turns_at <= :now),
    now_so AS ({{coloured}})
    SELECT list_key, {", ".join(f"sum({c}) AS {c}" for c in _COLUMNS)} FROM (
        SELECT c.list_key, {", ".join(f"c.{c}" for c in _COLUMNS)}
          FROM kept_counts AS c JOIN seen ON c.list_key = key AND c.path = seen.path
        UNION ALL
        SELECT list_key, {", ".join(f"-{c}" for c in _COLUMNS)} FROM (
            SELECT list_key, {_COUNTED} FROM kept_colours JOIN changed USING (item_id)
             WHERE EXISTS (SELECT FROM seen WHERE key = list_key AND starts_with(scope, path))
             GROUP BY list_key) AS before
        UNION ALL
        SELECT list_key, {_COUNTED} FROM now_so GROUP BY list_key) AS every
     WHERE EXISTS (SELECT FROM holds) GROUP BY list_key
    UNION ALL SELECT NULL, {", ".join("0" for _ in _COLUMNS)} FROM holds"""  # noqa: S608
_WITHIN = "EXISTS (SELECT FROM seen WHERE key = items.list_key AND starts_with(items.scope, path))"
_CHANGED = f"items.id IN (SELECT item_id FROM changed) AND {_WITHIN}"  # noqa: S608
_HELD = f"items.list_key = ANY (:keys) AND items.holder_id = ANY (:people) AND NOT {_WITHIN}"


def standing(
    connection: Connection,
    seen: Mapping[str, Sequence[str]],
    people: Collection[int],
    marks: ColourDates,
) -> dict[str, dict[str, int]] | None:
    """Return the open items of lists, counted by column.

    Counted are the items in the units at the paths ``seen``, none below another of its list, and
    those assigned to the people. Without colours kept for the present day there is no answer.
    """
    pairs = [(key, path) for key, paths in seen.items() for path in paths]
    rows = connection.execute(
        bound(
            _STANDING.format(coloured=f"{coloured(_CHANGED)} UNION ALL {coloured(_HELD)}"), marks
        ).bindparams(
            bindparam("lists", [key for key, _ in pairs]),
            bindparam("paths", [path for _, path in pairs]),
            bindparam("keys", [*seen]),
            bindparam("people", [*people]),
            edition=edition_of(marks),
        )
    ).all()
    if not rows:
        return None
    return {row.list_key: {c: int(getattr(row, c)) for c in _COLUMNS} for row in rows if row[0]}
