"""The saved views open to a person: their own, and those shared with their units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from workflow.accounts.list_views.looks import KeptLook
from workflow.declaration import Actor, pack
from workflow.engine.visibility import only_administers
from workflow.errors import NotFound
from workflow.platform import connect
from workflow.words import Words

_NO_VIEWS = Words("没有这个页面。", "There is no such page.")
_VIEW = """
    v.id, v.list_key, v.name, v.query, v.owner_id, o.name, coalesce(nullif(o.name_en, ''), o.name),
    v.unit_id, u.name, coalesce(nullif(u.name_en, ''), u.name)"""
_OPEN = """
    list_views v JOIN people o ON o.id = v.owner_id LEFT JOIN units u ON u.id = v.unit_id"""
_MAY_SEE = "(v.owner_id = %(person)s OR v.unit_id = ANY (%(units)s))"
_ORDER = "v.owner_id <> %(person)s, v.name, v.id"
_DESK = f"""
    SELECT l.columns, l.density, (
             SELECT json_object_agg(id, json_build_array(name, coalesce(nullif(name_en, ''), name)))
               FROM units WHERE id = ANY (%(units)s)) AS units, {_VIEW}
      FROM (SELECT) AS always
      LEFT JOIN list_looks l ON l.person_id = %(person)s AND l.list_key = %(list)s
      LEFT JOIN ({_OPEN}) ON v.list_key = %(list)s AND {_MAY_SEE}
     ORDER BY {_ORDER}"""  # noqa: S608 -- fixed texts only
_VIEWS = f"SELECT {_VIEW} FROM {_OPEN} WHERE {_MAY_SEE} ORDER BY v.list_key, {_ORDER}"  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A query of a list under a name, with its columns, order and grouping."""

    id: int
    list_key: str
    name: str
    query: Mapping[str, str]  # the words of an address
    owner: Words
    unit_id: int | None  # whose people see it, too
    unit: Words | None
    own: bool


@dataclass(frozen=True, slots=True)
class ListDesk:
    """The look of a list for a person, the views to choose, and the units to share with."""

    look: KeptLook
    views: Sequence[SavedView]
    units: Mapping[int, Words]


def desk_of(actor: Actor, list_key: str) -> ListDesk:
    """Return the look and the views of a list for a person."""
    with connect() as connection:
        rows = connection.execute(_DESK, {**_about(actor), "list": list_key}).fetchall()
    columns, density, units = rows[0][:3]
    look = KeptLook(tuple(columns or ()), density or "comfortable")
    named = {int(key): Words(*names) for key, names in (units or {}).items()}
    return ListDesk(look, [*_views(actor, (row[3:] for row in rows if row[3] is not None))], named)


def views_of(actor: Actor) -> list[SavedView]:
    """Return the views of all lists open to a person.

    Raises ``NotFound`` for mere administrators.
    """
    if only_administers(actor):
        raise NotFound(_NO_VIEWS)
    with connect() as connection:
        return [*_views(actor, connection.execute(_VIEWS, _about(actor)).fetchall())]


def units_to_share_with(actor: Actor) -> list[int]:
    """Return the units in which the person works."""
    working = (post for post in actor.posts if post.role not in pack().administrators)
    return sorted({post.unit_id for post in working})


def _about(actor: Actor) -> dict[str, Any]:
    return {"person": actor.person_id, "units": units_to_share_with(actor)}


def _views(actor: Actor, rows: Any) -> Iterator[SavedView]:
    for key, list_key, name, query, owner_id, owner, owner_en, unit_id, unit, unit_en in rows:
        yield SavedView(
            id=key,
            list_key=list_key,
            name=name,
            query=dict(parse_qsl(query)),
            owner=Words(owner, owner_en),
            unit_id=unit_id,
            unit=Words(unit, unit_en) if unit else None,
            own=owner_id == actor.person_id,
        )
