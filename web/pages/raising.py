"""Raising an item, with or without a parent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import answers, drafts
from web.auth import actor
from web.errors import problem_of, status_of
from web.forms import Filled, form_keys, inputs, listed_faults, part_rows
from web.pages.lists import list_type_of
from web.recipients import told
from workflow import queries
from workflow.declaration import PROBLEMS, Item, fields
from workflow.engine import commands
from workflow.engine.idempotency import was_used
from workflow.engine.results import Done
from workflow.errors import KeyReused, NotFound, NotPossible, WorkflowError
from workflow.queries.recent_units import recent_units
from workflow.queries.similar_problems import Alike, alike_raised
from workflow.words import Words

blueprint = Blueprint("raising", __name__)
_DOUBLE = Words(
    "同一单位不久前已经提出过相似的问题，见下。确实是另一个问题的，请再提交一次。",
    "This unit has a like problem raised not long ago, see below. If this is another one, send it"
    " once more.",
)


@blueprint.get("/lists/<key>/raise")
def form(key: str) -> AnyResponse | str:
    """Show the form; under a parent it begins with the parent's unit and severity."""
    parent = _parent(key, request.args.get("parent", ""))
    if away := form_keys.named():
        return away
    values = {"unit": str(parent.unit_id), "severity": parent.severity} if parent else _named()
    return _page(key, parent, Filled(values, key=form_keys.key()))


def _named() -> dict[str, str]:
    """Return the unit that the address names."""
    return {"unit": request.args["unit"]} if "unit" in request.args else {}


@blueprint.post("/lists/<key>/raise")
def create(key: str) -> AnyResponse:
    """Raise the item, or show the form again with the reason and the entered values."""
    filled = Filled.sent()
    parent = _parent(key, filled.parent)
    try:
        filled.take(queries.raise_form(key))
        if request.form.get("do") == "propose":
            return make_response(_page(key, parent, filled))
        if doubles := _doubles(key, filled):
            return _again(key, parent, filled, NotPossible(_DOUBLE), doubles)
        done = _raised(key, parent, filled)
    except NotFound:
        raise
    except KeyReused as error:
        filled.key = form_keys.fresh()
        return _again(key, parent, filled, form_keys.sent_before(error))
    except WorkflowError as error:
        return _again(key, parent, filled, error)
    if not answers.is_quiet():
        drafts.done(_told(done, bool(filled.uploads.pieces)))
    return answers.taken(url_for("items.item", number=done.number))


def _raised(key: str, parent: Item | None, filled: Filled) -> Done:
    whole = commands.NewItem(
        list_key=key,
        fields=filled.values,
        comment=filled.comment,
        evidence=filled.uploads.pieces,
        parent=parent.number if parent else None,
    )
    parts = part_rows.sent(key, filled.parts)
    return commands.raise_matter(whole, parts, actor(), filled.idempotency_key())[0]


def _doubles(key: str, filled: Filled) -> list[Alike]:
    """Return the doubles of the item, unless shown already, or the form was sent before."""
    unit = fields.unit_id(filled.values.get("unit"))
    sent = filled.idempotency_key()
    if key != PROBLEMS or unit is None or (sent and was_used(sent)):
        return []
    seen = request.form.get("seen", "").split(",")
    found = alike_raised(unit, filled.values.get("title", ""), actor(), datetime.now(UTC))
    return [one for one in found if one.number not in seen]


def _told(done: Done, with_files: bool) -> str:
    if not done.replayed:
        return str(gettext("Raised as %(number)s", number=done.number))
    said = str(gettext("You sent this form before: this is what it raised. No second one was."))
    if with_files:
        said += " " + gettext("Files chosen only now were not added; hand them in here.")
    return said


def _again(
    key: str,
    parent: Item | None,
    filled: Filled,
    error: WorkflowError,
    doubles: Sequence[Alike] = (),
) -> Response:
    filled.note(error)
    if answers.in_data():
        return problem_of(error, kept=filled.uploads.tokens())
    return make_response(_page(key, parent, filled, error, doubles), status_of(error))


def _parent(key: str, number: str) -> Item | None:
    list_type_of(key)
    return queries.place_to_raise(key, number, actor(), datetime.now(UTC))


def _page(
    key: str,
    parent: Item | None,
    filled: Filled,
    error: WorkflowError | None = None,
    doubles: Sequence[Alike] = (),
) -> str:
    transition = queries.raise_form(key)
    now = datetime.now(UTC)
    parts = [] if parent else part_rows.shown(key, filled)
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
        needs=queries.needs_to_raise(key, now),
        recent=[] if parent else recent_units(key, actor()),
        doubles=doubles,
        seen=",".join([*filter(None, [request.form.get("seen")]), *(d.number for d in doubles)]),
        parts=[rows for rows in parts if queries.may_raise(rows.list_type.key, actor(), now)],
    )
