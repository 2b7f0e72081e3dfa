"""``/views``: saved views of lists, and the look of a list for the account's person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlencode

from flask import url_for
from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Key, ListKey, OneOf, Sent
from web.api.declared import Told, Words
from web.api.forms import Acted, NoFields, acted
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.accounts import list_views as views
from workflow.accounts.list_views import SavedView, ViewWish
from workflow.accounts.list_views.looks import DENSITIES
from workflow.accounts.list_views.saving import LONGEST_NAME
from workflow.declaration import FIGURES

MOST_COLUMNS = 60


class View(Told):
    """A saved view: ``query`` are the words of an address, ``href`` is the list in the API."""

    id: int
    list: str
    name: str
    query: dict[str, str]
    href: str
    page: str
    owner: Words
    own: bool
    unit_id: int | None
    unit: Words | None


class ViewsPage(Told):
    """The saved views of all lists: own views, and views shared with a unit of the account."""

    views: list[View]


class NewView(Sent):
    """A view to be saved; an own view of the same name gives way.

    ``query`` takes the parameters of ``GET /items``, but for the list and the page; the list
    ``figures`` stands for the figures, and takes those of ``GET /figures``.
    """

    list: ListKey | Literal["figures"]
    name: Annotated[str, Field(max_length=10 * LONGEST_NAME)]
    query: Mapping[str, Annotated[str, Field(max_length=400)]] = Field(default={}, max_length=60)
    unit: Annotated[int, Field(ge=1, lt=2**31)] | None = None


class ViewKept(Told):
    """The id of a saved view."""

    id: int


class NewLook(Sent):
    """The columns of a list, none for the usual columns, and the density of rows on the page."""

    columns: list[Key] = Field(default_factory=list, max_length=MOST_COLUMNS)
    density: Annotated[str, OneOf(DENSITIES)] = DENSITIES[0]


@blueprint.get("/views")
@spec.validate(resp=answers(ViewsPage, 404), tags=["lists"], operation_id="saved_views")
def saved_views() -> ViewsPage:
    """Return the saved views that the account may use."""
    return ViewsPage(views=[_view(one) for one in views.views_of(actor())])


@blueprint.post("/views")
@spec.validate(
    resp=answers(ViewKept, *REFUSED, status=201), tags=["lists"], operation_id="save_view"
)
def save_view(json: NewView) -> tuple[ViewKept, int, dict[str, str]]:
    """Save a query of a list under a name, for the account or for the people of a unit."""
    wish = ViewWish(json.list, json.name, json.query, json.unit)
    return once(ViewKept, json, lambda: ViewKept(id=views.save(actor(), wish)), 201)


@blueprint.post("/views/<int:view_id>/remove")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["lists"], operation_id="remove_view")
def remove_view(view_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Remove an own view."""
    return acted(json, lambda: views.remove(actor(), view_id))


@blueprint.post("/me/lists/<list_key>/look")
@spec.validate(resp=answers(Acted, *REFUSED), tags=["me"], operation_id="choose_list_look")
def choose_list_look(list_key: str, json: NewLook) -> tuple[Acted, int, dict[str, str]]:
    """Choose the columns of a list and the density of the rows on the page."""
    return acted(json, lambda: views.choose(actor(), list_key, json.columns, json.density))


def _view(one: SavedView) -> View:
    of_figures, query = one.list_key == FIGURES, urlencode(one.query)
    words = query if of_figures else urlencode({"list": one.list_key, **one.query})
    href = url_for("api.figures" if of_figures else "api.items")
    page = url_for("figures.show") if of_figures else url_for("lists.items", key=one.list_key)
    return View(
        id=one.id,
        list=one.list_key,
        name=one.name,
        query=dict(one.query),
        href=f"{href}?{words}".rstrip("?"),
        page=f"{page}?{query}".rstrip("?"),
        owner=said.words(one.owner),
        own=one.own,
        unit_id=one.unit_id,
        unit=said.maybe(one.unit),
    )
