"""The grounds of a decision on many items: hand-in, opinions and votes, read for all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, or_, select

from workflow.declaration import Item, ListType, pack
from workflow.declaration.field_words import read
from workflow.platform.models import Event
from workflow.queries.inbox import move_words
from workflow.queries.minutes import Minutes, entitled, minutes
from workflow.queries.people_choices import person_names
from workflow.words import Words

_LATEST = 5  # opinions of an item


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A move and a text: person, move, day, comment."""

    who: Words
    move: Words
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The grounds of a decision on an item besides the evidence."""

    handed_in: Sequence[tuple[Words, Words]] = ()  # fields of the move into the present state
    opinions: Sequence[Said] = ()  # the newest last
    minutes: Minutes | None = None  # of the vote that runs


def grounds_of(connection: Connection, items: Sequence[Item]) -> dict[int, Grounds]:
    """Return the grounds by the ids of the items."""
    moves = (Event.source != Event.dest, Event.comment != "", Event.trigger.in_(("vote", "recuse")))
    rows = connection.execute(
        select(Event)
        .where(Event.item_id.in_([item.id for item in items]), or_(*moves))
        .order_by(Event.item_id, Event.seq)
    ).all()
    people = {person for row in rows for person in (row.actor_id, row.behind_id)}
    names = person_names(connection, people | entitled(rows))
    by_id = {item.id: item for item in items}
    return {
        id_: _grounds(by_id[id_], list(events), names)
        for id_, events in groupby(rows, key=lambda row: row.item_id)
    }


def _grounds(item: Item, rows: Sequence[Any], names: Mapping[int, Words]) -> Grounds:
    list_type = pack().lists[item.list_key]
    arrived = next((r for r in reversed(rows) if r.dest == item.state != r.source), None)
    rounds = minutes(list_type, rows, names)
    running = rounds[-1] if rounds and rounds[-1].decision is None else None
    told = [row for row in rows if row.comment and row.actor_id is not None]
    return Grounds(
        handed_in=_filled(item, list_type, arrived) if arrived else (),
        opinions=[_said(row, names) for row in told[-_LATEST:]],
        minutes=running,
    )


def _filled(item: Item, list_type: ListType, arrived: Any) -> list[tuple[Words, Words]]:
    move = list_type.find(arrived.trigger, arrived.source)
    shown = [f for f in (move.fields if move else ()) if f.is_kept and f.key in item.data]
    return [(f.words, read(f, item.data[f.key], {})) for f in shown if f.kind != "yes"]


def _said(row: Any, names: Mapping[int, Words]) -> Said:
    return Said(
        who=names.get(row.actor_id, Words(row.actor_name, row.actor_name)),
        move=move_words(row.list_key, row.trigger, row.source, row.changes),
        at=row.at,
        comment=row.comment,
    )
