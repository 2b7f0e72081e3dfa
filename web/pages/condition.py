"""The condition of the service, for those who look after it."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import actor
from workflow.invariants.showing import invariants
from workflow.queries.health import readiness

blueprint = Blueprint("condition", __name__)


@blueprint.get("/condition")
def show() -> str:
    """Show the invariants, the timetable and the mails that wait."""
    looked = invariants(actor())
    return render_template("condition.html", looked=looked, ready=readiness())
