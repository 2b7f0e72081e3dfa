"""``/complaints``: complaints received, the complainants, and the findings they become.

A program that hands one in for itself leaves no trace of its account: the answer is derived from
the idempotency key, and not kept.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from web.api import keys, said, shapes
from web.api.blueprint import blueprint
from web.api.bodies import Plain, Sent
from web.api.declared import Told
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow import journal
from workflow.inspections.complaints import findings, forms, identities
from workflow.inspections.complaints.receiving import receive

_Text = Annotated[str, Field(max_length=6000)]


class ComplaintSent(Sent):
    """A complaint; ``way`` is for a clerk entering a complaint received otherwise."""

    title: _Text
    text: _Text
    about: _Text
    name: _Text = ""
    contact: _Text = ""
    way: _Text | None = None


class ReceiptTold(Told):
    """The number and the secret code, of which the service keeps no copy."""

    number: str
    code: str


class ComplainantTold(Told):
    """Who complained, for the handler alone."""

    name: str
    contact: str


class FindingSent(Sent):
    """The fields of the finding, as for a problem, without its source."""

    fields: dict[str, Plain] = Field(default_factory=dict)


@blueprint.post("/complaints")
@spec.validate(
    resp=answers(ReceiptTold, *REFUSED, status=201),
    tags=["complaints"],
    operation_id="receive_complaint",
)
def receive_complaint(json: ComplaintSent) -> tuple[ReceiptTold, int, dict[str, str]]:
    """Receive a complaint: the account's own, or as entered by a clerk."""
    given = {key: value for key, value in json.model_dump().items() if value is not None}
    clerk = actor() if forms.WAY in given else None
    if clerk is None:
        journal.coming_from(None)
    receipt = receive(given, keys.of_form(), clerk=clerk)
    return ReceiptTold(number=receipt.number, code=receipt.code), 201, {}


@blueprint.post("/complaints/<number>/complainant")
@spec.validate(
    resp=answers(ComplainantTold, *REFUSED), tags=["complaints"], operation_id="complainant"
)
def complainant(number: str) -> ComplainantTold:
    """Return the complainant; the journal notes every look."""
    keys.refuse_reused(None)
    found = identities.complainant_of(actor(), number)
    return ComplainantTold(name=found.name, contact=found.contact)


@blueprint.post("/complaints/<number>/finding")
@spec.validate(
    resp=answers(shapes.Done, *REFUSED, status=201),
    tags=["complaints"],
    operation_id="raise_complaint_finding",
)
def raise_complaint_finding(
    number: str, json: FindingSent
) -> tuple[shapes.Done, int, dict[str, str]]:
    """Raise the finding of a complaint."""

    def act() -> shapes.Done:
        return said.done(findings.raise_finding(actor(), number, json.fields))

    return once(shapes.Done, json, act, 201)
