"""A person's tasks and notices, neither of which depends on mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Subquery, and_, false, func, or_, select, union

from workflow.declaration import JOIN, JOINED, REFER, Actor, ListType, pack
from workflow.engine import event_fold
from workflow.engine.visibility import discreet, visible
from workflow.platform import reading
from workflow.platform.models import Event, Inbox, ItemRow, Person
from workflow.queries.item_access import note_seen
from workflow.queries.listing import ListRow, row_of, rows_query
from workflow.queries.people_choices import called
from workflow.words import Words

_LEFT_OUT = Words("提醒已过时，未发送", "A reminder came too late and was left out")

# The earlier of the due date and that of the step which is waited for.
urgent: ColumnElement[datetime] = func.urgent_at(
    ItemRow.due_at, ItemRow.process, type_=DateTime(timezone=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """A notice: the move, the item and the actor."""

    id: int
    number: str
    list_key: str
    title: str
    at: datetime
    move: Words
    actor_name: str
    actor_en: str
    comment: str
    read: bool

    @property
    def by(self) -> Words:
        """The name of the actor, as each language writes the name."""
        return called(self.actor_name, self.actor_en)


def waiting(actor: Actor, limit: int = 100) -> list[ListRow]:
    """Return the items whose next move is up to the actor, the most urgent first."""
    rows = waiting_rows(actor, limit)
    note_shown("waiting", actor, rows)
    return rows


def waiting_rows(actor: Actor, limit: int) -> list[ListRow]:
    """Return the rows of ``waiting``, to be noted in the journal by the caller."""
    some = most_urgent(actor, limit)
    query = rows_query().join(some, some.c.id == ItemRow.id)
    query = query.order_by(some.c.by.nulls_last(), ItemRow.id)
    with reading() as connection:
        return [row_of(row) for row in connection.execute(query)]


def most_urgent(actor: Actor, limit: int) -> Subquery:
    """Return the items that wait for the actor, the most urgent: ``id`` and ``by``.

    Each way of waiting is asked for by itself, so that the database follows its own order.
    """
    columns = ItemRow.id, urgent.label("by")
    each = [
        select(*columns).where(way, discreet(actor))
        .order_by(urgent.nulls_last(), ItemRow.id).limit(limit).subquery()
        for way in _ways(actor) or [false()]
    ]  # fmt: skip
    every = union(*(select(some) for some in each)).subquery()
    return select(every).order_by(every.c.by.nulls_last(), every.c.id).limit(limit).subquery()


def note_shown(what: str, actor: Actor, shown: Sequence[ListRow | InboxEntry]) -> None:
    """Note in the journal the confidential items on the first page shown to a person."""
    secret = [each.number for each in shown if each.list_key in pack().confidential]
    note_seen(actor, what, ("person", actor.person_id), secret)


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Match the items whose next move is up to the actor."""
    return and_(or_(false(), *_ways(actor)), discreet(actor))


def _ways(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions of waiting for the actor: as holder, by a post, by a duty."""
    me = actor.behind or actor.person_id  # a delegate sees what waits for the absent person
    if me is None:
        return []
    holding = and_(ItemRow.awaits == "holder", ItemRow.holder_id == me)
    posts = [
        and_(ItemRow.awaits == post.role, ItemRow.scope.startswith(post.path, autoescape=True))
        for post in actor.posts
        if post.role not in pack().administrators
    ]
    duties = [
        and_(ItemRow.awaits == duty, ItemRow.duties[duty].contains(func.to_jsonb(me)))
        for duty in pack().duties
    ]
    return [holding, *posts, *duties]


def told_to(actor: Actor) -> ColumnElement[bool]:
    """Match the notices to the actor: their own, or as a delegate those of the absent person."""
    mine = Inbox.person_id == actor.person_id
    return and_(mine, Inbox.behind_id.is_not_distinct_from(actor.behind), visible(actor))


def inbox(actor: Actor, before: int | None = None, limit: int = 50) -> list[InboxEntry]:
    """Return the actor's notices about items still visible, the newest first."""
    query = (
        select(Inbox.id, Inbox.at, Inbox.read_at, ItemRow.number, ItemRow.list_key, ItemRow.title,
               Event.trigger, Event.source, Event.actor_name, Event.comment, Event.changes,
               Person.name_en.label("actor_en"))
        .join(ItemRow, ItemRow.id == Inbox.item_id)
        .join(Event, and_(Event.item_id == Inbox.item_id, Event.seq == Inbox.seq))
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(told_to(actor))
        .order_by(Inbox.id.desc())
        .limit(limit)
    )  # fmt: skip
    if before is not None:
        query = query.where(Inbox.id < before)
    with reading() as connection:
        entries = [_entry(row) for row in connection.execute(query)]
    note_shown("notices", actor, entries)
    return entries


def _entry(row: Any) -> InboxEntry:
    return InboxEntry(
        id=row.id,
        number=row.number,
        list_key=row.list_key,
        title=row.title,
        at=row.at,
        move=move_words(row.list_key, row.trigger, row.source, row.changes),
        actor_name=row.actor_name,
        actor_en=row.actor_en or "",
        comment=row.comment,
        read=row.read_at is not None,
    )


def move_words(list_key: str, trigger: str, source: str, changes: dict[str, Any]) -> Words:
    """Return the name of a move: a rung by its own name, a child's move by the child's."""
    note = changes.get("note", {})
    list_type = pack().lists[list_key]
    if "rung" in note:
        return list_type.rung_words(note)
    if "left_out" in note:
        return _LEFT_OUT
    if trigger == REFER:
        marks = event_fold.columns(list_key, changes)["process"]["referred"].values()
        return Words(*max(marks, key=lambda mark: mark["seq"])["why"])
    if trigger == JOIN:
        return _of(note["item"], JOINED)
    if "child" in note:
        child = pack().list_of(note["child"])
        assert child  # noqa: S101 -- a child is noted by its number
        return _of(note["child"], _named(child, note["trigger"]))
    found = list_type.find(trigger, source)
    return found.words if found else _named(list_type, trigger)


def _named(list_type: ListType, trigger: str) -> Words:
    if trigger == JOIN:
        return JOINED
    found = list_type.named(trigger)
    return found.words if found else Words(trigger, trigger)


def _of(number: str, what: Words) -> Words:
    """Return the name of an event of another item, with the item's number."""
    return Words(f"{number} {what.zh}", f"{number}: {what.en}")
