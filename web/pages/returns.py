"""Returns: asked for unit by unit, and filled in beginning with the proposed figures."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs, unit_chosen
from workflow.calendar import QUARTER, Period
from workflow.declaration import OPEN_RETURNS, RETURNS
from workflow.errors import NotFound, WorkflowError
from workflow.inspections import returns
from workflow.registers.queries import today

blueprint = Blueprint("returns", __name__, url_prefix="/returns")


@blueprint.get("/ask")
def form() -> str:
    """Show the form for asking units for a return; the address may hold initial values."""
    OPEN_RETURNS.demand(actor())
    begun = {"period": str(Period.of(today(), QUARTER).before), "unit_kinds": "branch"}
    return _form(Filled(begun | request.args.to_dict()))


@blueprint.post("/ask")
def ask() -> Response:
    """Ask units for a return, or show the form again with the reason and the entered values."""
    OPEN_RETURNS.demand(actor())
    filled = Filled.sent()
    try:
        filled.values = unit_chosen(actor(), filled.values)
        made = returns.ask_for(actor(), filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_form(filled, error), status_of(error))
    drafts.done(gettext("Units asked: %(count)s. Those who fill it in are told.", count=len(made)))
    return redirect(url_for("lists.items", key=RETURNS, state="open"), 303)


def _form(filled: Filled, error: WorkflowError | None = None) -> str:
    asked = returns.returns_form()
    return render_template(
        "return_form.html",
        inputs=inputs(asked, filled, actor(), None),
        error=error,
        faults=filled.faults_beside({field.key for field in asked.fields}),
    )
