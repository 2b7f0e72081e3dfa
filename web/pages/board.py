"""The public board: notices, public on their days, and the objections to notices."""

from __future__ import annotations

import time
from datetime import date
from functools import lru_cache

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from web.auth import identity_or_none
from web.devices import visitor
from web.errors import answered
from web.forms import Filled, stranger_forms
from workflow import journal
from workflow.accounts import throttle
from workflow.errors import NO_PAGE, NotFound, WorkflowError
from workflow.inspections.complaints import objections
from workflow.platform import settings
from workflow.queries import board
from workflow.queries.board import BoardNotice
from workflow.registers.queries import today

blueprint = Blueprint("board", __name__, url_prefix="/board")
_FOR = 10.0  # seconds for which the list is kept in the process


@blueprint.get("")
def show() -> str:
    """Show what is on display today."""
    _demand_open()
    day = today()
    kept = _kept(settings().database_url, int(time.monotonic() / _FOR), day)
    return render_template("board.html", notices=kept, issuer=board.issuer(day))


@blueprint.get("/<number>")
def notice(number: str) -> str:
    """Show a notice, to be printed, with the form of an objection."""
    _demand_open()
    return _page(number, stranger_forms.fresh())


@blueprint.post("/<number>")
def object_(number: str) -> Response:
    """Take an objection and show its receipt, once; or the notice again with the reason."""
    _demand_open()
    journal.coming_from(None)
    filled = stranger_forms.sent()
    try:
        throttle.count(throttle.complaining(visitor().address), kind="throttled")
        receipt = objections.object_to(number, filled.values, filled.key)
    except NotFound:
        raise
    except WorkflowError as error:
        shown = stranger_forms.refused(filled, error)
        return answered(_page(number, filled, shown), shown)
    return make_response(render_template("complaint_taken.html", receipt=receipt))


@lru_cache(maxsize=2)
def _kept(_database: str, _moment: int, day: date) -> list[BoardNotice]:
    return board.displayed(day)


def _demand_open() -> None:
    """Refuse strangers where the organisation wants no open board.

    Raises ``NotFound``.
    """
    if not (settings().public_board or identity_or_none()):
        raise NotFound(NO_PAGE)


def _page(number: str, filled: Filled, error: WorkflowError | None = None) -> str:
    day = today()
    return render_template(
        "board_notice.html",
        notice=board.notice(number, day),
        issuer=board.issuer(day),
        inputs=stranger_forms.inputs_of(objections.FORM, filled),
        filled=filled,
        error=error,
        faults=list(filled.faults.values()),
    )
