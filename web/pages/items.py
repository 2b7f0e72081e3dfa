"""The page of one item: everything known of it, and what this person may do now."""

from __future__ import annotations

from flask import Blueprint, render_template

from web import diagram, particulars
from web.auth import actor
from workflow import queries

blueprint = Blueprint("items", __name__)


@blueprint.get("/items/<number>")
def item(number: str) -> str:
    """Show an item; what one may not see is not there."""
    view = queries.item(number, actor())
    return render_template(
        "item.html",
        view=view,
        facts=particulars.of(view),
        diagram=diagram.drawn(view.list_type, view.item.state),
        possible=[move for move in view.moves if move.refusal is None],
        refused=[move for move in view.moves if move.refusal is not None],
    )
