"""The calendar's effect on existing due dates: preview, apply, stop."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import step_up
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from web.numbers import LARGEST_LONG, number
from workflow.declaration import APPLY_CALENDAR
from workflow.errors import WorkflowError
from workflow.escalation.calendar_changes import recalculation_job
from workflow.escalation.calendar_changes.forms import APPLY
from workflow.escalation.calendar_changes.recalculation_preview import preview

nested = Blueprint("due_dates", __name__, url_prefix="/due-dates")
_LARGEST = 2**62


@nested.get("")
def show() -> str:
    """Show every open item to be moved, before and after, or the progress of a pass."""
    return _page(Filled())


@nested.post("")
def apply() -> AnyResponse:
    """Begin to apply the calendar shown on the page."""
    filled = Filled.sent()
    try:
        APPLY_CALENDAR.demand(actor())
        step_up.prove(APPLY_CALENDAR)
        recalculation_job.begin(
            actor(), filled.values.get("reason", ""), filled.values.get("edition", "")
        )
    except WorkflowError as error:
        filled.note(error)
        return make_response(_page(filled, error), status_of(error))
    flash(gettext("The calendar is being applied; you need not wait for it."))
    return redirect(url_for(".show"), 303)


@nested.post("/stop")
def stop() -> AnyResponse:
    """Stop the running pass."""
    recalculation_job.stop(actor())
    flash(gettext("It was stopped. What has moved stays moved; the rest can be applied later."))
    return redirect(url_for(".show"), 303)


def _page(filled: Filled, error: WorkflowError | None = None) -> str:
    APPLY_CALENDAR.demand(actor())
    newest = recalculation_job.newest()
    after = number(request.args, "after", LARGEST_LONG) or 0
    running = newest is not None and newest.ended_at is None
    return render_template(
        "due_dates.html",
        newest=newest,
        preview=None if running else preview(actor(), after),
        inputs=inputs(APPLY, filled, actor(), None),
        proof=step_up.needed(APPLY_CALENDAR),
        filled=filled,
        error=error,
        faults=[words for key, words in filled.faults.items() if key != "proof"],
    )
