"""``/inbox``: the account's tasks and notices, neither of which depends on mail."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from flask import url_for
from pydantic import Field

from web.api import bodies, said
from web.api.blueprint import blueprint
from web.api.bodies import Digits, Limit, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, acted
from web.api.items import next_page
from web.api.shapes import Row
from web.api.spec import answers, spec
from web.auth import actor
from workflow import queries
from workflow.delivery import inbox as delivery_inbox

MATTERS = 50


class MattersQuery(Sent):
    """A page of matters from the place ``first`` on, a number from ``next``."""

    first: Annotated[int, Field(ge=0, lt=2**31), Digits] = 0
    limit: Limit = MATTERS


class NoticesRead(Sent):
    """The id of the newest read notice; older notices count as read, too."""

    up_to: Annotated[int, Field(ge=1, lt=2**63)]


class Notice(Told):
    """A notice to the account."""

    id: int
    number: str
    list: str
    title: str
    at: datetime
    move: Words
    actor: str
    comment: str
    read: bool


class Matter(Told):
    """A waiting matter: the topmost item, or the most urgent item, and the other items."""

    head: Row
    others: tuple[Row, ...]


class MattersPage(Told):
    """A page of matters, the most urgent first; ``next`` is the address of the next page."""

    matters: tuple[Matter, ...]
    next: str | None


class InboxPage(Told):
    """The account's waiting items and notices; ``next`` leads to older notices.

    ``matters`` has a line for each matter, as the page has; ``more_matters`` leads to further
    ones. ``waiting`` has a line for each item, the first 100.
    """

    matters: tuple[Matter, ...]
    more_matters: str | None
    waiting: list[Row]
    notices: list[Notice]
    next: str | None


@blueprint.get("/inbox")
@spec.validate(resp=answers(InboxPage), tags=["inbox"], operation_id="inbox")
def inbox(query: bodies.InboxQuery) -> InboxPage:
    """Return the account's waiting matters and items, and notices, the newest first."""
    notices = queries.inbox(actor(), query.before, query.limit)
    full = len(notices) == query.limit
    found, rows = queries.waiting_both(actor(), MATTERS + 1)
    more = url_for("api.waiting", first=MATTERS) if len(found) > MATTERS else None
    return InboxPage(
        matters=tuple(_matter(one) for one in found[:MATTERS]),
        more_matters=more,
        waiting=[said.row(line) for line in rows],
        notices=[_notice(entry) for entry in notices],
        next=next_page(before=notices[-1].id) if full else None,
    )


@blueprint.get("/waiting")
@spec.validate(resp=answers(MattersPage), tags=["inbox"], operation_id="waiting")
def waiting(query: MattersQuery) -> MattersPage:
    """Return a page of the account's waiting matters, the most urgent first."""
    found = queries.waiting_matters(actor(), query.first, query.limit + 1)
    more = len(found) > query.limit
    return MattersPage(
        matters=tuple(_matter(one) for one in found[: query.limit]),
        next=next_page(first=query.first + query.limit) if more else None,
    )


@blueprint.post("/inbox/read")
@spec.validate(
    resp=answers(Acted, 404, 409, 413, 415, 422), tags=["inbox"], operation_id="mark_read"
)
def mark_read(json: NoticesRead) -> tuple[Acted, int, dict[str, str]]:
    """Mark notices as read."""
    return acted(json, lambda: delivery_inbox.mark_read(actor(), json.up_to))


def _matter(found: queries.WaitingMatter) -> Matter:
    others = tuple(said.row(line) for line in found.others)
    return Matter(head=said.row(found.head), others=others)


def _notice(entry: queries.InboxEntry) -> Notice:
    return Notice(
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
