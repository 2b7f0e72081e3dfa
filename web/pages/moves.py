"""The form of a move: shown, sent, and shown again with the entered values when refused."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from web import answers, classes, drafts, particulars, step_up
from web.auth import actor
from web.errors import problem_of, status_of
from web.forms import Filled, form_keys, inputs, listed_faults
from web.languages import say
from web.recipients import told
from workflow import queries
from workflow.declaration import pack
from workflow.engine import commands
from workflow.engine.commands import Done
from workflow.errors import KeyReused, NotFound, StaleItem, WorkflowError
from workflow.queries import EventView, MoveForm

blueprint = Blueprint("moves", __name__)


@blueprint.get("/items/<number>/<trigger>")
def form(number: str, trigger: str) -> AnyResponse | str:
    """Show the form of a move open to the person now."""
    shown = queries.move_form(number, trigger, actor())
    if not _leaves(shown) and (away := form_keys.named()):
        return away
    return _page(shown, Filled(_begun(shown), version=shown.item.version, key=form_keys.key()))


@blueprint.post("/items/<number>/<trigger>")
def fire(number: str, trigger: str) -> AnyResponse:
    """Make the move, or show the form again with the reason and the entered values."""
    filled = Filled.sent()
    try:
        if filled.is_to_be_taken or step_up.may_need(number, trigger):
            _take(number, trigger, filled)
        done = commands.fire(
            number,
            trigger,
            actor(),
            fields=filled.values,
            comment=filled.comment,
            evidence=filled.uploads.pieces,
            version=filled.demand_version(),
            key=filled.idempotency_key(with_files=True),
        )
    except NotFound:
        raise
    except KeyReused as error:
        filled.key = form_keys.fresh()
        return _again(number, trigger, filled, form_keys.sent_before(error))
    except StaleItem as error:
        return _again(number, trigger, filled, _hindrance(number, trigger) or error)
    except WorkflowError as error:
        return _again(number, trigger, filled, error)
    drafts.done(_done(trigger, done))
    return answers.taken(url_for("items.item", number=number))


def _take(number: str, trigger: str, filled: Filled) -> None:
    """Take in files, a unit by name, and a proof, only for a move possible now."""
    transition = queries.open_move(number, trigger, actor())
    filled.take(transition)
    step_up.prove(transition)


def _hindrance(number: str, trigger: str) -> WorkflowError | None:
    """Return why the move cannot be made at all any more, or ``None`` where it can."""
    try:
        queries.open_move(number, trigger, actor())
    except WorkflowError as refusal:
        return refusal
    return None


def _leaves(shown: MoveForm) -> bool:
    """Say whether the move leaves the state of the item, and so cannot be made twice."""
    return shown.transition.dest not in ("", shown.item.state)


def _done(trigger: str, done: Done) -> str:
    """Return the sentence of success with what stayed behind, and the person's next item."""
    if done.replayed:
        return str(gettext("You sent this form before: it was carried out then, and only once."))
    move = pack().lists[done.list_key].named(trigger)
    sentence: str = gettext("Done: %(move)s", move=say(move.words if move else None))
    if left := [child.number for child in done.along if child.stays]:
        sentence += " " + gettext("Stays as it is:") + " " + ", ".join(left)
    if move is None or not move.dest:
        return sentence
    both: Markup = Markup("{} · {}").format(sentence, _next(done.number))
    return both


def _next(number: str) -> str:
    """Return a link to the most urgent other item waiting for the person."""
    row = next((row for row in queries.waiting(actor(), 2) if row.number != number), None)
    if row is None:
        return str(gettext("Nothing else waits for you."))
    address = url_for("items.item", number=row.number)
    link = Markup('{} <a href="{}">{} <bdi>{}</bdi></a>')
    led: str = link.format(gettext("Next for you:"), address, row.number, row.title)
    return led


def _begun(shown: MoveForm) -> dict[str, str]:
    """Return the initial values of the form: from the address, else the suggested values."""
    asked = {field.key for field in shown.transition.fields}
    named = {key: request.args[key] for key in request.args if key in asked}
    return shown.suggested | named


def _again(number: str, trigger: str, filled: Filled, error: WorkflowError) -> Response:
    """Show the form with the reason; after a stale page also with the changes since."""
    if answers.in_data():
        return problem_of(error, kept=filled.uploads.tokens())
    filled.note(error)
    shown = queries.form_again(number, trigger, actor())
    if shown is None:
        raise error
    changed: list[EventView] = []
    if isinstance(error, StaleItem) or filled.version not in (None, shown.item.version):
        changed = [event for event in shown.view.events if event.seq > (filled.version or 0)]
        filled.version = shown.item.version
    return make_response(_page(shown, filled, error, changed), status_of(error))


def _page(
    shown: MoveForm,
    filled: Filled,
    error: WorkflowError | None = None,
    changed: list[EventView] | None = None,
) -> str:
    return render_template(
        "move.html",
        shown=shown,
        transition=shown.transition,
        inputs=inputs(shown.transition, filled, actor(), shown.item.scope),
        filled=filled,
        key=filled.key,
        error=error,
        faults=listed_faults(shown.transition, filled),
        changed=changed or [],
        told=told(shown.transition),
        needs=shown.needs,
        facts=_besides(shown),
        name_of=lambda name: particulars.name_of(shown.view, name),
        classes=classes.of(shown.transition),
        unproved=step_up.needed(shown.transition),
    )


def _besides(shown: MoveForm) -> list[particulars.Fact]:
    """Return the facts of the item without the facts of the move into the present state."""
    arrival = shown.decided.arrival
    told = {line.words for line in arrival.lines} if arrival else set()
    return [fact for fact in particulars.of(shown.view) if fact.words not in told]
