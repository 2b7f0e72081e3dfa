"""举一反三: a problem spread over the sister units, and what they attested."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from workflow import queries
from workflow.declaration import PROBLEMS
from workflow.engine.visibility import gone
from workflow.errors import NotFound, WorkflowError
from workflow.inspections import spread_results, spreading

blueprint = Blueprint("spreading", __name__, url_prefix="/items/<number>/spread")


@blueprint.get("")
def show(number: str) -> str:
    """Show the attestations of the sister units, and where else the same was found."""
    problem = queries.item(number, actor()).item
    if problem.list_key != PROBLEMS:
        raise gone(number)
    return render_template(
        "spread.html",
        problem=problem,
        attested=spread_results.attestations(actor(), problem),
        pattern=spread_results.pattern(actor(), problem),
        may_spread=spreading.is_spreader(actor(), problem),
    )


@blueprint.get("/new")
def form(number: str) -> str:
    """Show the form with the sister units to choose from, all of them chosen."""
    asked = spreading.spread_of(actor(), number)
    every = ",".join(str(id_) for id_, _ in asked.sisters)
    return _form(asked, Filled({"units": every}))


@blueprint.post("/new")
def spread(number: str) -> Response:
    """Open the round, or show the form again with the reason."""
    filled = Filled.sent()
    try:
        made = spreading.spread(actor(), number, filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        asked = spreading.spread_of(actor(), number)
        return make_response(_form(asked, filled, error), status_of(error))
    drafts.done(gettext("The round is planned, and the units are told."))
    return redirect(url_for("rounds.round_", round_id=made), 303)


def _form(asked: spreading.Spread, filled: Filled, error: WorkflowError | None = None) -> str:
    return render_template(
        "spread_form.html",
        problem=asked.problem,
        inputs=inputs(asked.form, filled, actor(), None),
        error=error,
        faults=filled.faults_beside({field.key for field in asked.form.fields}),
    )
