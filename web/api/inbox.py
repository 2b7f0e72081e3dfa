"""``GET /inbox``: the account's tasks and notices, neither of which depends on mail."""

from __future__ import annotations

from web.api import bodies, said, shapes
from web.api.blueprint import blueprint
from web.api.items import next_page
from web.api.spec import answers, spec
from web.auth import actor
from workflow import queries


@blueprint.get("/inbox")
@spec.validate(resp=answers(shapes.Inbox), tags=["inbox"], operation_id="inbox")
def inbox(query: bodies.InboxQuery) -> shapes.Inbox:
    """Return the account's waiting items, most urgent first, and its notices, newest first."""
    notices = queries.inbox(actor(), query.before, query.limit)
    full = len(notices) == query.limit
    return shapes.Inbox(
        waiting=[said.row(line) for line in queries.waiting(actor())],
        notices=[_notice(entry) for entry in notices],
        next=next_page(before=notices[-1].id) if full else None,
    )


def _notice(entry: queries.InboxEntry) -> shapes.Notice:
    return shapes.Notice(
        id=entry.id,
        number=entry.number,
        list=entry.list_key,
        title=entry.title,
        at=entry.at,
        move=said.words(entry.move),
        actor=entry.actor_name,
        comment=entry.comment,
        read=entry.read,
    )
