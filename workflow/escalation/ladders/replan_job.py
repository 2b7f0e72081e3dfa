"""Plan the open items anew after a setting has changed, a piece at a time.

One pass for each version of the settings, for each edition of the country's holidays, and after the
correction of a clock that ran ahead; in the order of the items' ids. The position is kept, so that
the pass may be stopped at any moment and run in two places at once: an item with the right plan
refuses to be planned anew. Until the pass has reached an item, the item cannot climb a rung no
longer due: the machine asks the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.calendar import Calendar
from workflow.declaration import REPLAN
from workflow.engine import bulk
from workflow.engine.commands import Request
from workflow.engine.loading import CLOCK, read_now
from workflow.engine.results import Done
from workflow.escalation.ladders.bulk_plans import COLUMNS, Running, plans_of
from workflow.platform import Connection, connect, settings

PIECE = 2000  # items that are looked at before it is kept how far the pass has come
# A decision that read the old settings has been written by then, or never will be.
PATIENCE = timedelta(minutes=1)
_BEGIN = f"""
    INSERT INTO replans (version, began_at, edition, clock)
    SELECT version, now(), %(edition)s, {CLOCK} FROM policies_version ON CONFLICT DO NOTHING
"""  # noqa: S608 -- fixed texts only
# What the version does not tell: another country, or edition of the library of holidays; and a
# clock that ran ahead and is right again.
_ANEW = f"""
    UPDATE replans r SET edition = %(edition)s, clock = {CLOCK}, began_at = now(), seen_to = 0,
           moved = 0, finished_at = NULL
      FROM policies_version v WHERE v.version = r.version
       AND (r.edition <> %(edition)s OR r.clock > {CLOCK} + interval '1 hour')
"""  # noqa: S608
_SEEN = f"""
    UPDATE replans r SET clock = {CLOCK} FROM policies_version v
     WHERE v.version = r.version AND r.clock < {CLOCK} - interval '10 minutes'"""  # noqa: S608
_WAITING = """
    SELECT r.seen_to, r.began_at <= now() - %s::interval
      FROM replans r JOIN policies_version v USING (version) WHERE r.finished_at IS NULL"""
_OPEN = f"""
    SELECT i.id, i.number, {COLUMNS} FROM items i
     WHERE i.id > %s AND i.due_at IS NOT NULL AND i.awaits <> '' ORDER BY i.id LIMIT %s
"""  # noqa: S608 -- fixed texts only
_KEEP = """
    UPDATE replans r SET seen_to = greatest(seen_to, %(to)s), moved = moved + %(moved)s,
           finished_at = CASE WHEN %(over)s THEN now() END
      FROM policies_version v WHERE v.version = r.version"""
# Items are counted while the pass is under way; when it is over, nobody asks.
_PROGRESS = """
    SELECT r.moved, r.finished_at,
           (SELECT count(*) FROM items
             WHERE r.finished_at IS NULL AND due_at IS NOT NULL AND awaits <> ''),
           (SELECT count(*) FROM items WHERE r.finished_at IS NULL
               AND due_at IS NOT NULL AND awaits <> '' AND id <= r.seen_to)
      FROM replans r JOIN policies_version v USING (version)"""


@dataclass(frozen=True, slots=True)
class ReplanProgress:
    """How far the pass for the present settings has come."""

    moved: int
    finished_at: datetime | None
    items: int
    seen: int


def progress() -> ReplanProgress | None:
    """Return the progress of the pass, or ``None`` before the need was noticed."""
    with connect() as connection:
        row = connection.execute(_PROGRESS).fetchone()
    return ReplanProgress(*row) if row else None


def replan(patience: timedelta = PATIENCE, pieces: int = 10, piece: int = PIECE) -> int:
    """Continue the pass, if needed; return the number of items planned anew."""
    moved = 0
    with connect() as connection:
        days = {"edition": Calendar(settings().country).edition}
        connection.execute(_BEGIN, days)
        connection.execute(_ANEW, days)
        connection.execute(_SEEN)
        for _ in range(pieces):
            row = connection.execute(_WAITING, [patience]).fetchone()
            if row is None or not row[1]:
                break
            moved += _piece(connection, row[0], piece)
    return moved


def _piece(connection: Connection, after: int, piece: int) -> int:
    plans = plans_of(connection, read_now(connection))
    rows = connection.execute(_OPEN.encode(), [after, piece]).fetchall()
    astray = [number for _, number, *row in rows if not plans.is_as_planned(Running(*row))]
    results = bulk.carry_out([Request(number, REPLAN) for number in astray])
    moved = sum(isinstance(result, Done) for result in results)
    over = len(rows) < piece
    to = rows[-1][0] if rows else after
    connection.execute(_KEEP, {"to": to, "moved": moved, "over": over})
    return moved
