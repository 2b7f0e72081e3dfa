"""The official documents of an item, each as it was issued, made to be printed."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import actor
from workflow.queries.document import paper

blueprint = Blueprint("papers", __name__)


@blueprint.get("/items/<number>/papers/<int:place>")
def sheet(number: str, place: int) -> str:
    """Show one document; what one may not see is not there."""
    return render_template("paper.html", sheet=paper(number, place, actor()))
