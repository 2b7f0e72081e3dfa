"""The people concerned by a complaint, as far as the words tell: shut out from the first moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.declaration import pack
from workflow.platform import Connection

_PEOPLE = """
    SELECT p.id FROM people p
     WHERE (length(p.name) > 1 AND strpos(%(text)s, p.name) > 0)
        OR (length(p.name_en) > 2 AND strpos(lower(%(text)s), lower(p.name_en)) > 0)"""
_UNITS = """
    SELECT u.id, u.path FROM units u
     WHERE coalesce(u.valid_to, 'infinity') >= %(day)s AND (
           (length(u.name) > 1 AND strpos(%(text)s, u.name) > 0)
        OR (length(u.name_en) > 2 AND strpos(lower(%(text)s), lower(u.name_en)) > 0))
     ORDER BY length(u.path) DESC, u.id"""
_HELD = """
    SELECT a.person_id, u.id, u.path FROM appointments a JOIN units u ON u.id = a.unit_id
     WHERE a.person_id = ANY (%(people)s) AND a.valid_from <= %(day)s
       AND coalesce(a.valid_to, 'infinity') >= %(day)s ORDER BY length(u.path) DESC, a.id"""
_HEADS = """
    SELECT a.person_id FROM appointments a
     WHERE a.unit_id = ANY (%(units)s) AND a.role = ANY (%(heads)s) AND a.valid_from <= %(day)s
       AND coalesce(a.valid_to, 'infinity') >= %(day)s"""
_ALL_BARRED = """
    SELECT bool_and(a.person_id = ANY (%(people)s) OR (u.id = w.id AND a.role = ANY (%(heads)s)))
      FROM units w JOIN units u ON starts_with(w.path, u.path)
      JOIN appointments a ON a.unit_id = u.id
     WHERE w.id = %(unit)s AND a.role = ANY (%(readers)s) AND a.valid_from <= %(day)s
       AND coalesce(a.valid_to, 'infinity') >= %(day)s"""
_TOP = "SELECT id FROM units WHERE parent_id IS NULL ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Concerned:
    """The unit of a complaint, and the people from whom the complaint is withheld."""

    unit: int
    people: tuple[int, ...]


def found_in(connection: Connection, text: str, day: object, list_key: str) -> Concerned:
    """Return the people named in a text, the heads of their units, and the deepest unit.

    A text that names nobody known is placed at the top.
    """
    told = {"text": text, "day": day, "heads": [*pack().lists[list_key].withheld_from]}
    people = [id_ for (id_,) in connection.execute(_PEOPLE, told)]
    held = connection.execute(_HELD, told | {"people": people}).fetchall()
    named = [id_ for id_, _ in connection.execute(_UNITS, told)]
    units = [*named, *(unit for _, unit, _ in held)]
    heads = connection.execute(_HEADS, told | {"units": units})
    everybody = {*people, *(id_ for (id_,) in heads)}
    return Concerned(_first(units) or _top(connection), tuple(sorted(everybody)))


def bars_everybody(connection: Connection, about: Concerned, day: object, list_key: str) -> bool:
    """Say whether every reader in post at the unit and above is named, with none left."""
    if not about.people:
        return False
    of = pack().lists[list_key]
    told = {"unit": about.unit, "people": [*about.people], "day": day,
            "heads": [*of.withheld_from], "readers": [*of.readers]}  # fmt: skip
    [(barred,)] = connection.execute(_ALL_BARRED, told).fetchall()
    return bool(barred)


def _first(units: Iterable[int]) -> int:
    return next(iter(units), 0)


def _top(connection: Connection) -> int:
    [(top,)] = connection.execute(_TOP).fetchall()
    return int(top)
