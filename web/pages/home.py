"""The first page: waiting items and notices."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.context import count_all
from web.menu import menu
from web.next_steps import next_steps
from web.numbers import LARGEST, LARGEST_LONG, number
from workflow import queries
from workflow.declaration import ListType, pack
from workflow.delivery import inbox as delivery_inbox
from workflow.delivery.messages import delegation_mails
from workflow.inspections.candidates import queries as queries_of_candidates
from workflow.organisation.staff import approving
from workflow.queries import own_work
from workflow.queries.next_moves import next_moves

blueprint = Blueprint("home", __name__)
NOTICES, LINES = 10, 50


@blueprint.get("/")
def inbox() -> str:
    """Show the items waiting for the person, and the newest notices."""
    me, before = actor(), number(request.args, "before", LARGEST_LONG)
    first = number(request.args, "first", LARGEST) or 0
    entries = queries.inbox(actor(), before, NOTICES + 1)
    waiting = queries.waiting_groups(me, first, LINES)
    heads = [line.head for group in waiting for line in group.lines]
    every = count_all()
    more = every.waiting.more and len(heads) == LINES
    return render_template(
        "home.html",
        charges=[] if me.behind else delegation_mails.charges_of(me.person_id or 0),
        approvals=approving.waiting(me),
        candidates=0 if me.behind else queries_of_candidates.waiting(me),
        about_me=[] if me.behind else approving.concerning(me.person_id),
        waiting=waiting,
        moves=next_moves(heads, me) if heads else {},
        raisable=_raisable(),
        first=first,
        lines=LINES,
        all=every,
        more=more or first + LINES < every.waiting.rows,
        overview={row.list_key: row for row in queries.overview(actor(), list(pack().lists))},
        entries=entries[:NOTICES],
        steps=[] if waiting else next_steps(me),
        older=entries[NOTICES - 1].id if len(entries) > NOTICES else None,
    )


@blueprint.get("/mine/raised")
def raised() -> str:
    """Show the items raised by the person."""
    page = own_work.raised_by(actor(), request.args.get("after"))
    return render_template("own_raised.html", page=page)


@blueprint.get("/mine/done")
def done() -> str:
    """Show the moves made by the person."""
    return render_template(
        "own_done.html", page=own_work.done_by(actor(), request.args.get("after"))
    )


def _raisable() -> list[ListType]:
    """Return the topmost lists open to the person for raising an item."""
    me, now = actor(), datetime.now(UTC)
    topmost = (each for each in menu().main if not each.parents)
    return [each for each in topmost if queries.may_raise(each.key, me, now)]


@blueprint.post("/notices/read")
def read() -> AnyResponse:
    """Mark the notices shown on the page as read."""
    up_to = number(request.form, "up_to", LARGEST_LONG)
    if up_to is not None:
        delivery_inbox.mark_read(actor(), up_to)
    return redirect(url_for("home.inbox"), 303)
