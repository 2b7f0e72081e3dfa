"""Waiting matters of a person: a line for each matter, whatever the number of waiting items.

The matter of an item is the topmost item above: the problem of a task, a responsibility or a
document. A line begins with the topmost item, if waiting too, else with the most urgent item; the
other items follow. Lines are grouped by the day of the most urgent item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, text
from sqlalchemy.orm import aliased

from workflow.declaration import Actor
from workflow.engine.loading import CLOCK
from workflow.platform import reading, settings
from workflow.platform.models import Inbox, ItemRow
from workflow.queries.inbox import note_shown, told_to, urgent, waiting_rows, waits_for
from workflow.queries.list_counts import RowCount
from workflow.queries.listing import ListRow, row_of, rows_query
from workflow.words import Words

LINES = 50  # of one page
MOST_COUNTED = 300  # items and notices that the head of a page looks at
_ABOVE = tuple(aliased(ItemRow, name=f"above_{n}") for n in range(1, 6))  # no family is deeper
MATTER = func.coalesce(*(above.id for above in reversed(_ABOVE)), ItemRow.id)


_NOW = text(f"({CLOCK})")
GROUPS: dict[str, Words] = {
    "late": Words("已逾期", "Late"),
    "today": Words("今天到期", "Due today"),
    "week": Words("本周到期", "Due this week"),
    "later": Words("以后到期", "Due later"),
    "none": Words("没有时限", "Without a due date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMatter:
    """A waiting matter: the first item, the other waiting items, and the group by day."""

    head: ListRow
    others: tuple[ListRow, ...]
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingGroup:
    """The matters of a page in a group; ``count`` counts the matters of all pages."""

    key: str
    lines: Sequence[WaitingMatter]
    count: int

    @property
    def words(self) -> Words:
        """The name of the group."""
        return GROUPS[self.key]


def counts(actor: Actor, *, all_matters: bool = False) -> tuple[RowCount, RowCount]:
    """Return how many matters wait for the person and how many notices are unread.

    Only so many items and notices are looked at as a head of a page can tell, unless all matters
    are to be counted.
    """
    some = select(ItemRow.id).where(waits_for(actor)).limit(MOST_COUNTED + 1).subquery()
    among = waits_for(actor) if all_matters else ItemRow.id.in_(select(some.c.id))
    matters = with_above(select(func.count(MATTER.distinct()), func.count()).select_from(ItemRow))
    told = (
        select(Inbox.id)
        .join(ItemRow, ItemRow.id == Inbox.item_id)
        .where(Inbox.read_at.is_(None), told_to(actor))
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    unread = select(func.count()).select_from(told).scalar_subquery()
    with reading() as connection:
        waiting, looked_at, new = connection.execute(matters.where(among).add_columns(unread)).one()
    more = looked_at > MOST_COUNTED and not all_matters
    return RowCount(waiting, more), RowCount(min(new, MOST_COUNTED), new > MOST_COUNTED)


def waiting_groups(actor: Actor, first: int = 0, limit: int = LINES) -> list[WaitingGroup]:
    """Return the lines from ``first`` on by groups, each group with the number of all pages."""
    matters = _with_matter(select(MATTER, func.min(urgent).label("by")), actor)
    matter = matters.group_by(MATTER).subquery()
    group = _group(matter.c.by).label("key")
    with reading() as connection:
        query = select(group, func.count().label("n")).group_by(group)
        counted = {row.key: row.n for row in connection.execute(query)}
    lines = waiting_matters(actor, first, limit) if counted else []
    return [
        WaitingGroup(key=key, lines=list(of_group), count=counted.get(key, 0))
        for key, of_group in groupby(lines, key=lambda line: line.group)
    ]


def _group(by: ColumnElement[Any]) -> ColumnElement[str]:
    """Return the group of an instant: late, or by the last day in the organisation's zone."""
    zone = settings().timezone
    today = func.timezone(zone, _NOW)
    last = func.timezone(zone, by - text("interval '1 microsecond'"))
    return case(
        (by.is_(None), "none"),
        (by <= _NOW, "late"),
        (last < func.date_trunc("day", today) + text("interval '1 day'"), "today"),
        (last < func.date_trunc("week", today) + text("interval '7 days'"), "week"),
        else_="later",
    )


def waiting_matters(actor: Actor, first: int = 0, limit: int = LINES) -> list[WaitingMatter]:
    """Return the lines from ``first`` on, the most urgent matter first."""
    matters = _matters(actor, first, limit)
    note_shown("waiting", actor, _rows(matters))
    return matters


def waiting_both(actor: Actor, limit: int = LINES) -> tuple[list[WaitingMatter], list[ListRow]]:
    """Return the first lines by matters, and the first 100 items, noted together."""
    matters, rows = _matters(actor, 0, limit), waiting_rows(actor, 100)
    seen = {row.number: row for row in (*_rows(matters), *rows)}
    note_shown("waiting", actor, list(seen.values()))
    return matters, rows


def _matters(actor: Actor, first: int, limit: int) -> list[WaitingMatter]:
    earliest = func.min(urgent)
    chosen = (
        _with_matter(select(MATTER.label("matter"), earliest.label("by")), actor)
        .group_by(MATTER)
        .order_by(earliest.nulls_last(), MATTER)
        .offset(first)
        .limit(limit)
        .subquery()
    )
    named = MATTER.label("matter"), _group(chosen.c.by).label("group")
    query = with_above(rows_query().add_columns(*named))
    query = query.join(chosen, chosen.c.matter == MATTER).where(waits_for(actor))
    query = query.order_by(
        chosen.c.by.nulls_last(), chosen.c.matter, ItemRow.id != MATTER, urgent.nulls_last(),
        ItemRow.id,
    )  # fmt: skip
    with reading() as connection:
        rows = [((row.matter, row.group), row_of(row)) for row in connection.execute(query)]
    return _lines(rows)


def _rows(matters: Sequence[WaitingMatter]) -> list[ListRow]:
    return [row for matter in matters for row in (matter.head, *matter.others)]


def _lines(rows: Sequence[tuple[tuple[int, str], ListRow]]) -> list[WaitingMatter]:
    matters: dict[tuple[int, str], list[ListRow]] = {}
    for matter, row in rows:
        matters.setdefault(matter, []).append(row)
    return [
        WaitingMatter(head=head, others=tuple(others), group=group)
        for (_, group), (head, *others) in matters.items()
    ]


def _with_matter(query: Select[*tuple[Any, ...]], actor: Actor) -> Select[*tuple[Any, ...]]:
    return with_above(query.select_from(ItemRow)).where(waits_for(actor))


def with_above(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the items above an item, of which ``MATTER`` is the topmost one's id."""
    below: Any = ItemRow
    for above in _ABOVE:
        query = query.outerjoin(above, above.id == below.parent_id)
        below = above
    return query
