"""Relapses: problems opened again, and new problems recognised by people as an old one."""

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

from workflow.declaration import Actor, Item, process_of
from workflow.engine.visibility import clause
from workflow.platform import reading
from workflow.platform.models import ItemRow
from workflow.queries.similar_problems import Alike, alike
from workflow.words import Words

_EARLIER = Words("本问题是它的反弹", "this is a relapse of it")
_LATER = Words("它是本问题的反弹", "it is a relapse of this")
_MARKED = ItemRow.process.has_key("relapse_of")
_TIMES = ItemRow.round - 1 + case((_MARKED, 1), else_=0)
_RELAPSED = and_(ItemRow.list_key == "problems", or_(ItemRow.round > 1, _MARKED))


@dataclass(frozen=True, slots=True)
class Other:
    """The other problem of a pair recognised as the same matter."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Relapses:
    """The number of relapses: problems opened again, and problems marked as an old one."""

    opened_again: int
    marked: int

    @property
    def count(self) -> int:
        """Return both together."""
        return self.opened_again + self.marked


@dataclass(frozen=True, slots=True)
class ComeBack:
    """The relapses of a problem: pairs marked by people, and hints to look at."""

    earlier: Other | None  # of which it is a relapse itself
    later: list[Other]  # what was found to be a relapse of it
    opened_again: int
    hints: list[Alike]

    @property
    def pairs(self) -> list[tuple[Words, Other]]:
        """The other problems of the pairs, each with its relation to the problem."""
        earlier = [(_EARLIER, self.earlier)] if self.earlier else []
        return [*earlier, *((_LATER, other) for other in self.later)]

    @property
    def times(self) -> int:
        """The number of relapses."""
        return self.opened_again + len(self.later)


def come_back(item: Item, actor: Actor) -> ComeBack | None:
    """Return the relapses of a problem as far as the actor may see; ``None`` for other lists."""
    if item.list_key != "problems":
        return None
    of = process_of(item).get("relapse_of", "")
    paired = _paired(item, of, actor) if of or item.state == "closed" or item.round > 1 else []
    return ComeBack(
        next((other for other in paired if other.number == of), None),
        [other for other in paired if other.number != of],
        item.round - 1,
        alike(item, actor),
    )


def _paired(item: Item, of: str, actor: Actor) -> list[Other]:
    """Return the visible problems paired with the problem; only a closed problem has later ones."""
    marked = and_(_MARKED, ItemRow.process["relapse_of"].astext == item.number)
    query = (
        select(ItemRow.number, ItemRow.title)
        .where(clause(actor, "problems"), or_(marked, ItemRow.number == of))
        .order_by(ItemRow.id)
    )
    with reading() as connection:
        return [Other(*row) for row in connection.execute(query)]


def of_units(connection: Connection, unit_ids: Sequence[int]) -> dict[int, int]:
    """Return the number of relapses by unit id, without the units below."""
    query = (
        select(ItemRow.unit_id, cast(func.sum(_TIMES), Integer).label("times"))
        .where(_RELAPSED, ItemRow.unit_id.in_(unit_ids))
        .group_by(ItemRow.unit_id)
    )
    return {row.unit_id: row.times for row in connection.execute(query)}


def counted(connection: Connection, shown: ColumnElement[bool]) -> Relapses:
    """Count the relapses among the problems that match the condition ``shown``."""
    again = func.coalesce(func.sum(ItemRow.round - 1), 0)
    marked = func.count().filter(_MARKED)
    row = connection.execute(select(again, marked).where(_RELAPSED, shown)).one()
    return Relapses(int(row[0]), row[1])


def below(path: str) -> int:
    """Return the number of relapses in a unit and the units below."""
    query = select(cast(func.coalesce(func.sum(_TIMES), 0), Integer)).where(
        _RELAPSED, ItemRow.scope.startswith(path, autoescape=True)
    )
    with reading() as connection:
        return int(connection.execute(query).scalar_one())
