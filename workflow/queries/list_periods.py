"""The periods of a list's filter: found, due, closed between two days, both included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Date, and_, bindparam, text

from workflow.errors import BadInput
from workflow.platform import settings
from workflow.queries.colours_sql import shown_due
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.list_filters import Filters

PERIODS: dict[str, Words] = {
    "found": Words("发现日期", "Found"),
    "due": Words("期限", "Due"),
    "closed": Words("办结日期", "Closed"),
}
_BACKWARDS = Words(
    "“{name}”的起始日{begin}晚于截止日{end}；请对调，或改正其中一个。",
    'The period "{name}" begins on {begin}, after its end on {end}; swap the two days, or correct '
    "one of them.",
)
_RAISED = "(items.created_at AT TIME ZONE :zone)::date"
_CLOSED = "(items.state_since AT TIME ZONE :zone)"
_DAYS: dict[str, str] = {
    "found": f"coalesce((items.data ->> 'found_on')::date, {_RAISED})",
    "closed": f"{_CLOSED}::date",
}
_ONLY = {"due": "items.due_at IS NOT NULL AND ", "closed": "items.awaits = '' AND ", "found": ""}


def days_of(asked: Filters, key: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a period."""
    return getattr(asked, f"{key}_from"), getattr(asked, f"{key}_to")


def demand_periods(asked: Filters) -> None:
    """Check that no period ends before its first day.

    Raises ``BadInput`` with the first of them.
    """
    for key, words in PERIODS.items():
        begin, end = days_of(asked, key)
        if begin and end and begin > end:
            raise BadInput(_BACKWARDS.format(name=words, begin=begin, end=end))


def within(asked: Filters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of the periods on ``items``."""
    for key in PERIODS:
        begin, end = days_of(asked, key)
        if begin:
            yield _day(key, ">=", begin)
        if end:
            yield _day(key, "<=", end)


def due_earlier(day: date) -> ColumnElement[bool]:
    """Return the condition for items that show a due date before ``day``."""
    return _day("due", "<", day)


def _day(key: str, than: str, day: date) -> ColumnElement[bool]:
    shown = _DAYS.get(key) or shown_due()
    name = f"{key}_{'from' if than == '>=' else 'to' if than == '<=' else 'before'}"
    condition = text(f"{_ONLY[key]}{shown} {than} :{name}")
    zone = {"zone": settings().timezone} if ":zone" in condition.text else {}
    return and_(condition.bindparams(bindparam(name, day, Date), **zone))
