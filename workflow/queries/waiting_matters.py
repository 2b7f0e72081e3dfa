"""Waiting matters of a person: a line for each matter, whatever the number of waiting items.

The matter of an item is the topmost item above: the problem of a task, a responsibility or a
document. A line begins with the topmost item, if waiting too, else with the most urgent item; the
other items follow. Lines are grouped by the day of the most urgent item.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    any_,
    case,
    func,
    select,
    text,
    true,
)
from sqlalchemy.orm import aliased

from workflow.declaration import Actor
from workflow.engine.loading import CLOCK
from workflow.platform import reading, settings
from workflow.platform.models import Inbox, ItemRow
from workflow.queries.inbox import (
    most_urgent,
    note_shown,
    told_to,
    urgent,
    waiting_rows,
    waits_for,
)
from workflow.queries.list_counts import RowCount
from workflow.queries.listing import ListRow, row_of, rows_query
from workflow.words import Words

LINES = 50  # of one page
MOST_COUNTED = 300  # items and notices that the head of a page looks at
MOST_WAITING = 1_000  # items whose matters are counted where more wait


def _above() -> Iterator[Any]:
    """Yield what stands above an item, and above that; no family is deeper.

    Within bounds of its own, so that few items are followed upwards one by one, by their index.
    """
    below: Any = ItemRow
    for n in range(1, 6):
        one = aliased(ItemRow, name=f"one_{n}")
        found = select(one.id, one.parent_id).where(one.id == below.parent_id).offset(0)
        below = found.lateral(f"above_{n}").c
        yield below


_ABOVE = tuple(_above())
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
    count: RowCount

    @property
    def words(self) -> Words:
        """The name of the group."""
        return GROUPS[self.key]


def counts(actor: Actor, *, all_matters: bool = False) -> tuple[RowCount, RowCount]:
    """Return how many matters wait for the person and how many notices are unread.

    Only so many items and notices are looked at as a head of a page can tell, or the inbox.
    """
    most = MOST_WAITING if all_matters else MOST_COUNTED
    told = (
        select(Inbox.id)
        .join(ItemRow, ItemRow.id == Inbox.item_id)
        .where(Inbox.read_at.is_(None), told_to(actor))
        .limit(most + 1)
        .subquery()
    )
    matters = _matters(actor, most + 1).subquery()
    every = func.count(), func.coalesce(func.sum(matters.c.looked_at), 0)
    unread = select(func.count()).select_from(told).scalar_subquery()
    with reading() as connection:
        waiting, looked_at, new = connection.execute(select(*every, unread)).one()
    return RowCount(waiting, looked_at > most), RowCount(min(new, most), new > most)


def waiting_groups(actor: Actor, first: int = 0, limit: int = LINES) -> list[WaitingGroup]:
    """Return the lines from ``first`` on by groups, each group with the number of all pages."""
    with reading() as connection:
        matters, more = _waiting(connection, actor, first + limit)
        lines = _lines(connection, actor, matters[first : first + limit])
    note_shown("waiting", actor, _rows(lines))
    counted = Counter(matter.group for matter in matters)
    last = matters[-1].group if more else ""
    return [
        WaitingGroup(key=key, lines=list(of_group), count=RowCount(counted[key], key == last))
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
    matters = _page(actor, first, limit)
    note_shown("waiting", actor, _rows(matters))
    return matters


def waiting_first(actor: Actor, limit: int) -> tuple[list[WaitingMatter], dict[str, RowCount]]:
    """Return the first lines, and how many matters are behind these by groups, in one query."""
    with reading() as connection:
        matters, more = _waiting(connection, actor, limit)
        lines = _lines(connection, actor, matters[:limit])
    note_shown("waiting", actor, _rows(lines))
    behind = Counter(matter.group for matter in matters[limit:])
    last = matters[-1].group if more else ""
    behind[last] -= more  # of "more than", one is among the further ones
    return lines, {key: RowCount(behind[key], key == last) for key in behind if key}


def waiting_both(actor: Actor, limit: int = LINES) -> tuple[list[WaitingMatter], list[ListRow]]:
    """Return the first lines by matters, and the first 100 items, noted together."""
    matters, rows = _page(actor, 0, limit), waiting_rows(actor, 100)
    seen = {row.number: row for row in (*_rows(matters), *rows)}
    note_shown("waiting", actor, list(seen.values()))
    return matters, rows


def _page(actor: Actor, first: int, limit: int) -> list[WaitingMatter]:
    with reading() as connection:
        matters, _ = _waiting(connection, actor, first + limit)
        return _lines(connection, actor, matters[first : first + limit])


def _waiting(connection: Connection, actor: Actor, wanted: int) -> tuple[Sequence[Any], bool]:
    """Return the most urgent matters, ``wanted`` of them if there are, and whether more may be.

    The most urgent items tell the most urgent matters, however many there are behind.
    """
    most = MOST_WAITING
    while True:
        matters = connection.execute(_matters(actor, most + 1)).all()
        more = sum(matter.looked_at for matter in matters) > most
        if not more or len(matters) >= wanted:
            return matters, more
        most *= 2


def _matters(actor: Actor, most: int) -> Select[*tuple[Any, ...]]:
    """Select the matters of the most urgent items: the topmost item, the group, the items."""
    some = most_urgent(actor, most)
    earliest = func.min(some.c.by)
    told = MATTER.label("matter"), _group(earliest).label("group"), func.count().label("looked_at")
    query = with_above(select(*told).select_from(some).join(ItemRow, ItemRow.id == some.c.id))
    return query.group_by(MATTER).order_by(earliest.nulls_last(), MATTER)


def with_above(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the items above an item, of which ``MATTER`` is the topmost one's id."""
    for above in _ABOVE:
        query = query.outerjoin(above.id.table, true())
    return query


def _lines(connection: Connection, actor: Actor, matters: Sequence[Any]) -> list[WaitingMatter]:
    """Return the lines of matters, each with all waiting items below."""
    waiting = defaultdict[int, list[ListRow]](list)
    for row in connection.execute(_below([m.matter for m in matters], actor)) if matters else ():
        waiting[row.matter].append(row_of(row))
    return [
        WaitingMatter(head=rows[0], others=tuple(rows[1:]), group=matter.group)
        for matter in matters
        if (rows := waiting[matter.matter])  # what somebody has just done waits no more
    ]


def _below(matters: Sequence[int], actor: Actor) -> Select[*tuple[Any, ...]]:
    topmost = select(ItemRow.id, ItemRow.id.label("matter")).where(ItemRow.id.in_(matters))
    family = topmost.cte("family", recursive=True)
    child = aliased(ItemRow, name="child")
    # Within bounds of its own, so that each member is asked for its children, by their index.
    each = select(child.id).where(child.parent_id == family.c.id).offset(0).lateral("each")
    family = family.union_all(select(each.c.id, family.c.matter).join(each, true()))
    every = func.array(select(family.c.id).scalar_subquery(), type_=ARRAY(BigInteger))
    query = rows_query().add_columns(family.c.matter).join(family, family.c.id == ItemRow.id)
    query = query.where(ItemRow.id == any_(every))
    first = ItemRow.id != family.c.matter
    return query.where(waits_for(actor)).order_by(first, urgent.nulls_last(), ItemRow.id)


def _rows(matters: Sequence[WaitingMatter]) -> list[ListRow]:
    return [row for matter in matters for row in (matter.head, *matter.others)]
