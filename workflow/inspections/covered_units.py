"""The units that are checked or report: those of some kinds below one, and whoever heads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.declaration import CHECK, PostHolder, in_post, pack
from workflow.engine.loading import read_place
from workflow.errors import BadInput, CodedWords
from workflow.platform import Connection, connect
from workflow.words import Words

MOST_UNITS = 1000
_NO_UNITS = CodedWords("这个范围内没有这类单位", "there are no such units within it", "not_there")
_MANY = CodedWords(
    "最多{most}个单位，请缩小范围", "at most {most:unit|units}; choose a smaller part", "too_many"
)
_VACANT = CodedWords(
    "“{unit}”今天没有可以登录的负责人，请先任命或开通账号",
    '"{unit}" has no head today who can sign in; have somebody appointed, or an account opened',
    "vacant",
)
_UNIT = """
    SELECT path FROM units WHERE id = %s AND valid_from <= %s
       AND coalesce(valid_to, 'infinity') >= %s"""
_UNITS = """
    SELECT id, kind, path, name, coalesce(nullif(name_en, ''), name) FROM units
     WHERE starts_with(path, %s) AND kind = ANY (%s) AND valid_from <= %s
       AND coalesce(valid_to, 'infinity') >= %s ORDER BY id LIMIT %s"""

_CHECKED = """
    SELECT DISTINCT u.kind FROM items i JOIN units u ON u.id = i.unit_id
     WHERE i.list_key = 'checks' ORDER BY u.kind"""
_USUAL = ("branch", "joint_branch", "temporary_branch")


def checked_kinds() -> list[str]:
    """Return the kinds of units with a check; before the first round, the branches."""
    with connect() as connection:
        return [row[0] for row in connection.execute(_CHECKED)] or [*_USUAL]


@dataclass(frozen=True, slots=True)
class HeadedUnit:
    """A unit, and the people in post there and above."""

    id: int
    kind: str
    words: Words
    path: str
    standing: tuple[PostHolder, ...]
    posts_of: tuple[PostHolder, ...]


def path_of(connection: Connection, unit_id: int, today: date) -> str | None:
    """Return the path of a unit that there is today, or ``None``."""
    row = connection.execute(_UNIT, [unit_id, today, today]).fetchone()
    return row[0] if row else None


def units_below(
    connection: Connection, path: str, kinds: Sequence[str], today: date, head: int | None = None
) -> list[HeadedUnit]:
    """Return the units of some kinds at a path and below it, with the posts of ``head``.

    Raises ``BadInput`` for none, and for more than ``MOST_UNITS``.
    """
    rows = connection.execute(_UNITS, [path, kinds, today, today, MOST_UNITS + 1]).fetchall()
    if not rows:
        raise BadInput(CHECK, {"unit_kinds": _NO_UNITS})
    if len(rows) > MOST_UNITS:
        raise BadInput(CHECK, {"unit": _MANY.format(most=MOST_UNITS)})
    return around(connection, head, rows)


def head_of(unit: HeadedUnit) -> int:
    """Return whoever heads a unit today and can sign in.

    Raises ``BadInput`` where nobody does.
    """
    able = [post for post in unit.standing if post.signs_in]
    own = in_post(pack().responsibility[-1], unit.kind, able)
    if own is None:
        raise BadInput(CHECK, {"unit": _VACANT.format(unit=unit.words)})
    return own.person_id


def around(
    connection: Connection, head: int | None, rows: Sequence[tuple[Any, ...]]
) -> list[HeadedUnit]:
    """Return the units of rows with the people around them; the organisation is read once."""
    place = read_place(connection, rows[0][0])
    assert place  # noqa: S101 -- the unit was read in the same transaction
    organisation = place.organisation
    posts = tuple(organisation.of(head)) if head else ()
    return [
        HeadedUnit(id_, kind, Words(zh, en), path, organisation.around(path), posts)
        for id_, kind, path, zh, en in rows
    ]
