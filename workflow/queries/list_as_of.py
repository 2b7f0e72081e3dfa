"""A list as of a moment: the spans of the items stand in the place of the items.

Everything that asks ``items`` asks the common table expression of that name in their place: the
same filter, orders, colours and pages, so that there is one query of a list and not two.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    func,
    literal_column,
    select,
)

from workflow.errors import BadInput
from workflow.platform import settings
from workflow.platform.models import Event, ItemRow, ItemSpan
from workflow.queries.figures.taking_in import Reached, standing
from workflow.queries.list_words import bad_filter
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.queries.list_filters import Filters

_NOT_MADE = Words(
    "统计数据正在生成，请过几分钟再看。",
    "The figures are being made; please look again in a few minutes.",
)
_PAST = Words("只能查看今天和以前的情况", "only today and the past can be looked at")
_OF_SPAN = (
    "list_key", "title", "state", "state_since", "awaits", "severity", "unit_id", "scope",
    "holder_id", "due_at", "round", "data", "process",
)  # fmt: skip
_PIECES = """CASE WHEN item_spans.evidence = 0 THEN CAST('[]' AS jsonb)
    ELSE jsonb_path_query_array(items.evidence,
        CAST(concat('$[0 to ', item_spans.evidence - 1, ']') AS jsonpath)) END"""


def end_of(day: date) -> datetime:
    """Return the last moment of a day, where the organisation works."""
    return datetime.combine(day, time.max, settings().zone)


def day_of(moment: datetime) -> date | None:
    """Return the day ending with the moment, or ``None`` for other moments."""
    local = moment.astimezone(settings().zone)
    return local.date() if local.timetz().replace(tzinfo=None) == time.max else None


def known(filters: Filters) -> Filters:
    """Return a query with its moment moved back to the last known moment.

    Raises ``BadInput`` for a day to come, and before the figures have been made.
    """
    if filters.as_of is None:
        return filters
    reached = reached_at().at
    if filters.as_of > end_of(reached.astimezone(settings().zone).date()):
        raise bad_filter("as_of", filters.as_of.date().isoformat(), form=_PAST)
    return replace(filters, as_of=min(filters.as_of, reached))


def reached_at() -> Reached:
    """Return up to when the figures are known.

    Raises ``BadInput`` before they have been made.
    """
    if found := standing():
        return found
    raise BadInput(_NOT_MADE)


def items_at(moment: datetime, sight: ColumnElement[bool], list_key: str) -> CTE:
    """Return the items of a list as of a moment, as far as visible now.

    ``sight`` is a condition on the items as they are now.
    """
    now, span = ItemRow.__table__, ItemSpan.__table__
    then = and_(span.c.from_at <= moment, span.c.until_at > moment, span.c.list_key == list_key)
    told = _reckoned(moment)
    columns = [
        (span.c[c.name] if c.name in _OF_SPAN else told.get(c.name, c)).label(c.name) for c in now.c
    ]
    query = select(*columns).join_from(span, now, now.c.id == span.c.item_id).where(then, sight)
    # It is asked once for the rows and once for their number; neither needs it as a whole.
    return query.cte("items").prefix_with("NOT MATERIALIZED", dialect="postgresql")


def _reckoned(moment: datetime) -> dict[str, ColumnElement[Any]]:
    """Return the columns reckoned for a row on demand."""
    span = ItemSpan.__table__
    until = and_(Event.item_id == span.c.item_id, Event.at <= moment)
    at, seq = (
        select(func.max(column)).where(until).correlate(span).scalar_subquery()
        for column in (Event.at, Event.seq)
    )
    return {"updated_at": at, "version": cast(seq, Integer), "evidence": literal_column(_PIECES)}


def asking(query: Select[*tuple[Any, ...]], items: CTE | None) -> Select[*tuple[Any, ...]]:
    """Have a query ask the items as they were, if they are asked for."""
    return query if items is None else query.add_cte(items)
