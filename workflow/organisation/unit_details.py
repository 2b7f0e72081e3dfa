"""Headcounts and terms of office of a unit, kept by the system administrator."""

from __future__ import annotations

from datetime import datetime

from workflow.declaration import CHECK, KEEP_UNITS, Actor
from workflow.errors import BadInput, CodedWords
from workflow.organisation.commands import Changed
from workflow.organisation.kinds import CLASSES
from workflow.organisation.profiles import held_against
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.transaction import Desk, at_desk
from workflow.words import Words

_DESCRIBE = Words("登记人数和类别", "enter numbers and class")
_TERM = Words("登记任期", "enter a term of office")
_NO_CLASS = CodedWords("没有这个类别", "there is no such class", "no_choice")
_ENDS_EARLY = Words("届满日期要晚于开始日期", "a term ends after it begins")
_EXTENDED_EARLY = Words("延期要晚于届满日期", "an extension ends after the term")
_BEFORE = Words("任期不能早于单位设立", "a term cannot begin before the unit was founded")
_SET = """
    UPDATE units SET unit_class = %s, full_members = %s, probationary_members = %s,
           joined_units = %s WHERE id = %s"""
_TERM_BEFORE = """
    SELECT ends_on, elected_on, extended_to FROM terms WHERE unit_id = %s AND begins_on = %s"""
_SET_TERM = """
    INSERT INTO terms (unit_id, begins_on, ends_on, elected_on, extended_to)
    VALUES (%s, %s, %s, %s, %s) ON CONFLICT (unit_id, begins_on) DO UPDATE
       SET ends_on = EXCLUDED.ends_on, elected_on = EXCLUDED.elected_on,
           extended_to = EXCLUDED.extended_to"""


def describe(
    actor: Actor,
    unit_id: int,
    unit_class: str = "",
    full: int | None = None,
    probationary: int | None = None,
    joined: int | None = None,
    now: datetime | None = None,
) -> Changed:
    """Enter a unit's class and headcounts; return the rules' warnings.

    Raises ``NotPossible`` where a rule refuses the numbers, ``BadInput`` for an unknown class,
    ``NotFound`` or ``NotPermitted`` without the right.
    """
    numbers = (full, probationary, joined)
    return at_desk(actor, lambda desk: describe_at(desk, unit_id, unit_class, *numbers), now)


def describe_at(
    desk: Desk, unit_id: int, unit_class: str, full: int | None, probationary: int | None,
    joined: int | None,
) -> Changed:  # fmt: skip
    """Enter class and headcounts within an open transaction.

    Raises as ``describe`` does.
    """
    unit = desk.active(unit_id)
    KEEP_UNITS.demand(desk.actor, unit.path, _DESCRIBE)
    if unit_class not in CLASSES:
        raise BadInput(CHECK, {"unit_class": _NO_CLASS})
    desk.connection.execute(_SET, [unit_class, full, probationary, joined, unit_id])
    was = [unit.unit_class, unit.full_members, unit.probationary_members, unit.joined_units]
    desk.note(
        unit_id, "describe", desk.today, unit_class=unit_class, full=full,
        probationary=probationary, joined=joined, was=was,
    )  # fmt: skip
    return Changed(unit_id, warnings=held_against(desk, unit_id))


def set_term(
    actor: Actor, unit_id: int, term: TermOfOffice, now: datetime | None = None
) -> Changed:
    """Enter a term of office, or its approved extension.

    Raises ``BadInput`` for a wrong day, ``NotFound`` or ``NotPermitted`` without the right.
    """
    return at_desk(actor, lambda desk: set_term_at(desk, unit_id, term), now)


def set_term_at(desk: Desk, unit_id: int, term: TermOfOffice) -> Changed:
    """Enter a term within an open transaction.

    Raises as ``set_term`` does.
    """
    unit = desk.active(unit_id)
    KEEP_UNITS.demand(desk.actor, unit.path, _TERM)
    for wrong, field, words in (
        (term.ends_on <= term.begins_on, "ends_on", _ENDS_EARLY),
        (term.extended_to and term.extended_to <= term.ends_on, "extended_to", _EXTENDED_EARLY),
        (term.begins_on < unit.valid_from, "begins_on", _BEFORE),
    ):
        if wrong:
            raise BadInput(CHECK, {field: words})
    known = desk.connection.execute(_TERM_BEFORE, [unit_id, term.begins_on]).fetchone()
    dates = [term.begins_on, term.ends_on, term.elected_on, term.extended_to]
    desk.connection.execute(_SET_TERM, [unit_id, *dates])
    desk.note(
        unit_id, "term", term.begins_on, ends_on=term.ends_on, elected_on=term.elected_on,
        extended_to=term.extended_to, was=list(known or ()),
    )  # fmt: skip
    return Changed(unit_id, warnings=held_against(desk, unit_id))
