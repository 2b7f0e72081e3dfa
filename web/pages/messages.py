"""Mails and their results: the person's own, and all of them for the administrator."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor, safe_next
from web.numbers import LARGEST_LONG, number
from workflow.declaration import READ_MAILS
from workflow.delivery.messages import mail_log
from workflow.delivery.messages.mail_log import LoggedMail

blueprint = Blueprint("messages", __name__)
ROWS = 50


@blueprint.get("/account/messages")
def mine() -> str:
    """Show the mails to the person signed in."""
    state, before = request.args.get("state", ""), number(request.args, "before", LARGEST_LONG)
    return _page(mail_log.own(actor(), state, before, ROWS + 1))


@blueprint.get("/messages")
def every() -> str:
    """Show the mails to everybody, without their content."""
    state, before = request.args.get("state", ""), number(request.args, "before", LARGEST_LONG)
    person = request.args.get("person", "")
    return _page(mail_log.every(actor(), state, person, before, ROWS + 1))


@blueprint.post("/messages/<int:outbox_id>/again")
def again(outbox_id: int) -> AnyResponse:
    """Enqueue a failed mail again."""
    mail_log.send_again(actor(), outbox_id)
    flash(gettext("The mail will be tried again."))
    return redirect(safe_next(request.form.get("next", "/")), 303)


def _page(found: list[LoggedMail]) -> str:
    here, args = request.endpoint or "", dict[str, Any](request.args.to_dict())
    older = found[ROWS - 1].id if len(found) > ROWS else None
    return render_template(
        "messages.html",
        rows=found[:ROWS],
        states=mail_log.STATES,
        all_of_them=here == "messages.every",
        may_see_all=READ_MAILS.held_by(actor()),
        older=url_for(here, **(args | {"before": older})) if older else None,
    )
