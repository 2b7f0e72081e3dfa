"""Items with an automatic end, such as a pause: found by their due date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, tuple_

from workflow.declaration.facts import Item
from workflow.declaration.list_type import LAPSE
from workflow.platform.db import Connection
from workflow.platform.models import ItemRow
from workflow.profession.lists import LIST_TYPES

_STATES = {
    (key, state)
    for key, list_type in LIST_TYPES.items()
    for t in list_type.transitions
    if t.trigger == LAPSE
    for state in t.source
}
_LISTED = ", ".join(f"('{key}', '{state}')" for key, state in sorted(_STATES))
_OVER = f"""
    SELECT i.number FROM items i
     WHERE (i.list_key, i.state) IN ({_LISTED}) AND i.due_at <= %s
     ORDER BY i.due_at, i.id LIMIT %s
"""  # noqa: S608 -- put together from declarations
# The time at which the next item comes to its end.
NEXT = f"(SELECT min(i.due_at) FROM items i WHERE (i.list_key, i.state) IN ({_LISTED}))"  # noqa: S608


def over(connection: Connection, at: datetime, most: int | None = 1000) -> list[str]:
    """Return the numbers of items ended by ``at``."""
    return [row[0] for row in connection.execute(_OVER, [at, most])]


def clause(at: datetime) -> ColumnElement[bool]:
    """Return the same as a condition on the rows of items."""
    states = tuple_(ItemRow.list_key, ItemRow.state).in_(sorted(_STATES))
    return and_(states, ItemRow.due_at <= at)


def ends_at(item: Item) -> datetime | None:
    """Return the time of the item's automatic end, or ``None``."""
    return item.due_at if (item.list_key, item.state) in _STATES else None
