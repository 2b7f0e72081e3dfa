"""Acts on the looks and the saved views of a list; the address holds the query that was shown."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import answered
from web.forms.list_forms import asked
from web.numbers import number
from web.pages.lists import list_page, list_type_of
from workflow.accounts import list_views as views
from workflow.accounts.list_views import ViewWish
from workflow.errors import BadInput
from workflow.queries.list_address import address_of

blueprint = Blueprint("views", __name__, url_prefix="/lists/<key>")


@blueprint.post("/look")
def choose(key: str) -> AnyResponse:
    """Keep the chosen columns and density of a list."""
    list_type, form = list_type_of(key), request.form
    columns = [] if form.get("usual") else form.getlist("columns")
    try:
        views.choose(actor(), key, columns, form.get("density", ""))
    except BadInput as error:
        return answered(list_page(list_type, error), error)
    flash(gettext("The columns were kept."))
    return redirect(_back(key), 303)


@blueprint.post("/views")
def save(key: str) -> AnyResponse:
    """Save the query of the address under a name."""
    list_type = list_type_of(key)
    try:
        query = address_of(asked(list_type))
        if columns := request.form.get("columns", ""):
            query = {**query, "columns": columns}
        wish = ViewWish(key, request.form.get("name", ""), query, number(request.form, "unit"))
        views.save(actor(), wish)
    except BadInput as error:
        return answered(list_page(list_type, error), error)
    flash(gettext("The view was saved."))
    here: dict[str, Any] = {**query}
    return redirect(url_for("lists.items", key=key, **here), 303)


@blueprint.post("/views/<int:view_id>/remove")
def remove(key: str, view_id: int) -> AnyResponse:
    """Remove an own view."""
    list_type_of(key)
    views.remove(actor(), view_id)
    flash(gettext("The view was removed."))
    return redirect(_back(key), 303)


def _back(key: str) -> str:
    """Return the address of the list as it was shown, with the kept columns."""
    query = {**address_of(asked(list_type_of(key)))}
    query.pop("columns", None)
    here: dict[str, Any] = query
    return url_for("lists.items", key=key, **here)
