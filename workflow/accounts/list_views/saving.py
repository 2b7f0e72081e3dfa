"""Saving a view under a name, sharing with a unit, and removal: rights of the owner alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from workflow import journal
from workflow.accounts.list_views.reading import units_to_share_with
from workflow.declaration import CHECK, FIGURES, Actor, pack
from workflow.engine.visibility import no_list
from workflow.errors import BadInput, CodedWords, NotFound
from workflow.platform import cleaned, connect, unfit
from workflow.queries.figures.report import board_query
from workflow.queries.list_address import address_of, read_address
from workflow.queries.listing import demand_list
from workflow.words import Words

LONGEST_NAME = 40
MOST = 50  # views of a person for a list
_NO_NAME = CodedWords("请给视图起一个名称。", "Give the view a name.", "missing")
_LONG_NAME = Words(
    "视图名称不能超过{limit}个字符，现有{count}个。",
    "The name of a view can have {limit:character|characters} at most; this has {count}.",
)
_ODD_NAME = CodedWords(
    "视图名称里有不能显示的字符，请重新输入。",
    "The name of the view has characters that cannot be shown; type it again.",
    "character_not_allowed",
)
_NOT_YOURS = CodedWords(
    "视图只能与本人任职的单位共享。",
    "A view can be shared with a unit of your own only.",
    "not_yours",
)
_TOO_MANY = CodedWords(
    "一个清单最多保存{limit}个视图；请先删除不用的。",
    "{limit:view|views} of a list can be saved at most; remove one that is no longer needed.",
    "too_many",
)
_GONE = Words("没有这个视图，或者它不是您的。", "There is no such view, or it is not yours.")
_LOCK = "SELECT FROM people WHERE id = %s FOR NO KEY UPDATE"
_OTHERS = """
    SELECT count(*) FROM list_views WHERE owner_id = %s AND list_key = %s AND name <> %s"""
_SAVE = """
    INSERT INTO list_views (owner_id, list_key, name, query, unit_id)
         VALUES (%(owner)s, %(list)s, %(name)s, %(query)s, %(unit)s)
    ON CONFLICT (owner_id, list_key, name)
      DO UPDATE SET query = EXCLUDED.query, unit_id = EXCLUDED.unit_id
      RETURNING id, xmax <> 0"""
_REMOVE = """
    DELETE FROM list_views WHERE id = %s AND owner_id = %s RETURNING list_key, name"""


@dataclass(frozen=True, slots=True)
class ViewWish:
    """The wish to save a view: list, name, the words of an address, and a unit to share with."""

    list_key: str
    name: str
    query: Mapping[str, str]
    unit_id: int | None = None


def save(actor: Actor, wish: ViewWish) -> int:
    """Save a view, in place of the owner's view of the same name; return the id.

    Raises ``NotFound`` for a list that is not open to the person, ``BadInput`` for a wrong name,
    query or unit, and for too many views.
    """
    query = _query(actor, wish)  # first, for it knows whether the list is there for the person
    name = _name(wish.name)
    if wish.unit_id is not None and wish.unit_id not in units_to_share_with(actor):
        raise BadInput(CHECK, {"unit": _NOT_YOURS})
    values: dict[str, Any] = {
        "owner": actor.person_id, "list": wish.list_key, "name": name, "query": query,
        "unit": wish.unit_id,
    }  # fmt: skip
    with connect() as connection, connection.transaction():
        connection.execute(_LOCK, [actor.person_id])
        count = connection.execute(_OTHERS, [actor.person_id, wish.list_key, name]).fetchone()
        if count and count[0] >= MOST:
            raise BadInput(CHECK, {"name": _TOO_MANY.format(limit=MOST)})
        key, was_there = connection.execute(_SAVE, values).fetchone() or (0, False)
        what = "changed" if was_there else "made"
        unit = {} if wish.unit_id is None else {"unit": wish.unit_id}
        told: dict[str, Any] = {"name": name, "filter": query, **unit}
        journal.note(connection, "view", actor, subject=("list", wish.list_key), what=what, **told)
    return int(key)


def remove(actor: Actor, view_id: int) -> str:
    """Remove an own view; return the list of the view.

    Raises ``NotFound`` for the view of another person and for none.
    """
    with connect() as connection, connection.transaction():
        row = connection.execute(_REMOVE, [view_id, actor.person_id]).fetchone()
        if row is None:
            raise NotFound(_GONE)
        list_key, name = row
        subject = ("list", list_key)
        journal.note(connection, "view", actor, subject=subject, what="deleted", name=name)
    return str(list_key)


def _name(given: str) -> str:
    """Return the name of a view as it is kept.

    Raises ``BadInput`` for none, and for one that is too long or cannot be shown.
    """
    if unfit(given):
        raise BadInput(CHECK, {"name": _ODD_NAME})
    name = " ".join(cleaned(given).split())
    if not name:
        raise BadInput(CHECK, {"name": _NO_NAME})
    if len(name) > LONGEST_NAME:
        told = _LONG_NAME.format(limit=LONGEST_NAME, count=len(name))
        raise BadInput(CHECK, {"name": told})
    return name


def _query(actor: Actor, wish: ViewWish) -> str:
    """Return the query of a view as it is kept: the words of an address.

    Raises ``NotFound`` or ``BadInput`` as the list itself does, or the page of the figures.
    """
    if wish.list_key == FIGURES:
        return urlencode(board_query(actor, wish.query))
    if wish.list_key not in pack().lists:
        raise no_list(wish.list_key)
    filters = read_address(pack().lists[wish.list_key], wish.query)
    demand_list(wish.list_key, actor, filters)
    return urlencode(address_of(filters))
