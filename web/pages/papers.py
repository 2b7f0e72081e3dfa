"""The official documents of an item, each as issued, for print."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import actor
from workflow.queries.document import paper

blueprint = Blueprint("papers", __name__)


@blueprint.get("/items/<number>/papers/<int:place>")
def sheet(number: str, place: int) -> str:
    """Show a document; 404 where the person may not see the item."""
    return render_template("paper.html", sheet=paper(number, place, actor()))
