"""``/items/{number}/spread``: a problem spread over the sister units, and their attestations."""

from __future__ import annotations

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.declared import Told, Words
from web.api.once import once
from web.api.rounds import RoundPlanned
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow import queries
from workflow.declaration import PROBLEMS
from workflow.engine.visibility import gone
from workflow.inspections import spread_results, spreading


class SpreadSent(Sent):
    """The sister units that are to look for the same, by id, and the last day."""

    units: list[int]
    last_day: str


class AttestationTold(Told):
    """The answer of a sister unit, and the problems of the same line found there later."""

    number: str
    unit_id: int
    unit: Words
    state: str
    verdict: str | None
    found: list[str]
    belied: bool


class SpreadTold(Told):
    """The attestations of a problem, and its like in other units, by number."""

    attestations: list[AttestationTold]
    pattern: list[str]


@blueprint.get("/items/<number>/spread")
@spec.validate(resp=answers(SpreadTold, 404), tags=["checks"], operation_id="spread")
def spread_told(number: str) -> SpreadTold:
    """Return what the sister units attested, and where else the same was found."""
    problem = queries.item(number, actor()).item
    if problem.list_key != PROBLEMS:
        raise gone(number)
    return SpreadTold(
        attestations=[_told(one) for one in spread_results.attestations(actor(), problem)],
        pattern=[one.number for one in spread_results.pattern(actor(), problem)],
    )


@blueprint.post("/items/<number>/spread")
@spec.validate(
    resp=answers(RoundPlanned, *REFUSED, status=201), tags=["checks"],
    operation_id="spread_problem",
)  # fmt: skip
def spread_problem(number: str, json: SpreadSent) -> tuple[RoundPlanned, int, dict[str, str]]:
    """Open a round of the problem's line over sister units, which attest for themselves."""
    spreading.spread_of(actor(), number)
    given = {"units": [str(unit) for unit in json.units], "last_day": json.last_day}
    return once(
        RoundPlanned, json,
        lambda: RoundPlanned(id=spreading.spread(actor(), number, given)), 201,
    )  # fmt: skip


def _told(one: spread_results.Attestation) -> AttestationTold:
    return AttestationTold(
        number=one.number, unit_id=one.unit_id, unit=said.words(one.unit), state=one.state,
        verdict=one.verdict, found=one.found, belied=one.is_belied,
    )  # fmt: skip
