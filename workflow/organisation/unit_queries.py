"""The whole content of a unit's page, read in a handful of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row, dict_row

from workflow.declaration import Actor, PostHolder, in_post, pack
from workflow.declaration.responsibility_levels import vacancy
from workflow.errors import NotFound
from workflow.organisation.kinds import CLASSES, UnitKind, kind_of
from workflow.organisation.profiles import Remark, profiles, remarks
from workflow.organisation.regulations import TermOfOffice
from workflow.organisation.transaction import COLUMNS, GONE, UnitRow, may_see_unit
from workflow.organisation.tree_queries import above_of, today_of
from workflow.platform import Connection, connect
from workflow.queries import relapses
from workflow.words import Words

_UNIT = f"SELECT {COLUMNS} FROM units WHERE id = %s"  # noqa: S608 -- fixed texts only
_POSTS = """
    SELECT a.id, a.person_id, p.name, p.name_en, a.role, a.valid_from, a.valid_to, p.left_on
      FROM appointments a JOIN people p ON p.id = a.person_id
     WHERE a.unit_id = %s ORDER BY a.valid_from, a.id"""
_STANDING = """
    SELECT a.person_id, p.name, a.role, a.unit_id, u.path, p.name_en
      FROM appointments a JOIN units u ON u.id = a.unit_id JOIN people p ON p.id = a.person_id
     WHERE u.path = ANY (%(around)s) AND a.valid_from <= %(day)s
       AND coalesce(a.valid_to, 'infinity') >= %(day)s
       AND coalesce(p.left_on, 'infinity') > %(day)s"""
_NAMES = "SELECT name, name_en, valid_from, valid_to FROM unit_names WHERE unit_id = %s ORDER BY 3"
_TERMS = """SELECT begins_on, ends_on, elected_on, extended_to FROM terms
             WHERE unit_id = %s ORDER BY 1 DESC"""
_CHANGES = """SELECT what, effective_on, at, actor_name, details FROM unit_changes
               WHERE unit_id = %s ORDER BY id DESC LIMIT 100"""
_AROUND = """
    SELECT id, name, name_en, path FROM units
     WHERE path = ANY (%s) ORDER BY length(path)"""
_OPEN = """SELECT list_key, count(*) FROM items
            WHERE list_key = ANY (%s) AND scope LIKE %s AND awaits <> '' GROUP BY list_key"""
_COUNTED = ("problems", "tasks", "responsibilities")
WHAT: dict[str, Words] = {
    "found": Words("设立", "founded"),
    "rename": Words("更名", "renamed"),
    "move": Words("调整隶属", "moved"),
    "merge": Words("并入其他单位", "merged into another unit"),
    "absorb": Words("并入了一个单位", "took another unit over"),
    "dissolve": Words("撤销", "dissolved"),
    "describe": Words("登记人数和类别", "numbers and class entered"),
    "term": Words("登记任期", "term of office entered"),
    "appoint": Words("任命", "appointed"),
    "end_post": Words("免职", "post ended"),
    "posts_ended": Words("随单位撤销免职", "posts ended with the unit"),
    "import": Words("导入", "imported"),
    "import_post": Words("导入任职", "post imported"),
}


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as shown on the page."""

    id: int
    person_id: int
    name: Words
    role: Words
    valid_from: date
    valid_to: date | None
    stands: str  # past, present or coming


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of responsibility: its holder today, or the sentence for a vacant level."""

    words: Words
    name: Words | None
    role: Words
    vacant: Words | None


@dataclass(frozen=True, slots=True)
class Former:
    """A former name of the unit."""

    name: Words
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A line of the unit's journal."""

    words: Words
    on: date
    at: datetime
    actor_name: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with its posts, levels, names, terms and remarks."""

    unit: UnitRow
    kind: UnitKind
    unit_class: Words
    above: tuple[tuple[int, Words], ...]
    posts: tuple[PostView, ...]
    chain: tuple[LevelView, ...]
    names: tuple[Former, ...]
    terms: tuple[TermOfOffice, ...]
    remarks: tuple[Remark, ...]
    changes: tuple[ChangeView, ...]
    open_items: Mapping[str, int] | None  # by list; nothing for administrators, who see no items
    relapses: int | None
    is_active: bool
    today: date


def unit_page(unit_id: int, actor: Actor) -> UnitPage:
    """Return a unit's page.

    Raises ``NotFound`` where the actor may not see the unit.
    """
    with connect() as connection:
        with connection.cursor(row_factory=class_row(UnitRow)) as cursor:
            unit = cursor.execute(_UNIT, [unit_id]).fetchone()
        if unit is None or not may_see_unit(actor, unit.path):
            raise NotFound(GONE)
        today = today_of(connection)
        profile = profiles(connection, [unit_id], today)[unit_id]
        return UnitPage(
            unit, kind_of(unit.kind), CLASSES.get(unit.unit_class, CLASSES[""]),
            tuple(_above(connection, unit)), tuple(_posts(connection, unit_id, today)),
            tuple(_chain(connection, unit, today)), tuple(_names(connection, unit_id)),
            tuple(TermOfOffice(*row) for row in connection.execute(_TERMS, [unit_id])),
            remarks(profile) if unit.is_active(today) else (),
            tuple(_changes(connection, unit_id)), _open_items(connection, actor, unit),
            _relapses(actor, unit), unit.is_active(today), today,
        )  # fmt: skip


def _above(connection: Connection, unit: UnitRow) -> Iterable[tuple[int, Words]]:
    for id_, name, name_en, _ in connection.execute(_AROUND, [above_of(unit.path)]):
        yield id_, Words(name, name_en or name)


def _posts(connection: Connection, unit_id: int, today: date) -> Iterable[PostView]:
    with connection.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(_POSTS, [unit_id]):
            over = row["valid_to"] and row["valid_to"] < today
            over = over or (row["left_on"] and row["left_on"] <= today)
            coming = row["valid_from"] > today
            yield PostView(
                row["id"], row["person_id"], Words(row["name"], row["name_en"] or row["name"]),
                pack().roles.get(row["role"], Words(row["role"], row["role"])), row["valid_from"],
                row["valid_to"], "past" if over else "coming" if coming else "present",
            )  # fmt: skip


def _chain(connection: Connection, unit: UnitRow, today: date) -> Iterable[LevelView]:
    around = [*above_of(unit.path), unit.path]
    rows = connection.execute(_STANDING, {"around": around, "day": today}).fetchall()
    standing = [PostHolder(*row[:-1]) for row in rows]
    named = {row[0]: Words(row[1], row[-1] or row[1]) for row in rows}
    for level in pack().responsibility:
        post = in_post(level, unit.kind, standing)
        role = pack().roles[post.role if post else level.roles(unit.kind)[0]]
        vacant = None if post else vacancy(level, unit.kind, unit.words)
        yield LevelView(level.words, named[post.person_id] if post else None, role, vacant)


def _names(connection: Connection, unit_id: int) -> Iterable[Former]:
    for name, name_en, valid_from, valid_to in connection.execute(_NAMES, [unit_id]):
        yield Former(Words(name, name_en or name), valid_from, valid_to)


def _changes(connection: Connection, unit_id: int) -> Iterable[ChangeView]:
    for what, on, at, actor_name, details in connection.execute(_CHANGES, [unit_id]):
        yield ChangeView(WHAT.get(what, Words(what, what)), on, at, actor_name, details)


def _relapses(actor: Actor, unit: UnitRow) -> int | None:
    """Count the relapses below, for people who may see all problems there."""
    return relapses.below(unit.path) if _oversees(actor, unit) else None


def _oversees(actor: Actor, unit: UnitRow) -> bool:
    return any(p.covers(unit.path) for p in actor.posts if p.role not in pack().administrators)


def _open_items(connection: Connection, actor: Actor, unit: UnitRow) -> dict[str, int] | None:
    """Count the open items below by list, for people who may see all of them."""
    if not _oversees(actor, unit):
        return None
    found = dict(connection.execute(_OPEN, [list(_COUNTED), f"{unit.path}%"]).fetchall())
    return {key: found.get(key, 0) for key in _COUNTED}
