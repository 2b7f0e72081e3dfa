"""The first page: waiting items and notices."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.numbers import LARGEST, LARGEST_LONG, number
from workflow import queries
from workflow.declaration import pack
from workflow.delivery import inbox as delivery_inbox
from workflow.delivery.messages import delegation_mails
from workflow.organisation.staff import approving

blueprint = Blueprint("home", __name__)
NOTICES, LINES = 10, 50


@blueprint.get("/")
def inbox() -> str:
    """Show the items waiting for the person, and the newest notices."""
    me, before = actor(), number(request.args, "before", LARGEST_LONG)
    first = number(request.args, "first", LARGEST) or 0
    entries = queries.inbox(actor(), before, NOTICES + 1)
    return render_template(
        "home.html",
        charges=[] if me.behind else delegation_mails.charges_of(me.person_id or 0),
        approvals=approving.waiting(me),
        about_me=[] if me.behind else approving.concerning(me.person_id),
        waiting=queries.waiting_matters(me, first, LINES),
        first=first,
        lines=LINES,
        overview={row.list_key: row for row in queries.overview(actor(), list(pack().lists))},
        entries=entries[:NOTICES],
        older=entries[NOTICES - 1].id if len(entries) > NOTICES else None,
    )


@blueprint.post("/notices/read")
def read() -> AnyResponse:
    """Mark the notices shown on the page as read."""
    up_to = number(request.form, "up_to", LARGEST_LONG)
    if up_to is not None:
        delivery_inbox.mark_read(actor(), up_to)
    return redirect(url_for("home.inbox"), 303)
