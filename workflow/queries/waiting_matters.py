"""Waiting matters of a person: a line for each matter, whatever the number of waiting items.

The matter of an item is the topmost item above: the problem of a task, a responsibility or a
document. A line begins with the topmost item, if waiting too, else with the most urgent item; the
other items follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from workflow.declaration import Actor
from workflow.platform import reading
from workflow.platform.models import Inbox, ItemRow
from workflow.queries.inbox import note_shown, told_to, urgent, waits_for
from workflow.queries.listing import ListRow, row_of, rows_query

LINES = 50  # of one page
_ABOVE = tuple(aliased(ItemRow, name=f"above_{n}") for n in range(1, 6))  # no family is deeper
_MATTER = func.coalesce(*(above.id for above in reversed(_ABOVE)), ItemRow.id)


@dataclass(frozen=True, slots=True)
class WaitingMatter:
    """A waiting matter: the first item, and the other waiting items."""

    head: ListRow
    others: tuple[ListRow, ...]


def counts(actor: Actor) -> tuple[int, int]:
    """Return how many matters wait for the person and how many notices are unread."""
    unread = (
        select(func.count())
        .select_from(Inbox)
        .join(ItemRow, ItemRow.id == Inbox.item_id)
        .where(Inbox.read_at.is_(None), told_to(actor))
        .scalar_subquery()
    )
    matters = _with_matter(select(func.count(_MATTER.distinct())), actor).scalar_subquery()
    with reading() as connection:
        row = connection.execute(select(matters, unread)).one()
    return row[0], row[1]


def waiting_matters(actor: Actor, first: int = 0, limit: int = LINES) -> list[WaitingMatter]:
    """Return the lines from ``first`` on, the most urgent matter first."""
    earliest = func.min(urgent)
    chosen = (
        _with_matter(select(_MATTER.label("matter"), earliest.label("by")), actor)
        .group_by(_MATTER)
        .order_by(earliest.nulls_last(), _MATTER)
        .offset(first)
        .limit(limit)
        .subquery()
    )
    query = _joined(rows_query().add_columns(_MATTER.label("matter")))
    query = query.join(chosen, chosen.c.matter == _MATTER).where(waits_for(actor))
    query = query.order_by(
        chosen.c.by.nulls_last(), chosen.c.matter, ItemRow.id != _MATTER, urgent.nulls_last(),
        ItemRow.id,
    )  # fmt: skip
    with reading() as connection:
        rows = [(row.matter, row_of(row)) for row in connection.execute(query)]
    note_shown("waiting", actor, [row for _, row in rows])
    return _lines(rows)


def _lines(rows: Sequence[tuple[int, ListRow]]) -> list[WaitingMatter]:
    matters: dict[int, list[ListRow]] = {}
    for matter, row in rows:
        matters.setdefault(matter, []).append(row)
    return [WaitingMatter(head, tuple(others)) for head, *others in matters.values()]


def _with_matter(query: Select[*tuple[Any, ...]], actor: Actor) -> Select[*tuple[Any, ...]]:
    return _joined(query.select_from(ItemRow)).where(waits_for(actor))


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    below: Any = ItemRow
    for above in _ABOVE:
        query = query.outerjoin(above, above.id == below.parent_id)
        below = above
    return query
