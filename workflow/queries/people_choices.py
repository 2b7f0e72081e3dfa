"""People as choices of a form, and people and units as names on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, TextClause, and_, exists, func, or_, select, text

from workflow.declaration import SYSTEM, pack, system
from workflow.engine.loading import CLOCK
from workflow.platform import reading, settings
from workflow.platform.models import Account, Appointment, Person, Unit, UnitName
from workflow.words import Words

# Whoever has no account can do nothing with what is given to them.
_SIGNS_IN = exists().where(Account.person_id == Person.id, Account.active)


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """A unit or a person to choose, with a detail against confusion of namesakes."""

    id: int
    words: Words
    detail: Words


def people_in_post(scope: str, role: str = "") -> list[NamedChoice]:
    """Return the people in post at ``scope`` or above who can sign in, the nearest first."""
    ids = [int(part) for part in scope.strip("/").split("/")]
    day = today()
    query = (
        select(Person.id, Person.name, Person.name_en, Appointment.role, Unit.name.label("unit"),
               Unit.name_en.label("unit_en"))
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            Unit.id.in_(ids),
            Appointment.role.not_in(pack().administrators),
            and_(Appointment.valid_from <= day,
                 or_(Appointment.valid_to.is_(None), Appointment.valid_to >= day)),
            or_(Person.left_on.is_(None), Person.left_on > day),
            _SIGNS_IN,
        )
        .order_by(Appointment.role != role, func.length(Unit.path).desc(), Person.id)
    )  # fmt: skip
    with reading() as connection:
        rows = connection.execute(query).all()
    choices: dict[int, NamedChoice] = {}
    for row in rows:
        choices.setdefault(row.id, with_post(row))
    return list(choices.values())


def with_post(row: Any) -> NamedChoice:
    """Return a person as a choice, with the post (role and unit) of the row."""
    role = pack().roles.get(row.role, Words(row.role, row.role))
    detail = Words(f"{row.unit} {role.zh}", f"{row.unit_en or row.unit}, {role.en}")
    return NamedChoice(row.id, Words(row.name, row.name_en or row.name), detail)


def person_names(connection: Connection, ids: Iterable[int | None]) -> dict[int, Words]:
    """Return the names of people by id."""
    query = select(Person.id, Person.name, Person.name_en).where(Person.id.in_(_wanted(ids)))
    return {r.id: Words(r.name, r.name_en or r.name) for r in connection.execute(query)}


def today() -> TextClause:
    """Return the present day of the domain as SQL; a demonstration may have moved the clock."""
    return text(f"(({CLOCK}) AT TIME ZONE :zone)::date").bindparams(zone=settings().timezone)


def name_then(connection: Connection, unit_id: int, day: date) -> Words | None:
    """Return the name of a unit on a day, or ``None`` where the name is the same today."""
    query = select(UnitName.name, UnitName.name_en).where(
        UnitName.unit_id == unit_id, UnitName.valid_from <= day, UnitName.valid_to >= day
    )
    row = connection.execute(query).first()
    return Words(row.name, row.name_en or row.name) if row else None


def unit_names(connection: Connection, ids: Iterable[int | None]) -> dict[int, Words]:
    """Return the names of units by id."""
    query = select(Unit.id, Unit.name, Unit.name_en).where(Unit.id.in_(_wanted(ids)))
    return {r.id: Words(r.name, r.name_en or r.name) for r in connection.execute(query)}


def called(name: str, name_en: str = "") -> Words:
    """Return a stored name in words: the system is no person and has a word in each language."""
    return system.words if name == SYSTEM.name else Words(name, name_en or name)


def _wanted(ids: Iterable[int | None]) -> list[int]:
    return sorted({i for i in ids if i is not None})


def people_around(paths: Iterable[str], limit: int) -> list[NamedChoice]:
    """Return the people in post in the units at the paths, below or above, who can sign in."""
    below = [Unit.path.startswith(path, autoescape=True) for path in paths]
    above = {int(part) for path in paths for part in path.strip("/").split("/")}
    day = today()
    query = (
        select(Person.id, Person.name, Person.name_en, Unit.name.label("unit"),
               Unit.name_en.label("unit_en"))
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            or_(Unit.id.in_(above), *below),
            Appointment.role.not_in(pack().administrators),
            Appointment.valid_from <= day,
            or_(Appointment.valid_to.is_(None), Appointment.valid_to >= day),
            or_(Person.left_on.is_(None), Person.left_on > day),
            _SIGNS_IN,
        )
        # In the order of an index: of a large tree no more is read than is offered.
        .order_by(func.length(Unit.path), Unit.id, Person.id)
        .limit(2 * limit)
    )  # fmt: skip
    with reading() as connection:
        rows = connection.execute(query).all()
    choices: dict[int, NamedChoice] = {}
    for row in rows:  # some hold two posts
        named = called(row.name, row.name_en), called(row.unit, row.unit_en)
        choices.setdefault(row.id, NamedChoice(row.id, *named))
    return list(choices.values())[:limit]
