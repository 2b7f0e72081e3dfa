"""Units to choose from: all of a small tree, and of a large tree the matches of a text."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select
from sqlalchemy import text as sql

from workflow.declaration import CHECK, Actor, pack
from workflow.errors import BadInput
from workflow.platform import cleaned, few_called, fitting, is_called, mentions, reading, words_of
from workflow.platform.models import ItemRow, Unit
from workflow.queries.people_choices import NamedChoice, today
from workflow.queries.spellings import texts_of
from workflow.words import LANGUAGES, Words, listed

MOST = 200  # units that a form lists; of more than these one is searched for
_SUGGESTED = 8
_NAMED = is_called("units.name", "units.name_en", "units.code", name=":text")
_LABEL = re.compile(r"(?:.*#)?\s*([0-9]{1,9})\s*", re.S)
_NO_UNIT = Words(
    "没有找到“{text}”这个单位，请写名称或代码", 'no unit "{text}" was found; write its name or code'
)
_SEVERAL = Words(
    "“{text}”不止一个单位，请写其中一个：{units}", '"{text}" fits several units; write one: {units}'
)


def units(actor: Actor, limit: int | None = None) -> list[NamedChoice]:
    """Return the units in the actor's subtrees, in the order of the tree."""
    with reading() as connection:
        matches = connection.execute(_below(actor).limit(limit)).all()
    # Siblings stand in the order of their numbers, not of the digits that these are written with;
    # the server only follows its index, for to sort a large tree costs more than the page.
    rows = sorted(matches, key=lambda row: [int(part) for part in row.path.strip("/").split("/")])
    depth = min((row.path.count("/") for row in rows), default=0)
    return [_choice(row, row.path.count("/") - depth) for row in rows]


def indent(depth: int) -> Words:
    """Return what stands before a unit in a list of the tree.

    Browsers skip these spaces where somebody types the beginning of a name, and nothing reads them
    out; a dash would be the beginning of every name.
    """
    spaces = "\N{NO-BREAK SPACE}" * (3 * depth)
    return Words(spaces, spaces)


def labelled(choice: NamedChoice, language: str) -> str:
    """Return the text of a unit in a form's field: name and number."""
    return f"{choice.words.of(language)} #{choice.id}"


def unit_named(actor: Actor, unit_id: int) -> NamedChoice | None:
    """Return a unit of the actor by its id, or ``None``."""
    with reading() as connection:
        row = connection.execute(_below(actor).where(Unit.id == unit_id)).first()
    return _choice(row) if row else None


def unit_of(actor: Actor, text: str) -> int:
    """Return the id of the unit meant by a text: number, code, name, part of it, or pinyin.

    Raises ``BadInput`` where no unit or more than one unit matches.
    """
    text = cleaned(fitting(text))
    if known := _LABEL.fullmatch(text):
        return int(known[1])
    texts = texts_of("unit", [text], "units.name", "units.name_en")
    named, part = (
        sql(_NAMED).bindparams(text=text),
        sql(mentions(*texts, words=":words")).bindparams(words=words_of(text)),
    )
    with reading() as connection:
        few = few_called(connection, "unit", words_of(text))
        below = _below(actor) if few is None else _below(actor).where(Unit.id.in_(few))
        for fits in (named, part):
            rows = connection.execute(below.where(fits).limit(_SUGGESTED)).all()
            if rows:
                return _only(text, [_choice(row) for row in rows])
    raise BadInput(CHECK, {"unit": _NO_UNIT.format(text=text[:40])})


def _only(text: str, found: list[NamedChoice]) -> int:
    if len(found) == 1:
        return found[0].id
    units = listed(Words(*(labelled(one, each) for each in LANGUAGES)) for one in found)
    raise BadInput(CHECK, {"unit": _SEVERAL.format(text=text[:40], units=units)})


def overseen(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a unit lies in a subtree of the actor."""
    paths = [post.path for post in actor.posts if post.role not in pack().administrators]
    return or_(false(), *(Unit.path.startswith(path, autoescape=True) for path in paths))


def within_unit(connection: Connection, unit_id: int) -> ColumnElement[bool]:
    """Return the condition that an item belongs to the unit or to a unit below."""
    path = connection.execute(select(Unit.path).where(Unit.id == unit_id)).scalar()
    return ItemRow.scope.startswith(path, autoescape=True) if path else false()


def _below(actor: Actor) -> Select[int, str, str, str]:
    active = or_(Unit.valid_to.is_(None), Unit.valid_to >= today())
    query = select(Unit.id, Unit.name, Unit.name_en, Unit.path)
    return query.where(and_(overseen(actor), active)).order_by(Unit.path)


def _choice(row: Any, depth: int = 0) -> NamedChoice:
    return NamedChoice(row.id, Words(row.name, row.name_en or row.name), indent(depth))
