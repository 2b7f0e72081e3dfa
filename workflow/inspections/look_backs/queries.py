"""Plans as shown to people: the sample, the progress and the results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from psycopg.rows import class_row

from workflow.declaration import DRAW_LOOK_BACKS, READ_LOOK_BACKS, Actor
from workflow.errors import BAD_CURSOR, NO_PAGE, BadInput, NotFound
from workflow.inspections.look_backs.permissions import PART, part_of
from workflow.inspections.look_backs.sampling import Stratum
from workflow.platform import Connection, connect
from workflow.words import Words

_PLANS = f"""
    SELECT b.*, u.path, u.name, u.name_en,
           (SELECT sum(cardinality(s.drawn)) FROM look_back_strata s
             WHERE s.look_back_id = b.id)::int AS drawn,
           b.called_at IS NULL AND EXISTS (
               SELECT FROM look_back_strata s, unnest(s.population) AS n (number)
                 JOIN items i ON i.number = n.number
                WHERE s.look_back_id = b.id AND {PART}) AS concerned
      FROM look_backs b JOIN units u ON u.id = b.unit_id"""  # noqa: S608 -- fixed texts only
_STRATA = """
    SELECT severity, unit_id, population, drawn FROM look_back_strata
     WHERE look_back_id = %s ORDER BY place"""
LookBackState = Literal["to_come", "called", "taken_back"]
STATES: dict[LookBackState, Words] = {
    "to_come": Words("未到期，保密", "to come, secret until then"),
    "called": Words("已列入", "called"),
    "taken_back": Words("已撤回", "taken back"),
}


@dataclass(frozen=True, slots=True)
class LookBackPlan:
    """A look-back as drawn."""

    id: UUID
    unit_id: int
    day: date
    strata_by: str
    measure: str
    amount: int
    closed_from: date | None
    seed: str
    reason: str
    drawn_at: datetime
    drawn_by_id: int
    drawn_by: str
    called_at: datetime | None
    taken_back_at: datetime | None
    taken_back_by: str | None
    taken_back_reason: str | None
    path: str
    name: str
    name_en: str
    drawn: int
    concerned: bool  # before the day: whoever asks has a part in what may be drawn

    @property
    def unit(self) -> Words:
        """The name of the plan's unit."""
        return Words(self.name, self.name_en or self.name)

    @property
    def state(self) -> LookBackState:
        """The state of the plan."""
        if self.taken_back_at:
            return "taken_back"
        return "called" if self.called_at else "to_come"

    @property
    def may_take_back(self) -> bool:
        """Say whether the plan is still to come."""
        return self.called_at is None and self.taken_back_at is None

    def is_open_to(self, actor: Actor) -> bool:
        """Say whether the actor may know of the plan today."""
        if self.called_at:
            return READ_LOOK_BACKS.held_by(actor, self.path)
        return DRAW_LOOK_BACKS.held_by(actor, self.path) and not self.concerned


def plans(actor: Actor) -> list[LookBackPlan]:
    """Return the look-backs visible to the actor, the newest day first."""
    with connect() as connection:
        rows = _read(connection, actor, "ORDER BY b.day DESC, b.drawn_at DESC, b.id")
    return [plan for plan in rows if plan.is_open_to(actor)]


def page(actor: Actor, after: UUID | None, limit: int) -> tuple[list[LookBackPlan], bool]:
    """Return up to ``limit`` visible plans after the plan ``after``, and whether there are more.

    Raises ``BadInput`` where ``after`` is no visible plan.
    """
    visible = plans(actor)
    places = {plan.id: place for place, plan in enumerate(visible, 1)}
    if after and after not in places:
        raise BadInput(BAD_CURSOR)
    left = visible[places[after] if after else 0 :]
    return left[:limit], len(left) > limit


def find(actor: Actor, plan_id: UUID) -> LookBackPlan:
    """Return a plan.

    Raises ``NotFound`` where the plan is secret from the actor or does not exist.
    """
    with connect() as connection:
        rows = _read(connection, actor, "WHERE b.id = %(id)s", id=plan_id)
    if not rows or not rows[0].is_open_to(actor):
        raise NotFound(NO_PAGE)
    return rows[0]


def strata(plan_id: UUID) -> list[Stratum]:
    """Return the strata of a plan: population and sample of each."""
    with connect() as connection:
        rows = connection.execute(_STRATA, [plan_id]).fetchall()
    return [Stratum(severity, unit, tuple(of), tuple(drawn)) for severity, unit, of, drawn in rows]


def _read(connection: Connection, actor: Actor, which: str, **more: Any) -> list[LookBackPlan]:
    with connection.cursor(row_factory=class_row(LookBackPlan)) as cursor:
        return cursor.execute(f"{_PLANS} {which}", part_of(actor) | more).fetchall()
