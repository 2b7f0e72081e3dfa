"""The periods of a list's filter: found, due, closed between two days, both included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    text,
)
from sqlalchemy.orm import Mapped

from workflow.errors import BadInput
from workflow.platform import settings
from workflow.platform.models import ItemRow
from workflow.platform.models.items import NEVER
from workflow.queries.colours_sql import shown_due
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.list_filters import Filters

_DUE_OR_NEVER = func.coalesce(ItemRow.due_at, literal_column(NEVER, DateTime(timezone=True)))
# In the very words of the index.
_HANDED_IN = and_(text("items.process ? 'handed_in' AND items.due_at IS NOT NULL"))
_HANDED_IN_DUE: ColumnElement[str] = literal_column(
    "(items.process #>> '{handed_in,-1,due}')", Text
)
PERIODS: dict[str, Words] = {
    "found": Words("发现日期", "Found"),
    "due": Words("期限", "Due"),
    "closed": Words("办结日期", "Closed"),
    "moved": Words("办理日期", "Moved"),
}
_BACKWARDS = Words(
    "“{name}”的起始日{begin}晚于截止日{end}；请对调，或改正其中一个。",
    'The period "{name}" begins on {begin}, after its end on {end}; swap the two days, or correct '
    "one of them.",
)


def days_of(asked: Filters, key: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a period."""
    return getattr(asked, f"{key}_from"), getattr(asked, f"{key}_to")


def demand_periods(asked: Filters) -> None:
    """Refuse periods with an end before the first day.

    Raises ``BadInput`` with the first of them.
    """
    for key, words in PERIODS.items():
        begin, end = days_of(asked, key)
        if begin and end and begin > end:
            raise BadInput(_BACKWARDS.format(name=words, begin=begin, end=end))


def within(asked: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of the periods on ``items``, in a form for an index."""
    begin, end = days_of(asked, "found")
    if begin or end:
        found_on = ItemRow.data["found_on"].astext
        told = and_(*_of_days(found_on, begin, end))
        yield or_(told, and_(found_on.is_(None), *_of_moments(ItemRow.created_at, begin, end)))
    begin, end = days_of(asked, "closed")
    if begin or end:
        yield and_(ItemRow.awaits == "", *_of_moments(ItemRow.state_since, begin, end))
    begin, end = days_of(asked, "due")
    if begin or end:
        yield _near(begin, end)
    if begin:
        yield _due(">=", "due_from", begin)
    if end:
        yield _due("<=", "due_to", end)


def due_earlier(day: date) -> ColumnElement[bool]:
    """Return the condition for items with a due date before ``day``."""
    return and_(_near(None, day), _due("<", "due_before", day))


def _near(begin: date | None, end: date | None) -> ColumnElement[bool]:
    """Return a condition met by every item with such a due date, for the indexes.

    Which of both dates an item shows depends on its state; either lies within the period.
    """
    own = [ItemRow.due_at.is_not(None), *_of_moments(_DUE_OR_NEVER, begin, _next(end))]
    return or_(and_(*own), and_(_HANDED_IN, *_of_days(_HANDED_IN_DUE, begin, end)))


def _next(day: date | None) -> date | None:
    """Return the day after the last day of a period, or ``None`` for an open end."""
    return day + timedelta(days=1) if day and day < date.max else None


def _of_days(
    column: ColumnElement[str], begin: date | None, end: date | None
) -> Iterator[ColumnElement[bool]]:
    if begin:
        yield column >= begin.isoformat()
    if end:
        yield column <= end.isoformat()


def _of_moments(
    column: Mapped[datetime] | ColumnElement[datetime], begin: date | None, end: date | None
) -> Iterator[ColumnElement[bool]]:
    if begin:
        yield column >= datetime.combine(begin, time(), settings().zone)
    if end:
        yield column <= datetime.combine(end, time.max, settings().zone)


def _due(than: str, name: str, day: date) -> ColumnElement[bool]:
    condition = text(f"items.due_at IS NOT NULL AND {shown_due()} {than} :{name}")
    return and_(
        condition.bindparams(bindparam(name, day, Date, unique=True), zone=settings().timezone)
    )
