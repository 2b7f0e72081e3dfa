"""A sitting: an act for many items, seen beforehand, confirmed once, with a result for each."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor, identity
from web.errors import status_of
from web.forms import Filled, form_keys, listed_faults
from web.forms.list_forms import asked as asked_of
from web.forms.sitting_forms import SittingForm, each, shared_inputs
from web.languages import say
from web.pages.lists import list_type_of
from web.recipients import told
from workflow import queries
from workflow.declaration import CHECK, ListType, Transition, pack
from workflow.engine import commands
from workflow.engine.results import Done
from workflow.engine.together import SharedForm, shared_move
from workflow.engine.visibility import gone
from workflow.errors import BadInput, KeyReused, NotPossible, StaleItem, WorkflowError
from workflow.queries import sitting_results
from workflow.queries.sitting import MOST, Sitting, sitting
from workflow.words import Words

blueprint = Blueprint("sittings", __name__)
INBOX = "inbox"
_OTHER = Words(
    "现在这样办理，结果与刚才显示的不同，所以还没有办理。请看下面现在的结果，再确认一次。",
    "What this does is no longer what was shown, so nothing was done. Look at what it does now, "
    "and confirm it again.",
)
_NONE = Words(
    "所选的事项现在都不能这样办理，原因见下。",
    "Nothing that was chosen is possible now; the reasons are below.",
)


@blueprint.get("/sitting")
def show() -> AnyResponse | str:
    """Show the chosen items with the act and the effects on each."""
    if away := form_keys.named():
        return away
    asked = _asked(request.args.get("act", ""))
    form = SharedForm(list_key=asked[0].key, trigger=asked[1].trigger) if asked else None
    return _page(sitting(_numbers(), actor(), form), Filled(key=form_keys.key()))


@blueprint.post("/sitting")
def decide() -> AnyResponse:
    """Carry out the act on the chosen lines, or show the page again with the reason."""
    asked = _asked(request.form.get("act", ""))
    if asked is None:
        raise gone("")
    form = SittingForm.sent(asked[0].key, asked[1].trigger, asked[1].fields)
    try:
        return _decided(form, asked[1])
    except KeyReused as error:
        form.filled.key = form_keys.fresh()
        return _again(form, form_keys.sent_before(error))
    except WorkflowError as error:
        return _again(form, error)


@blueprint.get("/sittings/<key>")
def result(key: str) -> str:
    """Show the result for each item: the minutes of the sitting."""
    found = sitting_results.result(key, actor(), identity().account_id)
    return render_template("sitting_result.html", told=found)


def _decided(form: SittingForm, move: Transition) -> AnyResponse:
    numbers, shared = form.demand_lines(), form.shared()
    if faults := shared.faults(numbers):
        raise BadInput(CHECK, faults)
    if request.form.get("do") == "look":
        return make_response(_page(_present(form, shared), form.filled, form))
    step_up.prove(move)
    shown = sitting(numbers, actor(), shared)
    if not form.was_shown(shown):
        raise StaleItem(_OTHER)
    results = commands.decide(shown.requests, actor(), key=form.key())
    done = [one for one in results if isinstance(one, Done)]
    if not done:
        raise NotPossible(_NONE)
    drafts.done(_said(move, done))
    return redirect(url_for(".result", key=form.filled.key), 303)


def _said(move: Transition, done: list[Done]) -> str:
    if done[0].replayed:
        return str(gettext("You sent this form before: it was carried out then, and only once."))
    return str(gettext("Done: %(move)s", move=say(move.words)))


def _again(form: SittingForm, error: WorkflowError) -> Response:
    form.filled.note(error)
    try:
        shared = form.shared()
    except BadInput:
        shared = SharedForm(list_key=form.list_key, trigger=form.trigger)
    page = _page(_present(form, shared), form.filled, form, error)
    return make_response(page, status_of(error))


def _present(form: SittingForm, shared: SharedForm) -> Sitting:
    """Return all rows of the page in the present versions, whatever versions were shown."""
    numbers = [*_numbers(), *(line.number for line in form.lines)]
    return sitting(numbers, actor(), shared.at_present())


def _asked(key: str) -> tuple[ListType, Transition] | None:
    """Return the list and the move of an act in the address, or ``None`` where none is named.

    Raises ``NotFound`` for an act that no form can make for many items.
    """
    if not key:
        return None
    list_key, _, trigger = key.partition(".")
    list_type = list_type_of(list_key)
    move = shared_move(list_type, trigger)
    if move is None:
        raise gone(key)
    return list_type, move


def _numbers() -> list[str]:
    """Return the chosen numbers, or by rule the numbers of a filter, at most ``MOST``."""
    rule = request.args.get("all", "")
    if not rule:
        return request.args.getlist("number")[:MOST]
    if rule == INBOX:
        return [line.head.number for line in queries.waiting_matters(actor(), 0, MOST)]
    filters = asked_of(list_type_of(rule))
    return [row.number for row in queries.items(rule, actor(), filters, limit=MOST).rows]


def _page(
    shown: Sitting,
    filled: Filled,
    form: SittingForm | None = None,
    error: WorkflowError | None = None,
) -> str:
    move = shown.act.move if shown.act else None
    return render_template(
        "sitting.html",
        shown=shown,
        move=move,
        chosen=form.still_chosen(shown) if form else {line.item.number for line in shown.possible},
        changed=form.changed(shown) if form else set(),
        own=form.own if form else {},
        each=each(move) if move else None,
        inputs=shared_inputs(move, filled, shown) if move else [],
        filled=filled,
        key=filled.key or form_keys.fresh(),
        error=error,
        faults=listed_faults(move, filled) if move else [],
        unproved=bool(move) and step_up.needed(move),
        looked=form is not None and error is None,
        several=len({act.list_type.key for act in shown.acts}) > 1,
        told=told(move) if move else None,
        papers=pack().documents,
        back=_back(),
        here=[pair for pair in request.args.items(multi=True) if pair[0] not in ("act", "form")],
    )


def _back() -> str:
    rule = request.args.get("all", "")
    if rule in pack().lists:
        return url_for("lists.items", key=rule)
    return url_for("home.inbox")
