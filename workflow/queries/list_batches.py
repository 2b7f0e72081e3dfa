"""The rows of all pages of a list, batch by batch, as of one moment."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
from psycopg.types.json import set_json_loads
from sqlalchemy import Connection, func

from workflow.declaration import Actor
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.queries.list_as_of import known
from workflow.queries.list_filters import Filters
from workflow.queries.list_orders import (
    MOST_SORTED,
    NEWEST,
    OLDEST,
    OrderKey,
    cursor_of,
    followed,
    is_kept,
    order_of,
    too_many,
)
from workflow.queries.listing import Chosen, chosen

BATCH = 1_000  # rows of an export at a time
# What a sheet may need; the machine's own stays where it is.
_OF_THE_MACHINE = ("duties", "due_basis", "head", "source_key")
_SHEET = tuple(c.name for c in ItemRow.__table__.columns if c.name not in _OF_THE_MACHINE)


@contextmanager
def all_rows(
    list_key: str, actor: Actor, filters: Filters, *, oldest_first: bool = False
) -> Iterator[tuple[Connection, int, Iterator[Sequence[Any]]]]:
    """Lend the rows of all pages of a list: a connection, their number, and batches of rows.

    Whatever is read on the connection shows one moment.
    """
    filters = known(filters)
    with reading() as connection, _quick_json(connection):
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        query = chosen(connection, list_key, actor, filters, _SHEET)
        count_all = query.with_only_columns(func.count(), maintain_column_froms=True)
        count = connection.execute(count_all).scalar_one()
        if count > MOST_SORTED and not is_kept(filters):
            raise too_many(list_key, filters.sort, filters.group)
        by_number = oldest_first and filters.sort == NEWEST
        order = order_of(list_key, OLDEST if by_number else filters.sort, filters.group)
        yield connection, count, _batches(connection, query, order)


def _batches(
    connection: Connection, query: Chosen, order: Sequence[OrderKey]
) -> Iterator[Sequence[Any]]:
    after: str | None = None
    while True:
        rows = connection.execute(followed(query, order, after).limit(BATCH)).all()
        yield rows
        if len(rows) < BATCH:
            return
        after = cursor_of(rows[-1], order)


@contextmanager
def _quick_json(connection: Connection) -> Iterator[None]:
    """Read JSON by the quicker reader while a connection reads many rows."""
    driver: Any = connection.connection.driver_connection
    set_json_loads(orjson.loads, driver)
    try:
        yield
    finally:
        set_json_loads(json.loads, driver)
