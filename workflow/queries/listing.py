"""Pages of a list: filtered, sorted, and followed by key rather than by counting rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select, text

from workflow.declaration import SYSTEM, Actor, Field, pack, typed
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import clause, no_list, only_administers
from workflow.errors import NotPermitted
from workflow.platform import reading, words_of
from workflow.platform.models import ItemRow, Person, Unit
from workflow.queries.colours import Work, marks_of, work_of
from workflow.queries.colours_sql import is_of
from workflow.queries.due_display import DueDisplay, due_of
from workflow.queries.item_access import note_seen
from workflow.queries.list_as_of import asking, items_at, known
from workflow.queries.list_columns import fields_shown
from workflow.queries.list_counts import (
    RowCount,
    at_most,
    count_in,
    group_counts,
    group_key,
    group_words,
    with_count,
)
from workflow.queries.list_filters import Filters, check, narrowed
from workflow.queries.list_orders import (
    MOST_SORTED,
    cursor_of,
    followed,
    is_kept,
    order_of,
    too_many,
)
from workflow.queries.listed_fields import names_in, read_filters
from workflow.queries.unit_choices import within_unit
from workflow.queries.word_search import written
from workflow.words import Words

MOST = 200
_NAMED_READERS = Words(
    "这个清单只对指定人员开放，请写明是谁来看。",
    "This list is for named readers only; say who reads it.",
)
# What a line is made of.
_LINE = (
    "id", "number", "list_key", "title", "state", "severity", "scope", "holder_id", "awaits",
    "due_at", "data", "process", "version", "created_at", "updated_at", "state_since",
)  # fmt: skip
Chosen = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """An item as a line of a list."""

    number: str
    list_key: str
    title: str
    state: str
    severity: str
    unit: Words
    holder: Words | None
    due: DueDisplay | None
    updated_at: datetime
    version: int
    fields: Mapping[str, Any]  # those that its list shows
    awaits: str  # the relation that is waited for
    raised_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a page in a common group; ``count`` counts the group's rows on all pages."""

    words: Words | None  # or nothing where the rows are not grouped, or have no holder
    rows: Sequence[ListRow]
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a list, and the cursor of the next page, if any."""

    rows: Sequence[ListRow]
    next: str | None
    names: Mapping[tuple[str, Any], Words] = field(default_factory=dict)  # of what fields name
    count: RowCount | None = None  # of all pages
    groups: Sequence[RowGroup] = ()


def items(
    list_key: str, actor: Actor, filters: Filters | None = None, after: str | None = None,
    limit: int = 50, *, count: bool = False,
) -> Page:  # fmt: skip
    """Return a page of the visible items of a list, counted if wanted.

    Raises ``NotFound`` for an unknown list and for mere administrators, ``BadInput`` for a wrong
    filter or cursor, and for an order of too many rows.
    """
    filters = filters or Filters()
    demand_list(list_key, actor, filters)
    limit = max(1, min(limit, MOST))
    filters = known(filters)
    order = order_of(list_key, filters.sort, filters.group)
    shown = fields_shown(list_key, filters.columns)
    with reading() as connection:
        query = chosen(connection, list_key, actor, filters)
        _demand_sortable(connection, list_key, query, filters)
        paged = followed(query, order, after).limit(limit + 1)
        found = connection.execute(with_count(paged, query) if count else paged).all()
        names = names_in(connection, shown, (row.data for row in found))
        counts = group_counts(connection, query, filters.group) if filters.group else {}
    rows = [row_of(row, shown) for row in found[:limit]]
    if list_key in pack().confidential:
        note_seen(actor, "list", ("list", list_key), [row.number for row in rows])
    return Page(
        rows=rows,
        next=cursor_of(found[limit - 1], order) if len(found) > limit else None,
        names=names,
        count=count_in(found) if count else None,
        groups=_groups(filters.group, found, rows, counts),
    )


def _demand_sortable(
    connection: Connection, list_key: str, query: Chosen, filters: Filters
) -> None:
    """Check that the rows are few enough for their order.

    Raises ``BadInput``.
    """
    if is_kept(filters):
        return
    some = at_most(query, MOST_SORTED + 1)
    if connection.execute(select(func.count()).select_from(some)).scalar_one() > MOST_SORTED:
        raise too_many(list_key, filters.sort, filters.group)


def _groups(
    group: str, found: Sequence[Any], rows: Sequence[ListRow], counts: Mapping[Any, int]
) -> list[RowGroup]:
    """Return the rows of a page group by group; one group where they are not grouped."""
    if not group:
        return [RowGroup(None, rows)] if rows else []
    pairs = zip(found, rows, strict=False)  # one more may have been found than is shown
    return [
        RowGroup(group_words(group, of_group[0][1]), [row for _, row in of_group], counts[key])
        for key, each in groupby(pairs, key=lambda pair: group_key(group, pair[0]))
        if (of_group := list(each))
    ]


def demand_list(list_key: str, actor: Actor, filters: Filters) -> None:
    """Check the actor's access to the list, and the filter.

    Raises ``NotFound`` for an unknown list and for mere administrators, ``NotPermitted`` for the
    machine at a list for named readers, ``BadInput`` for a wrong filter.
    """
    if list_key not in pack().lists or only_administers(actor):
        raise no_list(list_key)
    if actor == SYSTEM and list_key in pack().confidential:
        raise NotPermitted(_NAMED_READERS)
    check(list_key, filters)
    read_filters(pack().lists[list_key].filters, filters.fields)


def visible_in(actor: Actor, list_key: str) -> ColumnElement[bool]:
    """Return the condition for the visible rows of a list; the machine sees every row."""
    return ItemRow.list_key == list_key if actor == SYSTEM else clause(actor, list_key)


def chosen(
    connection: Connection,
    list_key: str,
    actor: Actor,
    filters: Filters,
    columns: Iterable[str] = _LINE,
) -> Chosen:
    """Select the visible items of a list that fit the filter, unordered."""
    query = rows_query(columns, filters.as_of)
    return narrowed_to(query, connection, list_key, actor, filters)


def narrowed_to(
    query: Chosen, connection: Connection, list_key: str, actor: Actor, filters: Filters
) -> Chosen:
    """Narrow a query of items down to the visible items of a list that fit the filter."""
    sight = visible_in(actor, list_key)
    then = filters.as_of
    query = query.where(sight) if then is None else asking(query, items_at(then, sight, list_key))
    return query.where(*conditions(connection, list_key, actor, filters))


def conditions(
    connection: Connection, list_key: str, actor: Actor, filters: Filters
) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a filter on ``items``, but for what the actor may see."""
    yield from written(connection, words_of(filters.q))
    yield from narrowed(filters, actor)
    yield from read_filters(pack().lists[list_key].filters, filters.fields, connection)
    if filters.unit_id is not None:
        yield within_unit(connection, filters.unit_id)
    if filters.colour:
        now = filters.as_of or connection.execute(text(f"SELECT {CLOCK}")).scalar_one()
        yield and_(is_of(filters.colour, marks_of(now)))


