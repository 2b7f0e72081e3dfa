"""The units of a person's latest raised items, offered for choosing with a single press."""

from __future__ import annotations

from sqlalchemy import func, select

from workflow.declaration import RAISE, Actor
from workflow.platform import reading
from workflow.platform.models import Event, ItemRow
from workflow.queries.people_choices import unit_names
from workflow.words import Words

LOOKED_AT = 50  # items raised by the person, the newest first
SHOWN = 3


def recent_units(list_key: str, actor: Actor) -> list[tuple[int, Words]]:
    """Return ids and names of the units of the newest items raised by the person in a list."""
    newest = (
        select(Event.item_id, ItemRow.unit_id)
        .join(ItemRow, ItemRow.id == Event.item_id)
        .where(Event.actor_id == actor.person_id, Event.trigger == RAISE)
        .where(ItemRow.list_key == list_key)
        .order_by(Event.item_id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    last = func.max(newest.c.item_id)
    query = select(newest.c.unit_id).group_by(newest.c.unit_id).order_by(last.desc()).limit(SHOWN)
    with reading() as connection:
        ids = [row.unit_id for row in connection.execute(query)]
        names = unit_names(connection, ids) if ids else {}
    return [(id_, names[id_]) for id_ in ids if id_ in names]
