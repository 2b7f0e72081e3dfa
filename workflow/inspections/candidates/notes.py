"""The noting of candidates: once for each kind, subject and period, by whichever room sees one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from workflow.declaration import pack
from workflow.engine.loading import read_now
from workflow.errors import BadDeclaration
from workflow.platform import Connection

_NOTE = """
    INSERT INTO candidates (kind, subject, period, unit_id, title, source, about, check_number,
                            line, severity, aspect, measures, found_on, noted_at,
                            decision, reason, number, decided_by)
    VALUES (%(kind)s, %(subject)s, %(period)s, %(unit_id)s, %(title)s, %(source)s, %(about)s,
            %(check_number)s, %(line)s, %(severity)s, %(aspect)s, %(measures)s, %(found_on)s,
            %(now)s, '', '', '', '')
    ON CONFLICT (kind, subject, period) DO NOTHING RETURNING id"""
_RAISED = """
    UPDATE candidates SET decision = 'taken_up', number = %(number)s, decided_at = %(now)s,
           decided_by_id = %(by)s, decided_by = %(name)s
     WHERE check_number = %(check)s AND line = %(line)s AND decision = ''"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A possible finding: a kind of the pack, the subject, and values for the problem."""

    kind: str
    subject: str
    period: str = ""
    unit_id: int
    title: str
    found_on: date
    source: str = ""
    about: str = ""  # the number of an item that it came from
    check_number: str = ""
    line: str = ""
    severity: str = ""
    aspect: str = ""
    measures: str = ""


def suspect(connection: Connection, seen: Suspicion) -> int | None:
    """Note a candidate in the transaction of the caller; return the id, or ``None`` if known.

    Raises ``BadDeclaration`` for a kind that the pack does not declare.
    """
    if seen.kind not in pack().candidates:
        raise BadDeclaration(f"there is no kind of candidates {seen.kind!r}")
    asked = asdict(seen) | {"now": read_now(connection)}
    row = connection.execute(_NOTE, asked).fetchone()
    return int(row[0]) if row else None


def settle(
    connection: Connection, check: str, line: str, number: str, by: int | None, name: str
) -> None:
    """Note the problem of a failing line, raised by the checkers themselves."""
    told = {"number": number, "now": read_now(connection), "by": by, "name": name}
    connection.execute(_RAISED, told | {"check": check, "line": line})
