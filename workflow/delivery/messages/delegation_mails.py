"""Mails to a delegate: a delegation was made, or ended before its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg.rows import class_row, dict_row

from workflow.engine.loading import CLOCK
from workflow.platform import Connection, connect, settings
from workflow.words import Words

MADE, ENDED = "delegated", "delegation_ended"
_PROMISE = """
    INSERT INTO outbox (person_id, delegation_id, kind, at, available_at)
    SELECT delegate_id, id, %(kind)s, %(now)s, now() FROM delegations WHERE id = %(id)s
        ON CONFLICT DO NOTHING"""
_TODAY = f"(({CLOCK}) AT TIME ZONE %(zone)s)::date"
_READ = f"""
    SELECT o.kind, q.name, q.name_en, q.email, q.language, p.name AS absent,
           p.name_en AS absent_en, d.valid_from, d.valid_to, d.reason,
           coalesce(q.left_on, 'infinity') <= {_TODAY}
             OR o.kind = %(made)s AND (d.ended_at IS NOT NULL OR d.valid_to < {_TODAY}) AS is_void
      FROM outbox o JOIN delegations d ON d.id = o.delegation_id
      JOIN people p ON p.id = d.principal_id JOIN people q ON q.id = d.delegate_id
     WHERE o.id = %(id)s
"""  # noqa: S608 -- put together from constants
_RECENT = f"""
    SELECT d.id, d.principal_id, p.name AS absent, p.name_en AS absent_en, d.valid_from,
           d.valid_to, d.reason, d.ended_at IS NOT NULL AS ended,
           d.ended_at IS NULL AND d.valid_from <= {_TODAY} AS in_force
      FROM delegations d JOIN people p ON p.id = d.principal_id
     WHERE d.delegate_id = %(person)s AND d.valid_to >= {_TODAY}
     ORDER BY d.valid_from, d.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class DelegationLetter:
    """A mail about a delegation; ``is_void`` where the delegation is over by now."""

    outbox_id: int
    ended: bool
    address: str
    name: Words
    language: str
    absent: Words
    begin: date
    until: date
    reason: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """A delegation to a person by an absent person, in force or ended before its time."""

    id: int
    principal_id: int
    absent: str
    absent_en: str
    valid_from: date
    valid_to: date
    reason: str
    ended: bool
    in_force: bool

    @property
    def name(self) -> Words:
        """The name of the absent person."""
        return Words(self.absent, self.absent_en or self.absent)


def promise(connection: Connection, delegation_id: int, kind: str, now: Any) -> None:
    """Enqueue a mail to the delegate, in the transaction of the change."""
    connection.execute(_PROMISE, {"id": delegation_id, "kind": kind, "now": now})


def letter_of(outbox_id: int) -> DelegationLetter | None:
    """Return the content of a mail about a delegation, or ``None`` for a mail of another kind."""
    values = {"id": outbox_id, "zone": settings().timezone, "made": MADE}
    with connect() as connection:
        row = connection.cursor(row_factory=dict_row).execute(_READ, values).fetchone()
    if row is None:
        return None
    return DelegationLetter(
        outbox_id,
        row["kind"] == ENDED,
        row["email"],
        Words(row["name"], row["name_en"] or row["name"]),
        row["language"],
        Words(row["absent"], row["absent_en"] or row["absent"]),
        row["valid_from"],
        row["valid_to"],
        row["reason"],
        row["is_void"],
    )


def charges_of(person_id: int) -> list[Charge]:
    """Return the delegations to a person that are not past, ended early or not."""
    values = {"person": person_id, "zone": settings().timezone}
    with connect() as connection, connection.cursor(row_factory=class_row(Charge)) as cursor:
        return cursor.execute(_RECENT, values).fetchall()
