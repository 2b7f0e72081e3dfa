"""Imports that were written: their list, the items of each, and taking one back."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import status_of
from web.numbers import number
from workflow.declaration import TAKE_OVER_ROWS, pack
from workflow.errors import NotPermitted, NotPossible, WorkflowError
from workflow.imports import past

blueprint = Blueprint("past_imports", __name__, url_prefix="/imports/past")


@blueprint.get("")
def show() -> str:
    """Show the imports whose items the person may import, the newest first."""
    found, following = past.page(actor(), number(request.args, "before"))
    return render_template("past_imports.html", imports=found, following=following)


@blueprint.get("/<int:import_id>")
def one(import_id: int) -> str:
    """Show an import and its items."""
    return _shown(import_id)


@blueprint.post("/<int:import_id>/take-back")
def take_back(import_id: int) -> AnyResponse:
    """Withdraw all items of an import on which no person has worked."""
    try:
        count = past.take_back(actor(), import_id)
    except (NotPossible, NotPermitted) as error:
        return make_response(_shown(import_id, error), status_of(error))
    flash(ngettext("Taken back: %(num)s item.", "Taken back: %(num)s items.", count))
    return redirect(address(".one", import_id=import_id), 303)


def _shown(import_id: int, error: WorkflowError | None = None) -> str:
    record = past.find(actor(), import_id)
    items, following = past.items(record, request.args.get("after", ""))
    return render_template(
        "past_import.html",
        record=record,
        items=items,
        following=following,
        states={key: list_type.state for key, list_type in pack().lists.items()},
        may_take_back=TAKE_OVER_ROWS.held_by(actor()),
        error=error,
    )
