"""Candidates for findings: listed, taken up as a problem with its two lists, or dismissed."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs, unit_chosen
from web.numbers import LARGEST_LONG, number
from workflow.declaration import pack
from workflow.errors import NotFound, WorkflowError, faults_in
from workflow.inspections.candidates import deciding, queries
from workflow.inspections.candidates.queries import Which

blueprint = Blueprint("candidates", __name__, url_prefix="/candidates")


@blueprint.get("")
def show() -> str:
    """Show the open candidates, or the decided ones."""
    return _list()


@blueprint.get("/<int:candidate_id>/raise")
def form(candidate_id: int) -> str:
    """Show the form of the problem, filled in with what is known."""
    found = queries.candidate(actor(), candidate_id)
    return _form(found, Filled(found.suggested))


@blueprint.post("/<int:candidate_id>/raise")
def take_up(candidate_id: int) -> Response:
    """Raise the three lists, or show the form again with the reason."""
    filled = Filled.sent()
    try:
        filled.values = unit_chosen(actor(), filled.values)
        done = deciding.take_up(actor(), candidate_id, filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        found = queries.candidate(actor(), candidate_id)
        return make_response(_form(found, filled, error), status_of(error))
    drafts.done(gettext("Raised: %(numbers)s", numbers=", ".join(one.number for one in done)))
    return redirect(url_for("items.item", number=done[0].number), 303)


@blueprint.post("/<int:candidate_id>/dismiss")
def dismiss(candidate_id: int) -> Response:
    """Dismiss a candidate with a reason, or show the list again with the fault."""
    try:
        deciding.dismiss(actor(), candidate_id, {"reason": request.form.get("reason", "")})
    except NotFound:
        raise
    except WorkflowError as error:
        return make_response(_list(error), status_of(error))
    flash(gettext("Dismissed. It is kept with your reason."))
    return redirect(url_for(".show"), 303)


def _list(error: WorkflowError | None = None) -> str:
    which: Which = "decided" if request.args.get("show") == "decided" else "open"
    kind = request.args.get("kind", "")
    kind = kind if kind in pack().candidates else ""
    before = number(request.args, "before", LARGEST_LONG)
    found = queries.candidates(actor(), which, kind, before)
    return render_template(
        "candidates.html",
        found=found,
        before=before,
        older=found[-1].id if len(found) == queries.MOST else None,
        number_of=queries.counts(actor()),
        kinds=pack().candidates,
        kind=kind,
        which=which,
        error=error,
        faults=[*faults_in(error).values()] if error else [],
    )


def _form(found: queries.Candidate, filled: Filled, error: WorkflowError | None = None) -> str:
    asked = deciding.raise_form(found)
    return render_template(
        "candidate.html",
        found=found,
        inputs=inputs(asked, filled, actor(), found.path),
        levels=pack().responsibility,
        error=error,
        faults=filled.faults_beside({field.key for field in asked.fields}),
    )
