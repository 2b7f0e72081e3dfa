"""The posts in a unit as rows: the holders, and the end of posts together with the unit."""

from __future__ import annotations

from datetime import date

from workflow.errors import NotPossible
from workflow.organisation.transaction import Desk, UnitRow
from workflow.words import Words

_LATER = Words(
    "{person}在“{unit}”的任职从{day}才开始，请先改任，再撤销单位。",
    'The post of {person} in "{unit}" begins only on {day}; change that before the unit ends.',
)
_LAST = Words(
    "这是最后一位安全管理员，请先任命另一位。",
    "This is the last security administrator; appoint another one first.",
)
_SECURITY = """
    SELECT FROM appointments a JOIN people p ON p.id = a.person_id
     WHERE a.role = 'security_admin' AND a.valid_from <= %(last)s::date + 1
       AND coalesce(a.valid_to, 'infinity') > %(last)s
       AND coalesce(p.left_on, 'infinity') > %(last)s::date + 1 LIMIT 1"""
_BEGINS_LATER = """
    SELECT p.name, a.valid_from FROM appointments a JOIN people p ON p.id = a.person_id
     WHERE a.unit_id = %s AND a.valid_from > %s LIMIT 1"""
_END = """
    UPDATE appointments SET valid_to = %(last)s
     WHERE unit_id = %(unit)s AND coalesce(valid_to, 'infinity') > %(last)s
    RETURNING person_id, role"""


def end_posts_of_unit(desk: Desk, unit: UnitRow, last: date) -> None:
    """End every post of a unit with the unit's last day.

    Raises ``NotPossible`` where a post begins later or the last security administrator would go.
    """
    later = desk.connection.execute(_BEGINS_LATER, [unit.id, last]).fetchone()
    if later:
        raise NotPossible(_LATER.format(person=later[0], unit=unit.words, day=later[1]))
    ended = desk.connection.execute(_END, {"unit": unit.id, "last": last}).fetchall()
    if any(role == "security_admin" for _, role in ended):
        demand_security(desk, last)
    if ended:
        desk.note(unit.id, "posts_ended", last, posts=[list(post) for post in ended])


def demand_security(desk: Desk, last: date) -> None:
    """Refuse to leave the organisation without a security administrator after ``last``.

    Raises ``NotPossible``.
    """
    if desk.connection.execute(_SECURITY, {"last": last}).fetchone() is None:
        raise NotPossible(_LAST)
