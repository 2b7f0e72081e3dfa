"""Found, rename, move, merge and dissolve units: by the system administrator, as of a day.

The past stays: former names and every change are kept by date, a merged unit hangs under its
successor with all its closed items, and nothing is ever deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from psycopg.errors import UniqueViolation

from workflow.declaration import CHECK, KEEP_UNITS, Actor
from workflow.errors import BadInput, CodedWords, NotPossible
from workflow.organisation import move_items
from workflow.organisation.kinds import ROOT, kind_of, may_stand_under
from workflow.organisation.posts import end_posts_of_unit
from workflow.organisation.profiles import held_against
from workflow.organisation.transaction import Desk, UnitRow, at_desk
from workflow.platform import cleaned, not_shown
from workflow.words import Words

_FOUND = Words("设立单位", "found a unit")
_RENAME = Words("更名", "rename a unit")
_MOVE = Words("调整隶属", "move a unit")
_MERGE = Words("合并", "merge a unit")
_DISSOLVE = Words("撤销", "dissolve a unit")
_WRONG_PARENT = Words("{kind}不能设在{parent}之下", "a {kind} cannot stand under this: {parent}")
_NOTHING = Words("最高一级", "the top")
_BELOW = CodedWords(
    "不能移到自己或自己的下级之下",
    "a unit cannot stand under itself or what is below it",
    "not_fitting",
)
_TAKEN = CodedWords(
    "同级已有叫“{name}”的单位", 'a unit beside it is called "{name}" already', "taken"
)
_NAMELESS = CodedWords(
    "请填写名称，最多200个字", "give it a name of up to 200 characters", "missing"
)
_CODE = CodedWords("代码“{code}”已是“{unit}”的", 'the code "{code}" is that of "{unit}"', "taken")
_SAME = CodedWords(
    "不能并入自己或自己的下级",
    "a unit cannot be merged into itself or what is below it",
    "not_fitting",
)
_CHILDREN = Words(
    "“{unit}”还有{count}个下级单位，请先调整或撤销它们。",
    '"{unit}" still has {count:unit|units} below it; move or dissolve what is there first.',
)
_OPEN = Words(
    "“{unit}”还有{count}个没有办结的事项，请先办结，或者并入另一个单位。",
    '"{unit}" still has {count:open item|open items}; finish what is open, '
    "or merge the unit into another one.",
)
_TOP = Words(
    "最高一级的单位不能合并或撤销。", "The topmost unit can be neither merged nor dissolved."
)
_UNIT = """
    INSERT INTO units (parent_id, kind, name, name_en, path, valid_from, code)
    VALUES (%s, %s, %s, %s, '', %s, %s) RETURNING id"""
_FORMER = "INSERT INTO unit_names VALUES (%s, %s, %s, %s, %s)"
_SUBTREE = """
    UPDATE units SET path = %(new)s || substr(path, length(%(old)s) + 1)
     WHERE path LIKE %(old)s || '%%'"""


@dataclass(frozen=True, slots=True)
class Changed:
    """The result of a change: the unit, the number of moved items, and the rules' warnings."""

    unit_id: int
    items: int = 0
    warnings: tuple[Words, ...] = ()


def found(
    actor: Actor,
    parent_id: int | None,
    kind: str,
    name: str,
    name_en: str = "",
    on: date | None = None,
    code: str | None = None,
    now: datetime | None = None,
) -> Changed:
    """Found a unit under another; only the machine founds the topmost.

    Raises ``NotFound``, ``NotPermitted``, ``NotPossible`` or ``BadInput`` with the reason, as all
    commands here do.
    """
    return at_desk(
        actor, lambda desk: found_at(desk, parent_id, kind, name, name_en, on, code), now
    )


def found_at(
    desk: Desk, parent_id: int | None, kind: str, name: str, name_en: str, on: date | None,
    code: str | None,
) -> Changed:  # fmt: skip
    """Found a unit within an open transaction."""
    parent = desk.active(parent_id) if parent_id is not None else None
    path = parent.path if parent else "/"
    KEEP_UNITS.demand(desk.actor, path, _FOUND)
    _check_place(kind, parent)
    _check_name(desk, name, parent_id)
    day = desk.day(on, parent.valid_from if parent else date.min)
    unit_id = _insert(desk, [parent_id, kind, cleaned(name), cleaned(name_en), day, code])
    desk.connection.execute(
        "UPDATE units SET path = %s WHERE id = %s", [f"{path}{unit_id}/", unit_id]
    )
    desk.note(unit_id, "found", day, name=name, kind=kind, parent=parent_id)
    return Changed(unit_id, warnings=held_against(desk, unit_id))


