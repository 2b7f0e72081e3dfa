"""``/rounds``, ``/coverage`` and the findings of a check."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from web.api import said, shapes
from web.api.blueprint import blueprint
from web.api.bodies import LONGEST_NUMBER, Digits, Plain, Sent
from web.api.declared import Told, Words
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.inspections import findings, progress, rounds
from workflow.inspections.coverage import coverage as covered
from workflow.inspections.covered_units import checked_kinds
from workflow.inspections.progress import CheckProgress, Round

_Key = Annotated[str, Field(max_length=LONGEST_NUMBER)]


class RoundSent(Sent):
    """A round to be planned: an edition of a sheet over the units of some kinds below a unit."""

    title: str
    kind: str
    edition: int
    unit: int
    unit_kinds: list[str]
    head: int | None = None
    first_day: str
    last_day: str


class FindingsSent(Sent):
    """A failing line with values in place of the suggested ones; without a line all of them."""

    line: _Key | None = None
    fields: dict[str, Plain] = Field(default_factory=dict)


class CoverageQuery(Sent):
    """The sheet, and the id of the unit after which the page begins."""

    sheet: _Key
    after: Annotated[int, Field(ge=0, lt=2**31), Digits] = 0


class RoundTold(Told):
    """A round as planned."""

    id: int
    title: str
    kind: str
    edition_id: int
    sheet: str
    edition: int
    unit: Words
    first_day: date
    last_day: date
    made_at: datetime
    made_by: str


class RoundsPage(Told):
    """The newest rounds around the account."""

    rounds: list[RoundTold]


class CheckTold(Told):
    """A check of a round: the progress and the findings."""

    number: str
    unit_id: int
    unit: Words
    state: str
    lines: int
    answered: int
    failing: int
    raised: int
    open: int
    score: str


class RoundWithChecks(RoundTold):
    """A round with the checks visible to the account."""

    checks: list[CheckTold]


class RoundPlanned(Told):
    """The planned round."""

    id: int


class RaisedPage(Told):
    """The items raised, each problem before the tasks and responsibilities."""

    raised: list[shapes.Done]


class CellTold(Told):
    """A procedure in a unit: when checked, how often failing, items raised, items open."""

    line: str
    unit_id: int
    on: date | None
    failing: int
    raised: int
    open: int
    checks: list[str]
    problems: list[str]


class CoverageTold(Told):
    """The cells reached by a check; a procedure and a unit without a cell were never checked."""

    edition_id: int
    lines: list[str]
    units: list[int]
    cells: list[CellTold]
    never: int
    after: int | None


@blueprint.get("/rounds")
@spec.validate(resp=answers(RoundsPage, 404), tags=["checks"], operation_id="rounds")
def every_round() -> RoundsPage:
    """Return the newest rounds of checks around the account."""
    return RoundsPage(rounds=[RoundTold(**_round(one)) for one in progress.rounds(actor())])


@blueprint.post("/rounds")
@spec.validate(
    resp=answers(RoundPlanned, *REFUSED, status=201), tags=["checks"], operation_id="plan_round"
)
def plan_round(json: RoundSent) -> tuple[RoundPlanned, int, dict[str, str]]:
    """Plan a round with a check for each unit."""
    rounds.refuse_others(actor())
    given = {key: value for key, value in json.model_dump().items() if value is not None}
    return once(RoundPlanned, json, lambda: RoundPlanned(id=rounds.plan(actor(), given)), 201)


@blueprint.get("/rounds/<int:round_id>")
@spec.validate(resp=answers(RoundWithChecks, 404), tags=["checks"], operation_id="round")
def one_round(round_id: int) -> RoundWithChecks:
    """Return a round with the progress of its checks."""
    found, checks = progress.round_of(actor(), round_id)
    return RoundWithChecks(**_round(found), checks=[_check(one) for one in checks])


@blueprint.post("/items/<number>/findings")
@spec.validate(
    resp=answers(RaisedPage, *REFUSED, status=201), tags=["checks"], operation_id="raise_findings"
)
def raise_findings(number: str, json: FindingsSent) -> tuple[RaisedPage, int, dict[str, str]]:
    """Raise problem, tasks and responsibilities for a failing line of a check, or for all."""

    def act() -> RaisedPage:
        if json.line is None:
            done = findings.raise_all(actor(), number)
        else:
            done = findings.raise_finding(actor(), number, json.line, json.fields)
        return RaisedPage(raised=[said.done(one) for one in done])

    return once(RaisedPage, json, act, 201)


@blueprint.get("/coverage")
@spec.validate(resp=answers(CoverageTold, 404), tags=["checks"], operation_id="coverage")
def coverage(query: CoverageQuery) -> CoverageTold:
    """Return the checks of each procedure of a sheet in each unit, with the results."""
    found = covered(actor(), query.sheet, checked_kinds(), query.after)
    cells = [
        CellTold(
            line=line, unit_id=unit, on=cell.on, failing=cell.failing, raised=cell.raised,
            open=cell.open, checks=sorted(cell.checks), problems=sorted(cell.problems),
        )
        for (line, unit), cell in found.cells.items()
    ]  # fmt: skip
    return CoverageTold(
        edition_id=found.edition.id, lines=[row.number for row in found.rows],
        units=[unit.id for unit in found.units], cells=cells, never=found.never,
        after=found.after,
    )  # fmt: skip


def _round(found: Round) -> dict[str, object]:
    told = {key: getattr(found, key) for key in RoundTold.model_fields if key != "unit"}
    return told | {"unit": said.words(found.unit)}


def _check(found: CheckProgress) -> CheckTold:
    told = {key: getattr(found, key) for key in CheckTold.model_fields if key != "unit"}
    return CheckTold(unit=said.words(found.unit), **told)
