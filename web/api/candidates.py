"""``/candidates``: possible findings, taken up as a problem or dismissed with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Before, Plain, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, acted
from web.api.items import next_page
from web.api.once import once
from web.api.rounds import RaisedPage
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.declaration import DECIDE_CANDIDATES
from workflow.inspections.candidates import deciding, queries
from workflow.inspections.candidates.queries import Candidate


class CandidatesQuery(Sent):
    """The candidates wanted: without a decision, or with a decision; noted before one."""

    show: Literal["open", "decided"] = "open"
    before: Before | None = None


class Taken(Sent):
    """Values of the problem in place of the suggestions."""

    fields: dict[str, Plain] = Field(default_factory=dict)


class Dismissed(Sent):
    """Why a candidate is no finding."""

    reason: str


class CandidateTold(Told):
    """A candidate, with the values suggested for the problem and the decision, if any."""

    id: int
    kind: str
    words: Words
    unit_id: int
    unit: Words
    title: str
    source: str
    about: str
    found_on: date
    noted_at: datetime
    suggested: dict[str, str]
    decision: str
    reason: str
    number: str
    decided_at: datetime | None
    decided_by: str


class CandidatesPage(Told):
    """Candidates within the units of the account, the newest first, and the open ones by kind.

    ``next`` leads to older candidates.
    """

    candidates: list[CandidateTold]
    counts: dict[str, int]
    next: str | None


@blueprint.get("/candidates")
@spec.validate(resp=answers(CandidatesPage, 404), tags=["checks"], operation_id="candidates")
def every_candidate(query: CandidatesQuery) -> CandidatesPage:
    """Return the candidates for findings, open or decided."""
    found = queries.candidates(actor(), query.show, before=query.before)
    return CandidatesPage(
        candidates=[_told(one) for one in found],
        counts=queries.counts(actor()),
        next=next_page(before=found[-1].id) if len(found) == queries.MOST else None,
    )


@blueprint.get("/candidates/<int:candidate_id>")
@spec.validate(resp=answers(CandidateTold, 404), tags=["checks"], operation_id="candidate")
def one_candidate(candidate_id: int) -> CandidateTold:
    """Return a candidate."""
    return _told(queries.candidate(actor(), candidate_id))


@blueprint.post("/candidates/<int:candidate_id>/take-up")
@spec.validate(
    resp=answers(RaisedPage, *REFUSED, status=201),
    tags=["checks"],
    operation_id="take_up_candidate",
)
def take_up_candidate(candidate_id: int, json: Taken) -> tuple[RaisedPage, int, dict[str, str]]:
    """Raise problem, tasks and responsibilities for a candidate."""
    DECIDE_CANDIDATES.demand(actor())

    def act() -> RaisedPage:
        done = deciding.take_up(actor(), candidate_id, json.fields)
        return RaisedPage(raised=[said.done(one) for one in done])

    return once(RaisedPage, json, act, 201)


@blueprint.post("/candidates/<int:candidate_id>/dismiss")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["checks"], operation_id="dismiss_candidate")
def dismiss_candidate(candidate_id: int, json: Dismissed) -> tuple[Acted, int, dict[str, str]]:
    """Dismiss a candidate with a reason; it stays, and is not noted again."""
    DECIDE_CANDIDATES.demand(actor())
    return acted(json, lambda: deciding.dismiss(actor(), candidate_id, json.model_dump()))


def _told(found: Candidate) -> CandidateTold:
    named = ("words", "unit", "suggested")
    told = {key: getattr(found, key) for key in CandidateTold.model_fields if key not in named}
    return CandidateTold(
        words=said.words(found.kind_words), unit=said.words(found.unit),
        suggested=found.suggested, **told,
    )  # fmt: skip
