"""Raising an item, with or without a parent."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, form_keys
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs, listed_faults
from web.pages.lists import list_type_of
from web.recipients import told
from workflow import queries
from workflow.declaration import Item
from workflow.engine import commands
from workflow.engine.results import Done
from workflow.errors import KeyReused, NotFound, WorkflowError

blueprint = Blueprint("raising", __name__)


@blueprint.get("/lists/<key>/raise")
def form(key: str) -> AnyResponse | str:
    """Show the form; under a parent it begins with the parent's unit and severity."""
    parent = _parent(key, request.args.get("parent", ""))
    if away := form_keys.named():
        return away
    values = {"unit": str(parent.unit_id), "severity": parent.severity} if parent else {}
    return _page(key, parent, Filled(values, key=form_keys.key()))


@blueprint.post("/lists/<key>/raise")
def create(key: str) -> AnyResponse:
    """Raise the item, or show the form again with the reason and the entered values."""
    filled = Filled.sent()
    parent = _parent(key, filled.parent)
    try:
        filled.take(queries.raise_form(key))
        done = commands.raise_item(
            key,
            actor(),
            fields=filled.values,
            comment=filled.comment,
            evidence=filled.uploads.pieces,
            parent=parent.number if parent else None,
            key=filled.idempotency_key(),
        )
    except NotFound:
        raise
    except KeyReused as error:
        filled.key = form_keys.fresh()
        return _again(key, parent, filled, form_keys.sent_before(error))
    except WorkflowError as error:
        return _again(key, parent, filled, error)
    drafts.done(_told(done, bool(filled.uploads.pieces)))
    return redirect(url_for("items.item", number=done.number), 303)


def _told(done: Done, with_files: bool) -> str:
    if not done.replayed:
        return str(gettext("Raised as %(number)s", number=done.number))
    said = str(gettext("You sent this form before: this is what it raised. No second one was."))
    if with_files:
        said += " " + gettext("Files chosen only now were not added; hand them in here.")
    return said


def _again(key: str, parent: Item | None, filled: Filled, error: WorkflowError) -> Response:
    filled.note(error)
    return make_response(_page(key, parent, filled, error), status_of(error))


def _parent(key: str, number: str) -> Item | None:
    list_type_of(key)
    return queries.place_to_raise(key, number, actor(), datetime.now(UTC))


def _page(key: str, parent: Item | None, filled: Filled, error: WorkflowError | None = None) -> str:
    transition = queries.raise_form(key)
    return render_template(
        "raise.html",
        list_type=list_type_of(key),
        parent=parent,
        transition=transition,
        inputs=inputs(transition, filled, actor(), parent.scope if parent else None),
        filled=filled,
        key=filled.key or form_keys.fresh(),
        error=error,
        faults=listed_faults(transition, filled),
        told=told(transition),
        needs=queries.needs_to_raise(key, datetime.now(UTC)),
    )
