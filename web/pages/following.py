"""Following items: begun and ended on the page of an item, listed under the inbox."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from workflow.delivery import following
from workflow.queries import own_work

blueprint = Blueprint("following", __name__, url_prefix="/mine/followed")


@blueprint.get("")
def show() -> str:
    """Show the items followed by the person."""
    page = own_work.followed_by(actor(), request.args.get("after"))
    return render_template("own_followed.html", page=page)


@blueprint.post("/<number>")
def begin(number: str) -> AnyResponse:
    """Follow an item."""
    following.follow(actor(), number)
    flash(gettext("You follow %(number)s now.", number=number))
    return redirect(url_for("items.item", number=number), 303)


@blueprint.post("/<number>/end")
def end(number: str) -> AnyResponse:
    """End following an item."""
    following.end(actor(), number)
    flash(gettext("You follow %(number)s no longer.", number=number))
    return redirect(url_for("items.item", number=number), 303)
