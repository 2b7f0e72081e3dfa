"""The ladders: everybody reads them; the security administrator drafts, previews and publishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, step_up
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from web.menu import menu
from workflow.declaration import KEEP_LADDERS, Clock, pack
from workflow.errors import NotFound, WorkflowError
from workflow.escalation.ladders import commands, queries, replan_job
from workflow.escalation.ladders.forms import DRAFT, PUBLISH
from workflow.escalation.ladders.preview import DAYS, preview
from workflow.escalation.ladders.rung_form import COLOURS, RungFormRow, rungs_of, sent
from workflow.escalation.ladders.validation import MOST, levels_of, signers_of
from workflow.words import Words

blueprint = Blueprint("ladders", __name__, url_prefix="/ladders")
SPARE = 3  # empty rows for rungs to be added
EVERY = "all"  # what stands in an address for every severity


@blueprint.get("")
def show() -> str:
    """Show every ladder, and how far the items have been planned by them."""
    return render_template(
        "ladders.html",
        ladders=sorted(queries.ladders(), key=lambda view: menu().place(view.clock[0])),
        progress=replan_job.progress(),
        severities=pack().severities,
        address=_address,
        documents=pack().level_documents,
    )


@blueprint.get("/<key>/<state>/<severity>")
def ladder(key: str, state: str, severity: str) -> str:
    """Show a ladder, and to its keeper the form of the next edition."""
    view = queries.ladder(_clock(key, state, severity))
    rungs = view.draft.ladder if view.draft else view.rungs
    filled = Filled()
    if view.draft:
        filled.values = {"valid_from": view.draft.valid_from.isoformat()}
        filled.values["reason"] = view.draft.reason
    return _form(view, filled, [RungFormRow.of(rung) for rung in rungs])


@blueprint.post("/<key>/<state>/<severity>")
def save(key: str, state: str, severity: str) -> AnyResponse:
    """Save the draft and show its effect, or show the form again with every fault."""
    clock = _clock(key, state, severity)
    KEEP_LADDERS.demand(actor())
    filled, rows = Filled.sent(), sent(request.form.to_dict(flat=False))
    head = {name: filled.values.get(name, "") for name in ("valid_from", "reason")}
    try:
        draft_id = commands.save(actor(), clock, head, rungs_of(clock[0], rows))
    except WorkflowError as error:
        filled.note(error)
        shown = [_with_faults(filled, row, n) for n, row in enumerate(rows)]
        page = _form(queries.ladder(clock), filled, shown, error)
        return make_response(page, status_of(error))
    drafts.done(gettext("The draft was saved."))
    return redirect(url_for(".draft", edition_id=draft_id), 303)


@blueprint.get("/drafts/<int:edition_id>")
def draft(edition_id: int) -> str:
    """Show the effect of a draft on the open items."""
    return _draft(edition_id, Filled())


@blueprint.post("/drafts/<int:edition_id>/publish")
def publish(edition_id: int) -> AnyResponse:
    """Put a draft in force from the draft's day on."""
    filled = Filled.sent()
    try:
        KEEP_LADDERS.demand(actor())
        step_up.prove(PUBLISH)
        done = commands.publish(actor(), edition_id)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_draft(edition_id, filled, error), status_of(error))
    flash(gettext("Published: it holds from %(day)s on.", day=done.valid_from))
    return redirect(_address(done.clock), 303)


@blueprint.post("/drafts/<int:edition_id>/discard")
def discard(edition_id: int) -> AnyResponse:
    """Throw a draft away."""
    gone = commands.discard(actor(), edition_id)
    flash(gettext("The draft was discarded."))
    return redirect(_address(gone.clock), 303)


@blueprint.post("/<int:edition_id>/take-back")
def take_back(edition_id: int) -> AnyResponse:
    """Take an edition back before the edition's day."""
    gone = commands.take_back(actor(), edition_id)
    flash(gettext("The edition was taken back."))
    return redirect(_address(gone.clock), 303)


def _clock(key: str, state: str, severity: str) -> Clock:
    return commands.clock_of(key, state, "" if severity == EVERY else severity or "-")


def _address(clock: Clock) -> str:
    key, state, severity = clock
    return url_for(".ladder", key=key, state=state, severity=severity or EVERY)


def _with_faults(filled: Filled, row: RungFormRow, n: int) -> RungFormRow:
    columns = ("offset", "level", "name", "signer", "tells")
    faults = {c: filled.faults[f"{c}_{n}"] for c in columns if f"{c}_{n}" in filled.faults}
    return replace(row, faults=faults)


def _form(
    view: queries.LadderView,
    filled: Filled,
    rows: Sequence[RungFormRow],
    error: WorkflowError | None = None,
) -> str:
    spare = [RungFormRow() for _ in range(min(SPARE, MOST - len(rows)))]
    return render_template(
        "ladder.html",
        view=view,
        rows=[*rows, *spare],
        inputs=inputs(DRAFT, filled, actor(), None),
        may_change=KEEP_LADDERS.held_by(actor()),
        levels={level: pack().levels[level] for level in levels_of(view.clock[0])},
        colours=COLOURS,
        signers=_signers(view.clock[0]),
        tellable=_tellable(),
        documents=pack().level_documents,
        error=error,
        faults=[*filled.faults.values()],
    )


def _signers(list_key: str) -> dict[str, Words]:
    """Return the roles to choose the signers of the list's documents from."""
    roles = [role for level in pack().levels for role in signers_of(list_key, level)]
    return {role: pack().roles[role] for role in roles}


def _draft(edition_id: int, filled: Filled, error: WorkflowError | None = None) -> str:
    draft_row = commands.draft(actor(), edition_id)
    return render_template(
        "ladder_draft.html",
        draft=draft_row,
        view=queries.ladder(draft_row.clock),
        preview=preview(draft_row),
        levels=pack().levels,
        days=DAYS,
        documents=pack().level_documents,
        address=_address,
        proof=step_up.needed(PUBLISH),
        filled=filled,
        error=error,
        faults=[words for key, words in filled.faults.items() if key != "proof"],
    )


def _tellable() -> dict[str, Words]:
    """Return the relations that a rung may tell."""
    administrators = pack().administrators
    return {key: words for key, words in pack().relations.items() if key not in administrators}
