"""The results of a look-back: for each drawn item, each stratum and each unit.

Nothing is kept beside the events: the result is the first move after the call to end it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from psycopg.rows import dict_row

from workflow.declaration import Actor
from workflow.engine.visibility import may_read
from workflow.inspections.look_backs.queries import LookBackPlan, strata
from workflow.inspections.look_backs.sampling import Stratum
from workflow.platform import connect, reading
from workflow.queries.people_choices import unit_names
from workflow.queries.relapses import of_units
from workflow.words import Words

LookBackOutcome = Literal["passed", "failed", "waiting", "left_out", "drawn"]
OUTCOMES: dict[LookBackOutcome, Words] = {
    "passed": Words("通过", "passed"),
    "failed": Words("不合格", "failed"),
    "waiting": Words("待核", "waiting"),
    "left_out": Words("未列入", "left out"),
    "drawn": Words("已抽中", "drawn"),
}
_ENDS: dict[str, LookBackOutcome] = {
    "pass_look_back": "passed",
    "fail_look_back": "failed",
    "reopen": "failed",
}
_READ = """
    SELECT n.number, i.title, i.severity, i.unit_id, i.scope, i.holder_id, c.at AS called_at,
           e.trigger, e.at, e.actor_name, e.comment
      FROM look_back_strata s, unnest(s.drawn) WITH ORDINALITY AS n (number, place)
      JOIN items i ON i.number = n.number
      LEFT JOIN LATERAL (
          SELECT seq, at FROM events WHERE item_id = i.id AND trigger = 'call_look_back'
             AND coalesce(changes #>> '{process,look_back,by}',
                          changes #>> '{data,look_back,by}') = %(plan)s::text) AS c ON true
      LEFT JOIN LATERAL (
          SELECT trigger, at, actor_name, comment FROM events
           WHERE item_id = i.id AND seq > c.seq AND trigger = ANY (%(ends)s)
           ORDER BY seq LIMIT 1) AS e ON true
     WHERE s.look_back_id = %(plan)s ORDER BY s.place, n.place"""


@dataclass(frozen=True, slots=True)
class LookBackFinding:
    """A drawn item, and the result of looking back."""

    number: str
    title: str
    severity: str
    unit_id: int
    outcome: LookBackOutcome
    at: datetime | None
    by: str
    comment: str


@dataclass(slots=True)
class Count:
    """The size of population and sample, and the results of the sample."""

    severity: str
    unit: Words | None
    population: int = 0
    drawn: int = 0
    outcomes: dict[LookBackOutcome, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    relapses: int = 0  # of a unit: all there have ever been

    @property
    def whose(self) -> Words:
        """The unit of a count by unit."""
        assert self.unit  # noqa: S101 -- only strata may span several
        return self.unit

    @property
    def judged(self) -> int:
        """How many were looked at."""
        return self.outcomes["passed"] + self.outcomes["failed"]

    @property
    def told(self) -> dict[LookBackOutcome, int]:
        """All numbers by name, for the API."""
        return {**self.outcomes, "drawn": self.drawn}

    def add(self, found: LookBackFinding) -> None:
        """Count a drawn item."""
        self.drawn += 1
        self.outcomes[found.outcome] += 1


@dataclass(frozen=True, slots=True)
class LookBackResults:
    """The whole content of a look-back's page."""

    found: list[LookBackFinding]
    strata: list[Count]
    units: list[Count]
    samples: list[Stratum]
    names: dict[int, Words]

    @property
    def together(self) -> Count:
        """The sum of all strata."""
        total = Count("", None, sum(of.population for of in self.strata))
        for found in self.found:
            total.add(found)
        return total


def results(plan: LookBackPlan, actor: Actor) -> LookBackResults:
    """Return the results of a look-back, limited to items visible to the actor."""
    samples, found = strata(plan.id), list(_found(plan, actor))
    ids = {one.unit_id for one in found} | {of.unit_id for of in samples if of.unit_id}
    with reading() as connection:
        names = unit_names(connection, ids)
        relapses = of_units(connection, sorted({one.unit_id for one in found}))
    units = [
        _counted(Count("", names[unit], relapses=relapses.get(unit, 0)), found, _in_unit(unit))
        for unit in sorted({one.unit_id for one in found})
    ]
    return LookBackResults(
        found, [_stratum(of, found, names) for of in samples], units, samples, names
    )


def _found(plan: LookBackPlan, actor: Actor) -> Iterable[LookBackFinding]:
    values = {"plan": plan.id, "ends": list(_ENDS)}
    with connect() as connection, connection.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(_READ, values).fetchall():
            if may_read(actor, "problems", row["scope"], row["holder_id"]):
                yield _one(plan, row)


def _one(plan: LookBackPlan, row: dict[str, Any]) -> LookBackFinding:
    return LookBackFinding(
        row["number"], row["title"], row["severity"], row["unit_id"], _outcome(plan, row),
        row["at"], row["actor_name"] or "", row["comment"] or "",
    )  # fmt: skip


def _outcome(plan: LookBackPlan, row: dict[str, Any]) -> LookBackOutcome:
    if row["called_at"] is None:
        return "left_out" if plan.called_at else "drawn"
    return _ENDS.get(row["trigger"], "waiting")


def _stratum(of: Stratum, found: Sequence[LookBackFinding], names: dict[int, Words]) -> Count:
    numbers = {*of.drawn}
    count = Count(of.severity, names[of.unit_id] if of.unit_id else None, len(of.population))
    return _counted(count, found, lambda one: one.number in numbers)


def _in_unit(unit_id: int) -> Callable[[LookBackFinding], bool]:
    return lambda one: one.unit_id == unit_id


def _counted(
    count: Count, found: Sequence[LookBackFinding], belongs: Callable[[LookBackFinding], bool]
) -> Count:
    for one in filter(belongs, found):
        count.add(one)
    return count
