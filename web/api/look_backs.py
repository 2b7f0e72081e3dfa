"""``/look-backs``: samples of closed problems, secret until their day, and their results."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import url_for
from pydantic import Field

from web.api import keys, said
from web.api.blueprint import blueprint
from web.api.bodies import Limit, OneOf, Sent
from web.api.declared import Told, Words
from web.api.items import next_page
from web.api.refusals import Malformed
from web.api.spec import answers, spec
from web.auth import actor
from workflow.errors import BadInput
from workflow.inspections.look_backs import commands, queries, results
from workflow.inspections.look_backs.sampling import BY, MEASURES, Stratum

_UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
By = Annotated[str, OneOf(tuple(BY))]
Measure = Annotated[str, OneOf(tuple(MEASURES))]


class LookBacksQuery(Sent):
    """The page of look-backs: after the id ``after``, from the ``next`` link of a page."""

    after: Annotated[str, Field(pattern=_UUID)] | None = None
    limit: Limit = 50


class NewLookBack(Sent):
    """A sample to be drawn in a unit and below; the seed is random."""

    unit: Annotated[int, Field(ge=1, lt=2**31)]
    day: str
    by: By = "severity_unit"
    measure: Measure = "percent"
    amount: Annotated[int, Field(ge=0, lt=2**31)]
    closed_from: str | None = None
    reason: str


class TakingBack(Sent):
    """Why a sample comes to nothing."""

    reason: str


class LookBackKept(Told):
    """The look-back drawn or cancelled."""

    id: UUID


class LookBackLine(Told):
    """A look-back as a line of their list."""

    id: UUID
    day: date
    state: queries.LookBackState
    unit_id: int
    unit: Words
    drawn: int
    drawn_by: str
    drawn_at: datetime
    reason: str


class LookBacksPage(Told):
    """A page of look-backs, the newest day first; ``next`` is the address of the next page."""

    look_backs: list[LookBackLine]
    next: str | None


class LookBackCount(Told):
    """The size of population and sample, and the results of the sample."""

    population: int
    drawn: int
    passed: int
    failed: int
    waiting: int
    left_out: int


class LookBackStratum(Told):
    """A group of similar closed problems, and the drawn ones in the order of drawing."""

    severity: str
    unit_id: int | None
    population: list[str]
    drawn: list[str]


class LookBackUnit(Told):
    """The results in a unit, and the number of all its relapses."""

    unit: Words
    drawn: int
    passed: int
    failed: int
    waiting: int
    left_out: int
    relapses: int


class LookBackItem(Told):
    """A drawn item, and the result of looking back."""

    number: str
    title: str
    severity: str
    unit_id: int
    unit: Words
    outcome: results.LookBackOutcome
    at: datetime | None
    by: str
    comment: str


class LookBack(LookBackLine):
    """A look-back with all inputs to draw the sample again."""

    strata_by: str
    measure: str
    amount: int
    closed_from: date | None
    seed: str
    called_at: datetime | None
    taken_back_at: datetime | None
    taken_back_by: str
    taken_back_reason: str
    together: LookBackCount
    strata: list[LookBackStratum]
    units: list[LookBackUnit]
    items: list[LookBackItem]


@blueprint.get("/look-backs")
@spec.validate(resp=answers(LookBacksPage), tags=["look-backs"], operation_id="look_backs")
def look_backs(query: LookBacksQuery) -> LookBacksPage:
    """Return the look-backs visible to the account today."""
    after = UUID(query.after) if query.after else None
    try:
        plans, more = queries.page(actor(), after, query.limit)
    except BadInput as error:
        raise Malformed(error.words) from error
    lines = [LookBackLine(**_line(plan)) for plan in plans]
    return LookBacksPage(look_backs=lines, next=next_page(after=plans[-1].id) if more else None)


@blueprint.post("/look-backs")
@spec.validate(
    resp=answers(LookBackKept, 403, 404, 409, 413, 415, 422, status=201),
    tags=["look-backs"],
    operation_id="draw_look_back",
)
def draw_look_back(json: NewLookBack) -> tuple[LookBackKept, int, dict[str, str]]:
    """Draw a sample for a future day, secret until then."""
    fields = json.model_dump()
    planned = commands.plan(actor(), fields, keys.key_for(fields))
    where = {"Location": url_for("api.look_back", plan_id=planned.id)}
    return LookBackKept(id=planned.id), 201, where | _replayed(planned)


@blueprint.get("/look-backs/<uuid:plan_id>")
@spec.validate(resp=answers(LookBack, 404), tags=["look-backs"], operation_id="look_back")
def look_back(plan_id: UUID) -> LookBack:
    """Return a look-back: the sample, the progress and the results."""
    plan = queries.find(actor(), plan_id)
    return _shaped(plan, results.results(plan, actor()))


@blueprint.post("/look-backs/<uuid:plan_id>/take-back")
@spec.validate(
    resp=answers(LookBackKept, 403, 404, 409, 413, 415, 422),
    tags=["look-backs"],
    operation_id="take_back_look_back",
)
def take_back_look_back(
    plan_id: UUID, json: TakingBack
) -> tuple[LookBackKept, int, dict[str, str]]:
    """Cancel a sample before its day; the plan stays on record."""
    fields = json.model_dump()
    planned = commands.take_back(actor(), plan_id, fields, keys.key_for(fields))
    return LookBackKept(id=planned.id), 200, _replayed(planned)


def _replayed(kept: commands.PlannedLookBack) -> dict[str, str]:
    return {keys.REPLAYED: "true"} if kept.replayed else {}


def _line(plan: queries.LookBackPlan) -> dict[str, object]:
    return {
        "id": plan.id,
        "day": plan.day,
        "state": plan.state,
        "unit_id": plan.unit_id,
        "unit": said.words(plan.unit),
        "drawn": plan.drawn,
        "drawn_by": plan.drawn_by,
        "drawn_at": plan.drawn_at,
        "reason": plan.reason,
    }


def _shaped(plan: queries.LookBackPlan, found: results.LookBackResults) -> LookBack:
    return LookBack(
        **_line(plan),
        strata_by=plan.strata_by,
        measure=plan.measure,
        amount=plan.amount,
        closed_from=plan.closed_from,
        seed=plan.seed,
        called_at=plan.called_at,
        taken_back_at=plan.taken_back_at,
        taken_back_by=plan.taken_back_by or "",
        taken_back_reason=plan.taken_back_reason or "",
        together=LookBackCount(population=found.together.population, **found.together.told),
        strata=[_stratum(of) for of in found.samples],
        units=[_unit(count) for count in found.units],
        items=[_item(one, found) for one in found.found],
    )


def _stratum(of: Stratum) -> LookBackStratum:
    return LookBackStratum(
        severity=of.severity, unit_id=of.unit_id, population=list(of.population),
        drawn=list(of.drawn),
    )  # fmt: skip


def _unit(count: results.Count) -> LookBackUnit:
    return LookBackUnit(unit=said.words(count.whose), relapses=count.relapses, **count.told)


def _item(one: results.LookBackFinding, found: results.LookBackResults) -> LookBackItem:
    return LookBackItem(
        number=one.number,
        title=one.title,
        severity=one.severity,
        unit_id=one.unit_id,
        unit=said.words(found.names[one.unit_id]),
        outcome=one.outcome,
        at=one.at,
        by=one.by,
        comment=one.comment,
    )
