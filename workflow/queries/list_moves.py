"""The conditions of a list's filter on past moves of an item, and on the way of handing in.

What happened is read from the spans, so it is known a minute after it has happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, or_, text
from sqlalchemy.orm import Mapped

from workflow.platform import settings
from workflow.platform.models import ItemRow, ItemSpan
from workflow.queries.colours_sql import HANDED_IN_LATE
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.list_filters import Filters

# The words of an address that ask for what a job has read from the events.
READ_LATER = frozenset({"as_of", "moved", "left", "moved_from", "moved_to"})
HANDED_IN: dict[str, Words] = {
    "any": Words("已报告完成", "handed in"),
    "in_time": Words("按期报告完成", "handed in in time"),
    "late": Words("逾期后报告完成", "handed in late"),
}
_HANDED_IN = {
    "any": "items.process ? 'handed_in'",
    "in_time": f"items.process ? 'handed_in' AND NOT {HANDED_IN_LATE}",
    "late": HANDED_IN_LATE,
}


def happened(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions about moves made and states left, on ``items``."""
    if filters.moved or (not filters.left and (filters.moved_from or filters.moved_to)):
        trigger = [ItemSpan.trigger == filters.moved] if filters.moved else []
        yield _of_item(*trigger, *during(filters, ItemSpan.from_at))
    if filters.left:
        yield _of_item(*stay(filters))
    if filters.handed_in:
        yield and_(text(_HANDED_IN[filters.handed_in]))
    if filters.again:
        yield or_(ItemRow.round > 1, ItemRow.process.has_key("relapse_of"))


def stay(filters: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of the spans at the end of a stay in the state left."""
    yield and_(ItemSpan.left_state, ItemSpan.state == filters.left)
    yield from during(filters, ItemSpan.until_at)
    if filters.left_late:
        yield ItemSpan.due_at <= ItemSpan.until_at


def during(filters: Filters, moment: Mapped[datetime]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a moment of a span lies in the period, and is known by then."""
    zone = settings().zone
    if filters.moved_from:
        yield moment >= _begin(filters.moved_from)
    if filters.moved_to:
        yield moment <= datetime.combine(filters.moved_to, time.max, zone)
    if filters.as_of:
        yield moment <= filters.as_of


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), settings().zone)


def _of_item(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ItemSpan.item_id == ItemRow.id, *conditions).correlate(ItemRow.__table__)