def _insert(desk: Desk, values: list[Any]) -> int:
    try:
        with desk.connection.transaction():  # a fault leaves the one under way as it was
            row = desk.connection.execute(_UNIT, values).fetchone()
    except UniqueViolation:
        query = "SELECT name, name_en FROM units WHERE code = %s"
        held = desk.connection.execute(query, [values[-1]]).fetchone()
        unit = Words(held[0], held[1] or held[0]) if held else Words("—", "—")
        raise BadInput(CHECK, {"code": _CODE.format(code=values[-1], unit=unit)}) from None
    assert row  # noqa: S101 -- RETURNING gives the row it wrote
    return int(row[0])


def rename(
    actor: Actor, unit_id: int, name: str, name_en: str = "", on: date | None = None,
    now: datetime | None = None,
) -> Changed:  # fmt: skip
    """Rename a unit from a day on; the former name is kept with its dates."""
    return at_desk(actor, lambda desk: rename_at(desk, unit_id, name, name_en, on), now)


def rename_at(desk: Desk, unit_id: int, name: str, name_en: str, on: date | None) -> Changed:
    """Rename a unit within an open transaction."""
    unit = desk.active(unit_id)
    KEEP_UNITS.demand(desk.actor, unit.path, _RENAME)
    _check_name(desk, name, unit.parent_id, unit_id)
    since = _named_since(desk, unit)
    day = desk.day(on, since)
    if day > since:  # on the very day it is a correction: nobody was ever called that
        before = [unit_id, unit.name, unit.name_en, since, day - timedelta(days=1)]
        desk.connection.execute(_FORMER, before)
    desk.connection.execute(
        "UPDATE units SET name = %s, name_en = %s WHERE id = %s",
        [cleaned(name), cleaned(name_en), unit_id],
    )
    desk.note(unit_id, "rename", day, was=unit.name, name=name)
    return Changed(unit_id)


def move(
    actor: Actor, unit_id: int, parent_id: int, on: date | None = None, now: datetime | None = None
) -> Changed:
    """Move a unit, with all units below and all their items, under another unit."""
    return at_desk(actor, lambda desk: move_at(desk, unit_id, parent_id, on), now)


def move_at(desk: Desk, unit_id: int, parent_id: int, on: date | None) -> Changed:
    """Move a unit within an open transaction.

    Raises ``BadInput`` where the target is below the unit itself.
    """
    unit, parent = desk.active(unit_id), desk.active(parent_id)
    for row in (unit, parent):
        KEEP_UNITS.demand(desk.actor, row.path, _MOVE)
    if parent.path.startswith(unit.path):
        raise BadInput(CHECK, {"parent": _BELOW})
    _check_place(unit.kind, parent)
    _check_name(desk, unit.name, parent_id, unit_id)
    day = desk.day(on, max(unit.valid_from, parent.valid_from))
    _hang(desk, unit, parent)
    desk.note(unit_id, "move", day, was=unit.parent_id, parent=parent_id)
    followed = move_items.follow(desk, unit.path, f"{unit.name} → {parent.name} ({day})")
    warnings = held_against(desk, unit_id, parent_id, *filter(None, [unit.parent_id]))
    return Changed(unit_id, followed, warnings)


def merge(
    actor: Actor, unit_id: int, into_id: int, on: date | None = None, now: datetime | None = None
) -> Changed:
    """Merge a unit into another, which takes over its open items and the units below."""
    return at_desk(actor, lambda desk: _merge(desk, unit_id, into_id, on), now)


