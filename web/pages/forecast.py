"""The forecast of a day if nobody acts, for people who may see the items."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from web.auth import actor
from web.errors import answered
from workflow.declaration import FORESEE, pack
from workflow.errors import BadInput, NotFound, WorkflowError
from workflow.escalation import forecast_queries
from workflow.words import Words

blueprint = Blueprint("forecast", __name__)
ROWS = 100  # entries of one kind, and people, that are shown; the rest is counted
_NO_DAY = Words("请写成2026-12-31这样的日期。", "Write the day like 2026-12-31.")


@blueprint.get("/forecast")
def show() -> Response:
    """Show the forecast of a day; without a day, today."""
    FORESEE.demand(actor())
    typed = request.args.get("on", "")
    try:
        outlook = forecast_queries.outlook(
            actor(), _day(typed) if typed else forecast_queries.today()
        )
    except NotFound:
        raise
    except WorkflowError as error:
        return answered(_page(typed, None, error), error)
    return make_response(_page(outlook.day.isoformat(), outlook))


def _page(
    typed: str, found: forecast_queries.Outlook | None, error: WorkflowError | None = None
) -> str:
    return render_template(
        "forecast.html",
        typed=typed,
        told=found,
        today=forecast_queries.today(),
        day_more=timedelta(days=1),
        error=error,
        rows=ROWS,
        levels=pack().levels,
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadInput(_NO_DAY, {"on": _NO_DAY}) from None
