"""Acting for an absent person: the delegation is looked up anew at every request.

A delegate acts with the absent person's own posts of the day, never with posts delegated to the
absent person in turn: nothing is delegated on. Administrators' posts go to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from psycopg.rows import class_row

from workflow.accounts.identity import MOMENT, Identity, clock
from workflow.declaration import Post, pack
from workflow.platform import connect
from workflow.words import Words

_ON = """d.ended_at IS NULL AND d.valid_from <= moment.today AND d.valid_to >= moment.today
   AND coalesce(p.left_on, 'infinity') > moment.today"""
_POSTS = f"""
    WITH {MOMENT}
    SELECT d.principal_id, p.name, p.name_en,
           (SELECT coalesce(json_agg(json_build_array(t.role, t.unit_id, u.path) ORDER BY t.id),
                            '[]')
              FROM appointments t JOIN units u ON u.id = t.unit_id
             WHERE t.person_id = p.id AND t.role <> ALL (%(administrators)s)
               AND t.valid_from <= moment.today
               AND coalesce(t.valid_to, 'infinity') >= moment.today)
      FROM moment, delegations d JOIN people p ON p.id = d.principal_id
     WHERE d.id = %(id)s AND d.delegate_id = %(delegate)s AND {_ON}
"""  # noqa: S608 -- put together from constants
_LIST = f"""
    WITH {MOMENT}
    SELECT d.id, d.principal_id, p.name AS principal, d.delegate_id, q.name AS delegate,
           d.valid_from, d.valid_to, d.reason, {_ON} AS in_force
      FROM moment, delegations d JOIN people p ON p.id = d.principal_id
      JOIN people q ON q.id = d.delegate_id
     WHERE %(person)s IN (d.principal_id, d.delegate_id)
       AND d.ended_at IS NULL AND d.valid_to >= moment.today
     ORDER BY d.valid_from, d.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation in force or still to come, as shown to its two people."""

    id: int
    principal_id: int
    principal: str
    delegate_id: int
    delegate: str
    valid_from: date
    valid_to: date
    reason: str
    in_force: bool


def standing_in(me: Identity, delegation_id: int, now: datetime | None = None) -> Identity | None:
    """Return the delegate's identity for the absent person, or ``None``.

    ``None`` where no delegation between the two is in force today.
    """
    values = {
        **clock(now), "id": delegation_id, "delegate": me.actor.person_id,
        "administrators": list(pack().administrators),
    }  # fmt: skip
    with connect() as connection:
        row = connection.execute(_POSTS, values).fetchone()
    if row is None:
        return None
    principal, name, name_en, posts = row
    held = tuple(Post(role, unit_id, path) for role, unit_id, path in posts)
    actor = replace(me.actor, posts=held, behind=principal, own=me.actor.posts)
    return replace(me, actor=actor, acts_for=Words(name, name_en or name))


def delegations_of(person_id: int, now: datetime | None = None) -> list[DelegationRow]:
    """Return the delegations by and to a person that are not over."""
    values = {**clock(now), "person": person_id}
    with connect() as connection, connection.cursor(row_factory=class_row(DelegationRow)) as cursor:
        return cursor.execute(_LIST, values).fetchall()
