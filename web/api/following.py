"""``/followed``: the items that the account's person follows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.forms import Acted, NoFields, acted
from web.api.items import next_page
from web.api.shapes import ItemsPage
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.delivery import following
from workflow.queries import own_work


class FollowedQuery(Sent):
    """The page of followed items; ``after`` comes from the ``next`` link of a page."""

    after: Annotated[str, Field(max_length=200)] | None = None


@blueprint.get("/followed")
@spec.validate(resp=answers(ItemsPage, 422), tags=["inbox"], operation_id="followed")
def followed(query: FollowedQuery) -> ItemsPage:
    """Return the items that the account's person follows, the last changed first."""
    page = own_work.followed_by(actor(), query.after)
    return ItemsPage(
        items=[said.row(line) for line in page.lines],
        next=next_page(after=page.next) if page.next else None,
        count=page.count,
        count_more=False,
    )


@blueprint.post("/followed/<number>")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["inbox"], operation_id="follow")
def follow(number: str, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Follow an item: be told of every decision on it."""
    return acted(json, lambda: following.follow(actor(), number))


@blueprint.post("/followed/<number>/end")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["inbox"], operation_id="end_following")
def end_following(number: str, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """End following an item."""
    return acted(json, lambda: following.end(actor(), number))
