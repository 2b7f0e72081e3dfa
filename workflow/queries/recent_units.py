"""The units of a person's latest raised items, offered for choosing with a single press."""

from __future__ import annotations

from sqlalchemy import ARRAY, BigInteger, any_, func, select

from workflow.declaration import Actor
from workflow.platform import reading
from workflow.platform.models import Event, ItemRow
from workflow.queries.own_work import newest_raised
from workflow.queries.people_choices import unit_names
from workflow.words import Words

LOOKED_AT = 50  # items raised by the person, the newest first
SHOWN = 3


def recent_units(list_key: str, actor: Actor) -> list[tuple[int, Words]]:
    """Return ids and names of the units of the newest items raised by the person in a list."""
    newest = newest_raised(actor).where(Event.list_key == list_key).limit(LOOKED_AT)
    query = select(ItemRow.id, ItemRow.unit_id).where(ItemRow.id == any_(func.array(
        newest.scalar_subquery(), type_=ARRAY(BigInteger)
    )))  # fmt: skip
    with reading() as connection:
        found = sorted(connection.execute(query).all(), reverse=True)
        ids = [*dict.fromkeys(unit_id for _, unit_id in found)][:SHOWN]
        names = unit_names(connection, ids) if ids else {}
    return [(id_, names[id_]) for id_ in ids if id_ in names]
