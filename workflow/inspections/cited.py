"""The problems that cite a line of a sheet, in whichever edition."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from workflow.declaration import PROBLEMS, Actor, pack
from workflow.engine.visibility import clause
from workflow.platform import reading
from workflow.platform.models import ItemRow, Unit
from workflow.words import Words

MOST = 100


@dataclass(frozen=True, slots=True)
class CitingProblem:
    """A problem raised for the line."""

    number: str
    title: str
    state: str
    unit_id: int
    unit: Words

    @property
    def state_words(self) -> Words:
        """The name of the state."""
        return pack().lists[PROBLEMS].state(self.state).words


def problems_of(actor: Actor, sheet: str, line: str) -> list[CitingProblem]:
    """Return the newest problems of a line visible to the actor."""
    origin = ItemRow.process["finding"]
    query = (
        select(ItemRow.number, ItemRow.title, ItemRow.state, Unit.id, Unit.name, Unit.name_en)
        .join(Unit, Unit.id == ItemRow.unit_id)
        .where(clause(actor, PROBLEMS), ItemRow.process.has_key("finding"))
        .where(origin["sheet"].astext == sheet, origin["line"].astext == line)
        .order_by(ItemRow.id.desc())
        .limit(MOST)
    )
    with reading() as connection:
        rows = connection.execute(query).all()
    return [CitingProblem(*row[:4], Words(row[4], row[5] or row[4])) for row in rows]
