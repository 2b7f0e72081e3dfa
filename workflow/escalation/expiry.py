"""Items with an automatic end, such as a pause: found by their due date."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, tuple_

from workflow.declaration import LAPSE, Item, pack
from workflow.platform import Connection
from workflow.platform.models import ItemRow


def _states() -> list[tuple[str, str]]:
    """Return the states with an automatic end, each with its list."""
    return [
        (key, state)
        for key, list_type in sorted(pack().lists.items())
        for t in list_type.transitions
        if t.trigger == LAPSE
        for state in t.source
    ]


def _lapsing() -> str:
    """Return the SQL condition for items ``i`` in any of the states."""
    listed = ", ".join(f"('{key}', '{state}')" for key, state in _states())
    return f"(i.list_key, i.state) IN ({listed})" if listed else "false"


def next_end() -> str:
    """Return the SQL expression for the time of the next item's end."""
    return f"(SELECT min(i.due_at) FROM items i WHERE {_lapsing()})"  # noqa: S608


def over(connection: Connection, at: datetime, most: int | None = 1000) -> list[str]:
    """Return the numbers of items ended by ``at``."""
    query = f"""
        SELECT i.number FROM items i WHERE {_lapsing()} AND i.due_at <= %s
         ORDER BY i.due_at, i.id LIMIT %s"""  # noqa: S608 -- put together from declarations
    return [row[0] for row in connection.execute(query.encode(), [at, most])]


def clause(at: datetime) -> ColumnElement[bool]:
    """Return the same as a condition on the rows of items."""
    states = tuple_(ItemRow.list_key, ItemRow.state).in_(_states())
    return and_(states, ItemRow.due_at <= at)


def ends_at(item: Item) -> datetime | None:
    """Return the time of the item's automatic end, or ``None``."""
    return item.due_at if pack().lists[item.list_key].find(LAPSE, item.state) else None
