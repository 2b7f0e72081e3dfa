"""The search in everything: a field, and the finds holding every word."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from web.auth import actor
from web.errors import status_of
from workflow.errors import BadInput
from workflow.queries.search_everywhere import Found, search

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
def everywhere() -> tuple[str, int]:
    """Show what was found, by list; a word too short is answered at its field."""
    typed = request.args.get("q", "")
    try:
        found, fault, status = search(typed, actor()), None, 200
    except BadInput as refused:
        found, fault, status = Found(), refused.words, status_of(refused)
    return render_template("search.html", typed=typed, found=found, fault=fault), status
