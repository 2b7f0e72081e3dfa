"""A person's own work across all lists: items raised, moves made, and items followed."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, tuple_

from workflow.declaration import RAISE, Actor
from workflow.engine.visibility import visible
from workflow.errors import BAD_CURSOR, BadInput
from workflow.platform import reading
from workflow.platform.models import Event, Follow, ItemRow
from workflow.queries.inbox import move_words, note_shown
from workflow.queries.listing import ListRow, row_of, rows_query
from workflow.words import Words

Own = TypeVar("Own")
LINES = 50  # of one page
_OF_OTHERS = ("child",)  # events of an item that tell the move of another


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMove:
    """A move made by the person."""

    number: str
    list_key: str
    title: str
    move: Words
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class OwnPage(Generic[Own]):
    """Lines of a page, and the cursor of the next page, if any."""

    lines: Sequence[Own]
    next: str | None
    count: int | None = None  # of the lines of all pages, where they are counted


def raised_by(actor: Actor, after: str | None = None) -> OwnPage[ListRow]:
    """Return the items raised by the person and still visible, the newest first.

    Raises ``BadInput`` for a wrong cursor.
    """
    mine = newest_raised(actor).where(Event.behind_id.is_not_distinct_from(actor.behind))
    if after:
        mine = mine.where(Event.item_id < _read(after, 1)[0])
    with reading() as connection:
        found = _newest_visible(connection, mine, actor)
    rows = [row_of(row) for row in found[:LINES]]
    note_shown("raised", actor, rows)
    return OwnPage(rows, _written(found[LINES - 1].id) if len(found) > LINES else None)


def _newest_visible(connection: Connection, mine: Select[int], actor: Actor) -> Sequence[Any]:
    """Return the lines of a page and one more; hardly ever has somebody lost sight of many."""
    looked_at = 10 * LINES
    while True:
        ids = connection.execute(mine.limit(looked_at)).scalars().all()
        query = rows_query().where(ItemRow.id.in_(ids), visible(actor))
        found = connection.execute(query.order_by(ItemRow.id.desc()).limit(LINES + 1)).all()
        if len(found) > LINES or len(ids) < looked_at:
            return found
        looked_at *= 4


def newest_raised(actor: Actor) -> Select[int]:
    """Select the ids of the items raised by a person, the newest first.

    The person is a range of one: so only the index of first events has the order, and the events
    of others are not read backwards in search of somebody who raised nothing.
    """
    me = actor.person_id
    raised = select(Event.item_id).where(Event.actor_id.between(me, me), Event.seq == 1)
    raised = raised.where(Event.trigger == RAISE)
    return raised.order_by(Event.actor_id.desc(), Event.item_id.desc())


def done_by(actor: Actor, after: str | None = None) -> OwnPage[OwnMove]:
    """Return the moves made by the person on items still visible, the newest first.

    Raises ``BadInput`` for a wrong cursor.
    """
    key = tuple_(Event.at, Event.item_id, Event.seq)
    query = (
        select(ItemRow.number, ItemRow.list_key, ItemRow.title, Event.at, Event.item_id, Event.seq,
               Event.trigger, Event.source, Event.changes, Event.comment)
        .join(ItemRow, ItemRow.id == Event.item_id)
        .where(_by(actor), Event.trigger.not_in(_OF_OTHERS), visible(actor))
        .order_by(Event.at.desc(), Event.item_id.desc(), Event.seq.desc())
    )  # fmt: skip
    if after:
        at, item_id, seq = _read(after, 3)
        query = query.where(key < tuple_(_moment(at), item_id, seq))
    with reading() as connection:
        found = connection.execute(query.limit(LINES + 1)).all()
    moves = [_own(row) for row in found[:LINES]]
    last = found[LINES - 1] if len(found) > LINES else None
    return OwnPage(moves, _written(last.at.isoformat(), last.item_id, last.seq) if last else None)


def followed_by(actor: Actor, after: str | None = None) -> OwnPage[ListRow]:
    """Return the items followed by the person and still visible, the last changed first.

    Raises ``BadInput`` for a wrong cursor.
    """
    key = tuple_(ItemRow.updated_at, ItemRow.id)
    query = rows_query().add_columns(ItemRow.updated_at).where(_followed(actor))
    if after:
        changed, item_id = _read(after, 2)
        query = query.where(key < tuple_(_moment(changed), item_id))
    query = query.order_by(ItemRow.updated_at.desc(), ItemRow.id.desc()).limit(LINES + 1)
    every = select(func.count()).select_from(ItemRow).where(_followed(actor))
    with reading() as connection:
        found = connection.execute(query).all()
        count = connection.execute(every).scalar_one() if len(found) > LINES or after else None
    rows = [row_of(row) for row in found[:LINES]]
    note_shown("followed_items", actor, rows)
    last = found[LINES - 1] if len(found) > LINES else None
    following = _written(last.updated_at.isoformat(), last.id) if last else None
    return OwnPage(rows, following, len(rows) if count is None else count)


def _followed(actor: Actor) -> ColumnElement[bool]:
    mine = select(Follow.item_id).where(Follow.person_id == (actor.behind or actor.person_id))
    return and_(ItemRow.id.in_(mine), visible(actor))


def _by(actor: Actor) -> ColumnElement[bool]:
    """Match the events of the person, or of the delegate for the absent person."""
    return and_(
        Event.actor_id == actor.person_id, Event.behind_id.is_not_distinct_from(actor.behind)
    )


def _own(row: Any) -> OwnMove:
    return OwnMove(
        number=row.number,
        list_key=row.list_key,
        title=row.title,
        move=move_words(row.list_key, row.trigger, row.source, row.changes),
        at=row.at,
        comment=row.comment,
    )


def _written(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _read(cursor: str, count: int) -> list[Any]:
    """Return the parts of a cursor: whole numbers, behind the moment where there are several.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        whole = parts[1:] if count > 1 else parts
        if len(parts) != count or any(type(n) is not int or not 0 < n < 2**63 for n in whole):
            raise ValueError(cursor)
        return list(parts)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInput(BAD_CURSOR) from error


def _moment(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise BadInput(BAD_CURSOR) from error
