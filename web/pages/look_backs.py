"""Look-backs: drawn for a day, secret until then, with their results."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, form_keys, inputs, listed_faults, unit_chosen
from workflow.declaration import DRAW_LOOK_BACKS
from workflow.errors import KeyReused, NotFound, WorkflowError
from workflow.inspections.look_backs import commands, queries
from workflow.inspections.look_backs.forms import PLAN, TAKE_BACK
from workflow.inspections.look_backs.results import OUTCOMES, results
from workflow.inspections.look_backs.sampling import BY, MEASURES

blueprint = Blueprint("look_backs", __name__, url_prefix="/look-backs")


@blueprint.get("")
def show() -> str:
    """Show the look-backs visible to the person."""
    return render_template(
        "look_backs.html", plans=queries.plans(actor()), may_draw=DRAW_LOOK_BACKS.held_by(actor())
    )


@blueprint.get("/new")
def form() -> Response | str:
    """Show the form to draw a sample."""
    DRAW_LOOK_BACKS.demand(actor())
    if away := form_keys.named():
        return away
    usual = {"by": "severity_unit", "measure": "percent", "amount": "20"}
    return _form(Filled(usual, key=form_keys.key()))


@blueprint.post("/new")
def draw() -> Response:
    """Draw the sample, or show the form again with the reason and the entered values."""
    filled = Filled.sent()
    DRAW_LOOK_BACKS.demand(actor())
    try:
        key = filled.idempotency_key()
        drawn = commands.plan(actor(), unit_chosen(actor(), filled.values), key)
    except KeyReused as error:
        filled.key = form_keys.fresh()
        return make_response(_form(filled, form_keys.sent_before(error)), 409)
    except WorkflowError as error:
        filled.note(error)
        return make_response(_form(filled, error), status_of(error))
    drafts.done(
        gettext("You sent this form before: it was carried out then, and only once.")
        if drawn.replayed
        else gettext("The sample is drawn. Until its day it is secret.")
    )
    return redirect(url_for(".plan", plan_id=drawn.id), 303)


@blueprint.get("/<uuid:plan_id>")
def plan(plan_id: UUID) -> str:
    """Show a look-back: the sample, the progress and the results."""
    return _plan(plan_id, Filled())


@blueprint.post("/<uuid:plan_id>/take-back")
def take_back(plan_id: UUID) -> Response:
    """Cancel a sample before its day."""
    filled = Filled.sent()
    try:
        commands.take_back(actor(), plan_id, filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_plan(plan_id, filled, error), status_of(error))
    flash(gettext("The look-back was taken back."))
    return redirect(url_for(".plan", plan_id=plan_id), 303)


def _form(filled: Filled, error: WorkflowError | None = None) -> str:
    return render_template(
        "look_back_form.html",
        inputs=inputs(PLAN, filled, actor(), None),
        key=filled.key or form_keys.fresh(),
        error=error,
        faults=listed_faults(PLAN, filled),
    )


def _plan(plan_id: UUID, filled: Filled, error: WorkflowError | None = None) -> str:
    look_back = queries.find(actor(), plan_id)
    shown: dict[str, Any] = {
        "plan": look_back,
        "results": results(look_back, actor()),
        "outcomes": OUTCOMES,
        "by": BY,
        "measures": MEASURES,
    }
    return render_template(
        "look_back.html",
        may_take_back=look_back.may_take_back and DRAW_LOOK_BACKS.held_by(actor()),
        inputs=inputs(TAKE_BACK, filled, actor(), None),
        error=error,
        **shown,
    )
