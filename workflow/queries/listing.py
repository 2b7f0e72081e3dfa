"""Pages of a list: filtered, sorted, and followed by key rather than by counting rows."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from psycopg.types.json import set_json_loads
from sqlalchemy import ColumnElement, Connection, Select, func, select, text, tuple_

from workflow.declaration import SYSTEM, Actor, pack, typed
from workflow.engine.loading import CLOCK
from workflow.engine.visibility import clause, no_list, only_administers
from workflow.errors import BAD_CURSOR, BadInput, NotPermitted
from workflow.platform import reading
from workflow.platform.models import ItemRow, Person, Unit
from workflow.queries.colours import Work, marks_of, work_of
from workflow.queries.colours_sql import is_of
from workflow.queries.due_display import DueDisplay, due_of
from workflow.queries.item_access import note_seen
from workflow.queries.list_filters import Filters, check, narrowed
from workflow.queries.listed_fields import names_in, read_filters
from workflow.words import Words

MOST = 200
BATCH = 1_000  # rows of an export at a time
_NAMED_READERS = Words(
    "这个清单只对指定人员开放，请写明是谁来看。",
    "This list is for named readers only; say who reads it.",
)
# What a line is made of; what only the machine needs of an item stays where it is.
_SHOWN = [
    column for column in ItemRow.__table__.columns
    if column.name not in ("duties", "due_basis", "head", "source_key")
]  # fmt: skip
_FAR = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
# What the rows are ordered by, besides their ids; "updated" is for programs that follow a list.
_MOMENTS: dict[str, ColumnElement[datetime]] = {
    "due": func.coalesce(ItemRow.due_at, _FAR),
    "updated": ItemRow.updated_at.expression,
}


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


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and the cursor of the next page, if any."""

    rows: list[ListRow]
    next: str | None
    names: Mapping[tuple[str, Any], Words] = field(default_factory=dict)  # of what fields name


def items(
    list_key: str, actor: Actor, filters: Filters | None = None, after: str | None = None,
    limit: int = 50,
) -> Page:  # fmt: skip
    """Return a page of the visible items of a list.

    Raises ``NotFound`` for an unknown list and for mere administrators, ``BadInput`` for a wrong
    filter or cursor.
    """
    filters = filters or Filters()
    demand_list(list_key, actor, filters)
    limit = max(1, min(limit, MOST))
    with reading() as connection:
        query = chosen(connection, list_key, actor, filters)
        query = _follow(query, filters.sort, after).limit(limit + 1)
        found = connection.execute(query).all()
        names = names_in(connection, pack().lists[list_key].columns, (row.data for row in found))
    rows = [row_of(row) for row in found[:limit]]
    if list_key in pack().confidential:
        note_seen(actor, "list", ("list", list_key), [row.number for row in rows])
    more = len(found) > limit
    return Page(rows, _cursor(found[limit - 1], filters.sort) if more else None, names)


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
    connection: Connection, list_key: str, actor: Actor, filters: Filters
) -> Select[*tuple[Any, ...]]:
    """Select the visible items of a list that fit the filter, unordered."""
    declared = read_filters(pack().lists[list_key].filters, filters.fields)
    query = rows_query().where(visible_in(actor, list_key), *narrowed(filters, actor), *declared)
    if filters.colour:
        marks = marks_of(connection.execute(text(f"SELECT {CLOCK}")).scalar_one())
        query = query.where(is_of(filters.colour, marks))
    return query


@contextmanager
def all_rows(
    list_key: str, actor: Actor, filters: Filters, *, oldest_first: bool = False
) -> Iterator[tuple[Connection, int, Iterator[Sequence[Any]]]]:
    """Lend the rows of all pages of a list: a connection, their number, and batches of rows.

    Whatever is read on the connection shows one moment.
    """
    with reading() as connection, _quick_json(connection):
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        query = chosen(connection, list_key, actor, filters)
        counted = query.with_only_columns(func.count(), maintain_column_froms=True)
        count = connection.execute(counted).scalar_one()
        by_number = oldest_first and filters.sort == "newest"
        sort = "oldest" if by_number else filters.sort
        yield connection, count, _batches(connection, query, sort)


def _batches(
    connection: Connection, query: Select[*tuple[Any, ...]], sort: str
) -> Iterator[Sequence[Any]]:
    after: str | None = None
    while True:
        rows = connection.execute(_follow(query, sort, after).limit(BATCH)).all()
        yield rows
        if len(rows) < BATCH:
            return
        after = _cursor(rows[-1], sort)


@contextmanager
def _quick_json(connection: Connection) -> Iterator[None]:
    """Read JSON by the quicker reader while a connection reads many rows."""
    driver: Any = connection.connection.driver_connection
    set_json_loads(orjson.loads, driver)
    try:
        yield
    finally:
        set_json_loads(json.loads, driver)


def rows_query() -> Select[*tuple[Any, ...]]:
    """Select the columns of a list's line, with the names of unit and holder and the time."""
    return (
        select(
            *_SHOWN,
            Unit.name.label("unit"),
            Unit.name_en.label("unit_en"),
            Person.name.label("holder"),
            Person.name_en.label("holder_en"),
            text(f"{CLOCK} AS now"),
        )
        .select_from(ItemRow)
        .join(Unit, Unit.id == ItemRow.unit_id)
        .outerjoin(Person, Person.id == ItemRow.holder_id)
    )


def row_of(row: Any) -> ListRow:
    """Return the line of a row of ``rows_query``."""
    holder = Words(row.holder, row.holder_en or row.holder) if row.holder else None
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
        fields={f.key: row.data.get(f.key) for f in pack().lists[row.list_key].columns},
    )


def _work(row: Any) -> Work:
    return work_of(row.list_key, row.state, row.state_since, row.data, typed(row.process))


def _follow(
    query: Select[*tuple[Any, ...]], sort: str, after: str | None
) -> Select[*tuple[Any, ...]]:
    """Order the rows, and begin behind the row of a cursor."""
    if sort in _MOMENTS:
        moment = _MOMENTS[sort]
        query = query.order_by(moment, ItemRow.id)
        if after:
            query = query.where(tuple_(moment, ItemRow.id) > tuple_(*_read_cursor(after, sort)))
        return query
    if sort == "oldest":
        query = query.order_by(ItemRow.id)
        return query.where(ItemRow.id > _read_cursor(after, sort)[1]) if after else query
    query = query.order_by(ItemRow.id.desc())
    return query.where(ItemRow.id < _read_cursor(after, sort)[1]) if after else query


def _cursor(row: Any, sort: str) -> str:
    moments = {"due": row.due_at or _FAR, "updated": row.updated_at}
    at = moments[sort].isoformat() if sort in moments else ""
    return base64.urlsafe_b64encode(json.dumps([at, row.id]).encode()).decode()


def _read_cursor(cursor: str, sort: str) -> tuple[datetime, int]:
    """Return the moment and the id to continue from.

    Raises ``BadInput`` where the cursor was not issued by the service.
    """
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if type(last) is not int or not 0 < last < 2**63:
            raise ValueError(last)
        return datetime.fromisoformat(at) if sort in _MOMENTS else _FAR, last
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput(BAD_CURSOR) from error
