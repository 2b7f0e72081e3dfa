"""Bringing a roster or a list of units in: upload, columns, preview, write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import status_of
from web.forms import import_steps
from web.languages import language
from workflow.errors import NotFound, NotPermitted, WorkflowError
from workflow.organisation import roster_drafts
from workflow.organisation.rosters.columns import MEANINGS

blueprint = Blueprint("rosters", __name__, url_prefix="/imports/roster")


@blueprint.get("")
def show() -> str:
    """Show the form to upload a roster or a list of units, and those on their way."""
    return _start()


@blueprint.post("")
def upload() -> AnyResponse:
    """Keep and read a file."""

    def act() -> AnyResponse:
        draft = roster_drafts.upload(actor(), import_steps.sent_source(language()))
        return redirect(address(".draft", draft_id=draft.id), 303)

    return _done(act, _start)


@blueprint.get("/<uuid:draft_id>")
def draft(draft_id: UUID) -> str:
    """Show the columns, the refusals, and the changes to come."""
    return _shown(draft_id)


@blueprint.post("/<uuid:draft_id>/columns")
def choose(draft_id: UUID) -> AnyResponse:
    """Read the file by other meanings, or with another unit above new units."""

    def act() -> AnyResponse:
        under = request.form.get("under", "")
        roster_drafts.choose(actor(), draft_id, under, import_steps.sent_columns())
        return redirect(address(".draft", draft_id=draft_id) + "#changes", 303)

    return _done(act, partial(_shown, draft_id))


@blueprint.post("/<uuid:draft_id>/write")
def write(draft_id: UUID) -> AnyResponse:
    """Write the file as shown."""

    def act() -> AnyResponse:
        brought = roster_drafts.write(actor(), draft_id)
        count = len(brought.changes)
        flash(ngettext("Written: %(num)s change.", "Written: %(num)s changes.", count))
        if brought.asked:
            flash(gettext("Some of it waits for another administrator, on the page of approvals."))
        return redirect(address("organisation.show"), 303)

    return _done(act, partial(_shown, draft_id))


@blueprint.post("/<uuid:draft_id>/throw-away")
def throw_away(draft_id: UUID) -> AnyResponse:
    """Delete the file; nothing is written."""
    roster_drafts.throw_away(actor(), draft_id)
    flash(gettext("The file was discarded."))
    return redirect(address(".show"), 303)


def _done(act: Callable[[], AnyResponse], page: Callable[[WorkflowError], str]) -> AnyResponse:
    """Carry an act out, or show the page again with the reason of its refusal.

    Raises ``NotFound`` and ``NotPermitted``, for which there is no page.
    """
    try:
        return act()
    except (NotFound, NotPermitted):
        raise
    except WorkflowError as error:
        return make_response(page(error), status_of(error))


def _start(error: WorkflowError | None = None) -> str:
    drafts = roster_drafts.drafts(actor())
    return render_template(
        "rosters.html", drafts=drafts, error=error, largest=roster_drafts.LARGEST
    )


def _shown(draft_id: UUID, error: WorkflowError | None = None) -> str:
    found = roster_drafts.find(actor(), draft_id)
    return render_template(
        "roster.html", draft=found, report=found.report, meanings=MEANINGS, error=error
    )
