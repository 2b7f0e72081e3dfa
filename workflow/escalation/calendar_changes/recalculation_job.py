"""Apply the calendar in force to existing due dates: a single pass, begun by a person.

The pass goes through the open items in the order of their ids, a piece at a time, and keeps its
position. The pass may be stopped or killed at any moment, begun again and carried on in two places:
an item already at the date of the calendar refuses to be moved. A calendar changed meanwhile ends
the pass, for nobody has seen its effect.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from workflow import journal
from workflow.declaration import (
    APPLY_CALENDAR,
    CHECK,
    REASON_NEEDED,
    RECKON,
    SYSTEM,
    Actor,
    fields,
    is_reason,
)
from workflow.engine import bulk
from workflow.engine.commands import Request
from workflow.engine.loading import CLOCK
from workflow.engine.results import Done
from workflow.errors import BadInput, NotPossible
from workflow.escalation.calendar_changes.forms import APPLY
from workflow.escalation.calendar_changes.recalculation_preview import (
    OPEN,
    PIECE,
    changes,
    look,
    trial,
)
from workflow.platform import Connection, connect
from workflow.snapshots import policies
from workflow.words import Words

_OTHER = Words(
    "预览之后日历又变了，请重新看过再应用。",
    "The calendar has changed since this preview; look again before you apply it.",
)
_RUNNING = Words("正在应用，请等它完成或先停下。", "It is being applied; wait, or stop it first.")
_BEGIN = f"""
    INSERT INTO reckonings (edition, reason, by_id, by_name, began_at, items)
    SELECT %s, %s, %s, %s, {CLOCK}, count(*) FROM items i WHERE {OPEN}"""  # noqa: S608
_COLUMNS = """id, edition, reason, by_name, began_at, items, seen, seen_to, moved, refused,
              ended_at, outcome"""
_NEWEST = f"SELECT {_COLUMNS} FROM reckonings ORDER BY id DESC LIMIT 1"  # noqa: S608
_MINE = f"""
    SELECT {_COLUMNS} FROM reckonings WHERE ended_at IS NULL
       FOR UPDATE SKIP LOCKED"""  # noqa: S608 -- fixed texts only
_KEEP = """
    UPDATE reckonings SET seen_to = %s, seen = seen + %s, moved = moved + %s, refused = refused + %s
     WHERE id = %s"""
_END = f"""
    UPDATE reckonings SET ended_at = {CLOCK}, outcome = %s WHERE ended_at IS NULL
    RETURNING moved, refused"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Pass:
    """A pass over the open items: author, reason and position."""

    id: int
    edition: str
    reason: str
    by_name: str
    began_at: datetime
    items: int
    seen: int
    seen_to: int
    moved: int
    refused: int  # somebody closed or moved these meanwhile
    ended_at: datetime | None
    outcome: str  # done, stopped, or changed where another calendar came into force


def newest() -> Pass | None:
    """Return the last pass, or ``None`` where no pass was ever begun."""
    with connect() as connection:
        return connection.cursor(row_factory=class_row(Pass)).execute(_NEWEST).fetchone()


def begin(actor: Actor, reason: str, edition: str) -> None:
    """Begin to apply the calendar of ``edition``, after the actor has seen its preview.

    Raises ``NotPermitted`` without the right, ``BadInput`` without a reason, ``NotPossible`` where
    the calendar has changed since or a pass is running.
    """
    APPLY_CALENDAR.demand(actor)
    reason = _written(reason)
    with connect() as connection, connection.transaction():
        if policies.read(connection).calendar.edition != edition:
            raise NotPossible(_OTHER)
        try:
            values = [edition, reason, actor.person_id, actor.name]
            connection.execute(_BEGIN, values)
        except psycopg.errors.UniqueViolation as error:
            raise NotPossible(_RUNNING) from error
        _note(connection, actor, "apply", edition=edition, reason=reason)


def _written(reason: str) -> str:
    """Return the reason as kept.

    Raises ``BadInput`` for none, a short one, one too long, and one that cannot be shown.
    """
    values, _ = fields.parse(APPLY, {"reason": reason}, "")
    if not is_reason(values["reason"]):
        raise BadInput(CHECK, {"reason": REASON_NEEDED})
    return str(values["reason"])


def stop(actor: Actor) -> None:
    """Stop the running pass; moved dates stay moved, and the pass can be begun again.

    Raises ``NotPermitted`` without the right.
    """
    APPLY_CALENDAR.demand(actor)
    with connect() as connection, connection.transaction():
        _end(connection, actor, "stopped")


def go_on(pieces: int = 10, piece: int = PIECE) -> int:
    """Carry on the running pass, if any; return the number of moved items."""
    moved = 0
    with connect() as connection:
        for _ in range(pieces):
            with connection.transaction():
                cursor = connection.cursor(row_factory=class_row(Pass))
                running = cursor.execute(_MINE).fetchone()
                if running is None:
                    break
                moved += _piece(connection, running, piece)
    return moved


def _piece(connection: Connection, running: Pass, piece: int) -> int:
    calendar = policies.read(connection).calendar
    if calendar.edition != running.edition:
        _end(connection, SYSTEM, "changed")
        return 0
    rows = look(connection, running.seen_to, piece)
    comment = f"{running.reason}（{running.by_name}）"
    dates = Counter(change.number for change in changes(rows, calendar, trial(calendar)))
    results = bulk.carry_out([Request(number, RECKON, comment=comment) for number in dates])
    moved = sum(dates[result.number] for result in results if isinstance(result, Done))
    to = rows[-1][0] if rows else running.seen_to
    connection.execute(_KEEP, [to, len(rows), moved, dates.total() - moved, running.id])
    if len(rows) < piece:
        _end(connection, SYSTEM, "done")
    return moved


def _end(connection: Connection, actor: Actor, outcome: str) -> None:
    if row := connection.execute(_END, [outcome]).fetchone():
        _note(connection, actor, f"apply_{outcome}", moved=row[0], refused=row[1])


def _note(connection: Connection, actor: Actor, what: str, **details: Any) -> None:
    journal.note(connection, "calendar", actor, subject=("calendar", ""), what=what, **details)