def _merge(desk: Desk, unit_id: int, into_id: int, on: date | None) -> Changed:
    unit, into = desk.active(unit_id), desk.active(into_id)
    for row in (unit, into):
        KEEP_UNITS.demand(desk.actor, row.path, _MERGE)
    if into.path.startswith(unit.path):
        raise BadInput(CHECK, {"into": _SAME})
    day = desk.day(on, max(unit.valid_from, into.valid_from) + timedelta(days=1))
    for child in _children(desk, unit):
        _check_place(child.kind, into)
        _check_name(desk, child.name, into_id, child.id)
    _end(desk, unit, day)
    _hang(desk, unit, into)
    for child in _children(desk, unit):
        _hang(desk, child, into)
    desk.note(unit_id, "merge", day, into=into_id)
    desk.note(into_id, "absorb", day, unit=unit_id)
    why = f"{unit.name} ⇒ {into.name} ({day})"
    followed = move_items.follow(desk, unit.path, why, gone=unit_id, into=into_id)
    return Changed(into_id, followed, held_against(desk, into_id))


def dissolve(
    actor: Actor, unit_id: int, on: date | None = None, now: datetime | None = None
) -> Changed:
    """Dissolve a unit without units below and without open items; ``on`` is its first day gone."""
    return at_desk(actor, lambda desk: _dissolve(desk, unit_id, on), now)


def _dissolve(desk: Desk, unit_id: int, on: date | None) -> Changed:
    unit = desk.active(unit_id)
    KEEP_UNITS.demand(desk.actor, unit.path, _DISSOLVE)
    if below := len(_children(desk, unit)):
        raise NotPossible(_CHILDREN.format(unit=unit.words, count=below))
    query = "SELECT count(*) FROM items WHERE unit_id = %s AND awaits <> ''"
    row = desk.connection.execute(query, [unit_id]).fetchone()
    if row and row[0]:
        raise NotPossible(_OPEN.format(unit=unit.words, count=row[0]))
    day = desk.day(on, unit.valid_from + timedelta(days=1))
    _end(desk, unit, day)
    desk.note(unit_id, "dissolve", day)
    return Changed(unit_id)


def _end(desk: Desk, unit: UnitRow, day: date) -> None:
    """End a unit and every post in the unit with the day before."""
    if unit.parent_id is None:
        raise NotPossible(_TOP)
    last = day - timedelta(days=1)
    end_posts_of_unit(desk, unit, last)
    desk.connection.execute("UPDATE units SET valid_to = %s WHERE id = %s", [last, unit.id])


def _hang(desk: Desk, unit: UnitRow, parent: UnitRow) -> None:
    """Put a unit under another; the paths of the units below change as well."""
    row = desk.unit(unit.id)  # an earlier step of the same change may have moved it
    desk.connection.execute("UPDATE units SET parent_id = %s WHERE id = %s", [parent.id, unit.id])
    desk.connection.execute(_SUBTREE, {"old": row.path, "new": f"{parent.path}{unit.id}/"})


def _children(desk: Desk, unit: UnitRow) -> list[UnitRow]:
    query = """SELECT id FROM units WHERE parent_id = %s
                  AND coalesce(valid_to, 'infinity') >= %s ORDER BY id"""
    rows = desk.connection.execute(query, [unit.id, desk.today]).fetchall()
    return [desk.unit(row[0]) for row in rows]


def _check_place(kind: str, parent: UnitRow | None) -> None:
    if not may_stand_under(kind, parent.kind if parent else ROOT):
        above = kind_of(parent.kind).words if parent else _NOTHING
        fault = _WRONG_PARENT.format(kind=kind_of(kind).words, parent=above)
        raise BadInput(CHECK, {"parent": fault})


def _check_name(desk: Desk, name: str, parent_id: int | None, but: int | None = None) -> None:
    if not 0 < len(cleaned(name)) <= 200:
        raise BadInput(CHECK, {"name": _NAMELESS})
    if odd := not_shown(name):
        raise BadInput(CHECK, {"name": odd})
    query = """SELECT FROM units WHERE parent_id IS NOT DISTINCT FROM %s AND name = %s
                  AND id IS DISTINCT FROM %s AND coalesce(valid_to, 'infinity') >= %s"""
    if (
        desk.connection.execute(query, [parent_id, cleaned(name), but, desk.today]).fetchone()
        is not None
    ):
        raise BadInput(CHECK, {"name": _TAKEN.format(name=cleaned(name))})


def _named_since(desk: Desk, unit: UnitRow) -> date:
    query = "SELECT max(valid_to) + 1 FROM unit_names WHERE unit_id = %s"
    row = desk.connection.execute(query, [unit.id]).fetchone()
    return row[0] if row and row[0] else unit.valid_from
