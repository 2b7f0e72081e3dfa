"""Relapses: problems that were opened again, and new ones that people found to be an old one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from workflow.declaration.facts import Item
from workflow.declaration.rules import Actor
from workflow.engine.visibility import clause
from workflow.platform.db import reading
from workflow.platform.models import ItemRow
from workflow.queries.similar_problems import Alike, alike
from workflow.words import Words

_EARLIER = Words("本问题是它的反弹", "this is a relapse of it")
_LATER = Words("它是本问题的反弹", "it is a relapse of this")
_MARKED = ItemRow.data.has_key("relapse_of")
_TIMES = ItemRow.round - 1 + case((_MARKED, 1), else_=0)
_RELAPSED = and_(ItemRow.list_key == "problems", or_(ItemRow.round > 1, _MARKED))


@dataclass(frozen=True, slots=True)
class Other:
    """The other one of a pair that people have found to be one matter."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Relapses:
    """How often problems have come back: opened again, or found by a person to be an old one."""

    opened_again: int
    marked: int

    @property
    def count(self) -> int:
        """Return both together."""
        return self.opened_again + self.marked


@dataclass(frozen=True, slots=True)
class ComeBack:
    """How a problem has come back: what people have found, and what they may look at."""

    earlier: Other | None  # of which it is a relapse itself
    later: list[Other]  # what was found to be a relapse of it
    opened_again: int
    hints: list[Alike]

    @property
    def pairs(self) -> list[tuple[Words, Other]]:
        """The others of its pairs, and what each of them is to it."""
        earlier = [(_EARLIER, self.earlier)] if self.earlier else []
        return [*earlier, *((_LATER, other) for other in self.later)]

    @property
    def times(self) -> int:
        """How often it has come back."""
        return self.opened_again + len(self.later)


def come_back(item: Item, actor: Actor) -> ComeBack | None:
    """Return how a problem has come back, as far as somebody may see it; of others nothing."""
    if item.list_key != "problems":
        return None
    of = item.data.get("relapse_of", "")
    paired = _paired(item, of, actor) if of or item.state == "closed" or item.round > 1 else []
    return ComeBack(
        next((other for other in paired if other.number == of), None),
        [other for other in paired if other.number != of],
        item.round - 1,
        alike(item, actor),
    )


def _paired(item: Item, of: str, actor: Actor) -> list[Other]:
    """Read what people have paired with it; what was never closed has nothing later."""
    marked = and_(_MARKED, ItemRow.data["relapse_of"].astext == item.number)
    query = (
        select(ItemRow.number, ItemRow.title)
        .where(clause(actor, "problems"), or_(marked, ItemRow.number == of))
        .order_by(ItemRow.id)
    )
    with reading() as connection:
        return [Other(*row) for row in connection.execute(query)]


def of_units(connection: Connection, unit_ids: Sequence[int]) -> dict[int, int]:
    """Return how many relapses each of these units has had, itself and not below it."""
    query = (
        select(ItemRow.unit_id, cast(func.sum(_TIMES), Integer).label("times"))
        .where(_RELAPSED, ItemRow.unit_id.in_(unit_ids))
        .group_by(ItemRow.unit_id)
    )
    return {row.unit_id: row.times for row in connection.execute(query)}


def counted(connection: Connection, shown: ColumnElement[bool]) -> Relapses:
    """Return how often those of these items that are problems have come back."""
    again = func.coalesce(func.sum(ItemRow.round - 1), 0)
    marked = func.count().filter(_MARKED)
    row = connection.execute(select(again, marked).where(_RELAPSED, shown)).one()
    return Relapses(int(row[0]), row[1])


def below(path: str) -> int:
    """Return how many relapses there have been in a unit and below it."""
    query = select(cast(func.coalesce(func.sum(_TIMES), 0), Integer)).where(
        _RELAPSED, ItemRow.scope.startswith(path, autoescape=True)
    )
    with reading() as connection:
        return int(connection.execute(query).scalar_one())
