"""Requests of an administrator that need the approval of another."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import step_up
from web.auth import actor
from web.errors import status_of
from web.languages import language
from workflow.declaration import APPROVE
from workflow.errors import (
    BadInput,
    NotPermitted,
    NotPossible,
    TooManyTries,
    WorkflowError,
)
from workflow.organisation.staff import approving
from workflow.words import Words

blueprint = Blueprint("approvals", __name__, url_prefix="/approvals")


@blueprint.get("")
def show() -> str:
    """Show the waiting requests."""
    _demand()
    return render_template("approvals.html", requests=approving.requests(actor()))


@blueprint.get("/<int:approval_id>")
def request(approval_id: int) -> str:
    """Show a request with the possible answers."""
    return _page(approval_id)


@blueprint.post("/<int:approval_id>/agree")
def agree(approval_id: int) -> AnyResponse:
    """Agree to a request; its act is carried out at once."""
    _demand()
    try:
        step_up.prove(APPROVE)
        approving.agree(actor(), approval_id)
    except (BadInput, NotPossible, NotPermitted, TooManyTries) as error:
        return make_response(_page(approval_id, error), status_of(error))
    flash(gettext("Agreed, and carried out."))
    return redirect(url_for(".show"), 303)


@blueprint.post("/<int:approval_id>/refuse")
def refuse(approval_id: int) -> AnyResponse:
    """Refuse a request, or take one's own back."""
    _demand()
    approving.refuse(actor(), approval_id)
    flash(gettext("Refused; nothing was changed."))
    return redirect(url_for(".show"), 303)


def waits_for_another(what: Words) -> str:
    """Return the sentence that an act was asked for and waits."""
    return str(
        gettext(
            "Asked for: %(what)s. It takes effect once another administrator has agreed.",
            what=what.of(language()),
        )
    )


def _demand() -> None:
    APPROVE.demand(actor())


def _page(approval_id: int, error: WorkflowError | None = None) -> str:
    _demand()
    return render_template(
        "approval.html",
        asked=approving.request(actor(), approval_id),
        proof=step_up.needed(APPROVE),
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
    )