def rows_query(columns: Iterable[str] = _LINE, then: datetime | None = None) -> Chosen:
    """Select the columns of a list's line, with the names of unit and holder and the time.

    The time is ``then`` where the rows are shown as they were then.
    """
    now = text(f"{CLOCK} AS now") if then is None else literal(then).label("now")
    return (
        select(
            *(ItemRow.__table__.columns[name] for name in columns),
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            Person.name.label("holder"),
            Person.name_en.label("holder_en"),
            now,
        )
        .select_from(ItemRow)
        .join(Unit, Unit.id == ItemRow.unit_id)
        .outerjoin(Person, Person.id == ItemRow.holder_id)
    )


def row_of(row: Any, shown: Iterable[Field] | None = None) -> ListRow:
    """Return the line of a row of ``rows_query``, with the fields shown by its list."""
    holder = Words(row.holder, row.holder_en or row.holder) if row.holder else None
    shown = pack().lists[row.list_key].columns if shown is None else shown
    return ListRow(
        number=row.number,
        list_key=row.list_key,
        title=row.title,
        state=row.state,
        severity=row.severity,
        unit=Words(row.unit, row.unit_en or row.unit),
        holder=holder,
        due=due_of(row.due_at, row.now, _work(row)),
        updated_at=row.updated_at,
        version=row.version,
        fields={f.key: row.data.get(f.key) for f in shown},
        awaits=row.awaits,
        raised_at=row.created_at,
        closed_at=None if row.awaits else row.state_since,
    )


def _work(row: Any) -> Work:
    return work_of(row.list_key, row.state, row.state_since, row.data, typed(row.process))
