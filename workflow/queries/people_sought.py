"""A person sought by name among those around: in post below, above or in one's own units."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select
from sqlalchemy import text as sql

from workflow.declaration import Actor, pack
from workflow.errors import BadInput
from workflow.platform import cleaned, few_called, fitting, is_called, mentions, reading, words_of
from workflow.platform.models import Appointment, Person, Unit
from workflow.queries.people_choices import NamedChoice, called
from workflow.queries.spellings import texts_of
from workflow.queries.unit_choices import labelled
from workflow.words import Words

_SUGGESTED = 8
_NAMED = is_called("people.name", "people.name_en", name=":text")
_LABEL = re.compile(r"(?:.*#)?\s*([0-9]{1,9})\s*", re.S)
_NOBODY = Words(
    "没有找到“{text}”这个人，请写姓名。", 'Nobody called "{text}" was found; write the name.'
)
_SEVERAL = Words(
    "“{text}”不止一个人，请写其中一个：{people}。",
    '"{text}" fits several people; write one: {people}.',
)


def person_sought(actor: Actor, text: str) -> int:
    """Return the id of the person meant by a text: number, name, a part of the name, or its pinyin.

    Raises ``BadInput`` where nobody or more than one person matches.
    """
    text = cleaned(fitting(text))
    if known := _LABEL.fullmatch(text):
        return int(known[1])
    texts = texts_of("person", [text], "people.name", "people.name_en")
    named, part = (
        sql(_NAMED).bindparams(text=text),
        sql(mentions(*texts, words=":words")).bindparams(words=words_of(text)),
    )
    with reading() as connection:
        few = few_called(connection, "person", words_of(text))
    for fits in (named, part):
        called = fits if few is None else and_(Person.id.in_(few), fits)
        if found := _around(actor, called):
            return _only(text, found)
    raise BadInput(_NOBODY.format(text=text[:40]))


def person_label(actor: Actor, person_id: int | None, language: str) -> str:
    """Return the text of a person in a filter: name and number, of a stranger the number."""
    if person_id is None:
        return ""
    found = _around(actor, Person.id == person_id)
    return labelled(found[0], language) if found else f"#{person_id}"


def _only(text: str, found: list[NamedChoice]) -> int:
    if len(found) == 1:
        return found[0].id
    listed = Words(*(", ".join(labelled(one, each) for one in found) for each in ("zh", "en")))
    raise BadInput(_SEVERAL.format(text=text[:40], people=listed))


def _around(actor: Actor, fits: ColumnElement[bool] | Any) -> list[NamedChoice]:
    paths = [post.path for post in actor.posts if post.role not in pack().administrators]
    near = [
        or_(Unit.path.startswith(path, autoescape=True), literal(path).startswith(Unit.path))
        for path in paths
    ]
    held = exists().where(
        Appointment.person_id == Person.id, Unit.id == Appointment.unit_id, or_(false(), *near)
    )
    query = select(Person.id, Person.name, Person.name_en).where(fits, held).order_by(Person.id)
    with reading() as connection:
        rows = connection.execute(query.limit(_SUGGESTED)).all()
    return [NamedChoice(row.id, called(row.name, row.name_en), Words("", "")) for row in rows]
