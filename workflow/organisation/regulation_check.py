"""Check the whole organisation: regulations, vacant posts, items without a rightful holder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.declaration import SYSTEM, PostHolder, vacant
from workflow.declaration.responsibility_levels import vacancy
from workflow.organisation.handover import needing_hand_over
from workflow.organisation.profiles import profiles, remarks
from workflow.organisation.tree_queries import today_of
from workflow.platform import Connection, connect
from workflow.words import Words

_TOGETHER = 1000
_UNITS = """
    SELECT id, kind, name, name_en, path FROM units
     WHERE coalesce(valid_to, 'infinity') >= %s
     ORDER BY string_to_array(trim(BOTH '/' FROM path), '/')::int[]"""
_STANDING = """
    SELECT a.person_id, p.name, a.role, a.unit_id, u.path
      FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id
     WHERE a.valid_from <= %(day)s AND coalesce(a.valid_to, 'infinity') >= %(day)s
       AND coalesce(p.left_on, 'infinity') > %(day)s"""
_OPEN = Words(
    "{person}已离任或卸任，还有{count}个事项没有移交",
    "{person} has left or is out of post and still holds {count:item|items} to be handed over",
)


@dataclass(frozen=True, slots=True)
class RegulationRemark:
    """A remark about a unit (or a person); ``must`` where a correction is required."""

    unit: Words
    words: Words
    source: str = ""
    must: bool = False


def check_organisation() -> list[RegulationRemark]:
    """Return everything there is to say, in the order of the tree."""
    with connect() as connection:
        remarks = [*_units(connection)]
    return remarks + [
        RegulationRemark(
            leaver.name, _OPEN.format(person=leaver.name, count=leaver.items), must=True
        )
        for leaver in needing_hand_over(SYSTEM)
    ]


def _units(connection: Connection) -> Iterator[RegulationRemark]:
    today = today_of(connection)
    units = connection.execute(_UNITS, [today]).fetchall()
    by_unit: dict[int, list[PostHolder]] = {}
    for row in connection.execute(_STANDING, {"day": today}):
        by_unit.setdefault(row[3], []).append(PostHolder(*row))
    for start in range(0, len(units), _TOGETHER):
        some = units[start : start + _TOGETHER]
        known = profiles(connection, [row[0] for row in some], today)
        for id_, kind, name, name_en, path in some:
            unit = Words(name, name_en or name)
            for remark in remarks(known[id_]):
                yield RegulationRemark(unit, remark.words, remark.source, remark.refuses)
            yield from _vacancies(unit, kind, path, by_unit)


def _vacancies(
    unit: Words, kind: str, path: str, by_unit: dict[int, list[PostHolder]]
) -> Iterator[RegulationRemark]:
    around = [post for id_ in path.strip("/").split("/") for post in by_unit.get(int(id_), ())]
    for level in vacant(kind, around):
        yield RegulationRemark(unit, vacancy(level, kind, unit))
