"""``/approvals``: requests of an administrator, to be answered by another."""

from __future__ import annotations

from datetime import datetime

from web.api import said
from web.api.blueprint import blueprint
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.step_up import demand_proof
from workflow.declaration import APPROVE
from workflow.organisation.staff import approving


class ApprovalAsked(Told):
    """A request: act, person concerned, asking person, and whether the account may agree."""

    id: int
    kind: str
    words: Words
    person_id: int
    person: Words
    asked_at: datetime
    asked_by: str
    may_agree: bool


class ApprovalsPage(Told):
    """The waiting requests."""

    approvals: list[ApprovalAsked]


@blueprint.get("/approvals")
@spec.validate(resp=answers(ApprovalsPage, 403, 404), tags=["people"], operation_id="approvals")
def approvals() -> ApprovalsPage:
    """Return the waiting requests, for administrators."""
    APPROVE.demand(actor())
    return ApprovalsPage(approvals=[_told(one) for one in approving.requests(actor())])


@blueprint.get("/approvals/<int:approval_id>")
@spec.validate(resp=answers(ApprovalAsked, 403, 404), tags=["people"], operation_id="approval")
def approval(approval_id: int) -> ApprovalAsked:
    """Return a waiting request."""
    APPROVE.demand(actor())
    return _told(approving.request(actor(), approval_id))


@blueprint.post("/approvals/<int:approval_id>/agree")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["people"], operation_id="agree")
def agree(approval_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Agree to the request of another administrator; the act is carried out at once."""
    APPROVE.demand(actor())
    demand_proof(APPROVE)
    return acted(json, lambda: approving.agree(actor(), approval_id))


@blueprint.post("/approvals/<int:approval_id>/refuse")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["people"], operation_id="refuse")
def refuse(approval_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Refuse a request, or take one's own back; nothing is changed."""
    APPROVE.demand(actor())
    return acted(json, lambda: approving.refuse(actor(), approval_id))


def _told(found: approving.ApprovalRequest) -> ApprovalAsked:
    asked = found.approval
    return ApprovalAsked(
        id=asked.id,
        kind=asked.kind,
        words=said.words(asked.words),
        person_id=asked.person_id,
        person=said.words(found.person),
        asked_at=asked.asked_at,
        asked_by=asked.asked_name,
        may_agree=found.may_agree,
    )
