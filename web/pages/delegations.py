"""Delegating for one's own absence, and acting for an absent person."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from web import standing_in
from web.auth import identity, safe_next
from workflow import accounts

blueprint = Blueprint("delegations", __name__, url_prefix="/account/delegations")


@blueprint.get("")
def show() -> str:
    """Show the delegations to and by the person signed in."""
    return render_template(
        "delegations.html", rows=accounts.delegations_of(identity().actor.person_id or 0)
    )


@blueprint.post("/choose")
def choose() -> AnyResponse:
    """Act for an absent person from now on, or as oneself again."""
    number = request.form.get("behind", "")[:9]
    answer = make_response(redirect(safe_next(request.form.get("next", "/")), 303))
    return standing_in.keep(answer, number if number.isdecimal() else "")
