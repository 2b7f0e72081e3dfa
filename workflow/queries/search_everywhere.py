"""The search in everything: items of all lists, units and people, within the reader's sight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, select, true
from sqlalchemy import text as sql

from workflow.declaration import Actor, ListType, pack
from workflow.engine.visibility import only_administers, visible
from workflow.errors import BadInput, NotFound
from workflow.platform import Called, few_called, mentions, reading, words_of
from workflow.platform.models import Appointment, ItemRow, Person, Unit
from workflow.queries.item_access import note_seen
from workflow.queries.listing import ListRow, row_of, rows_query
from workflow.queries.people_choices import NamedChoice, today, with_post
from workflow.queries.spellings import texts_of
from workflow.queries.unit_choices import overseen
from workflow.queries.word_search import hold
from workflow.words import Words

MOST = 60  # items of one answer
_NEIGHBOURS = 12  # units, and people
_TOO_SHORT = Words(
    "请至少输入两个连续的字符，例如“消防”。",
    'Type at least two characters side by side, such as "fire".',
)
_NO_SEARCH = Words("没有这个页面。", "There is no such page.")


@dataclass(frozen=True, slots=True)
class FoundInList:
    """The items found in one list, the newest first."""

    list_type: ListType
    rows: Sequence[ListRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a search; ``more`` says that older items were left out."""

    groups: Sequence[FoundInList] = ()
    more: bool = False
    units: Sequence[NamedChoice] = ()
    people: Sequence[NamedChoice] = ()

    @property
    def count(self) -> int:
        """The number of lines shown."""
        rows = sum(len(group.rows) for group in self.groups)
        return rows + len(self.units) + len(self.people)


def search(typed: str, actor: Actor) -> Found:
    """Return what holds every word of a text: items with their comments and files, units, people.

    Raises ``BadInput`` where no word has two characters, ``NotFound`` for mere administrators.
    """
    if only_administers(actor):
        raise NotFound(_NO_SEARCH)
    words = words_of(typed)
    if not words:
        return Found()
    if max(map(len, words)) < 2:
        raise BadInput(_TOO_SHORT, {"q": _TOO_SHORT})
    with reading() as connection:
        rows = _items(connection, words, actor)
        units, people = _units(connection, words, actor), _people(connection, words, actor)
    shown = rows[:MOST]
    _note(actor, shown)
    return Found(groups=_grouped(shown), more=len(rows) > MOST, units=units, people=people)


def _items(connection: Connection, words: list[str], actor: Actor) -> list[ListRow]:
    query = rows_query().where(hold(connection, words), visible(actor))
    rows = connection.execute(query.order_by(ItemRow.id.desc()).limit(MOST + 1))
    return [row_of(row) for row in rows]


def _grouped(rows: Sequence[ListRow]) -> list[FoundInList]:
    by_list: defaultdict[str, list[ListRow]] = defaultdict(list)
    for row in rows:
        by_list[row.list_key].append(row)
    return [FoundInList(pack().lists[key], by_list[key]) for key in pack().lists if key in by_list]


def _note(actor: Actor, rows: Sequence[ListRow]) -> None:
    secret = [row.number for row in rows if row.list_key in pack().confidential]
    note_seen(actor, "search", ("list", "search"), secret)


def _called(
    connection: Connection, words: list[str], kind: Called, *names: str
) -> ColumnElement[bool]:
    """Return the condition that names hold the words; where few can, these are asked alone."""
    texts = texts_of(kind, words, *names)
    called = sql(mentions(*texts, words=":words")).bindparams(words=words)
    few = few_called(connection, kind, words)
    column = Person.id if kind == "person" else Unit.id
    return and_(called) if few is None else and_(column.in_(few), called)


def _units(connection: Connection, words: list[str], actor: Actor) -> list[NamedChoice]:
    called = _called(connection, words, "unit", "units.name", "units.name_en", "units.code")
    query = (
        select(Unit.id, Unit.name, Unit.name_en, Unit.code)
        .where(overseen(actor), called)
        .order_by(Unit.path)
        .limit(_NEIGHBOURS)
    )
    return [
        NamedChoice(
            row.id, Words(row.name, row.name_en or row.name), Words(row.code or "", row.code or "")
        )
        for row in connection.execute(query)
    ]


def _people(connection: Connection, words: list[str], actor: Actor) -> list[NamedChoice]:
    """Return people in post in the units overseen, with the first of their posts there."""
    post = (
        select(Appointment.role, Unit.name.label("unit"), Unit.name_en.label("unit_en"))
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(Appointment.person_id == Person.id, overseen(actor))
        .where(Appointment.valid_from <= today())
        .where(Appointment.valid_to.is_(None) | (Appointment.valid_to >= today()))
        .order_by(Appointment.id).limit(1).lateral("post")
    )  # fmt: skip
    query = (
        select(Person.id, Person.name, Person.name_en, post.c.role, post.c.unit, post.c.unit_en)
        .join(post, true())
        .where(_called(connection, words, "person", "people.name", "people.name_en"))
        .order_by(Person.id).limit(_NEIGHBOURS)
    )  # fmt: skip
    return [with_post(row) for row in connection.execute(query)]
