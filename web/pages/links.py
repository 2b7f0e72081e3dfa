"""Invitations and forgotten passwords: asked for here, sent by mail, used here once."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.devices import visitor
from web.errors import answered, status_of
from workflow import accounts
from workflow.accounts import throttle
from workflow.errors import BadInput, TooManyTries

blueprint = Blueprint("links", __name__)


@blueprint.get("/forgot")
def forgot() -> str:
    """Ask for a sign-in name or a mail address."""
    return render_template("forgot.html", asked=False, error=None)


@blueprint.post("/forgot")
def ask() -> AnyResponse | str:
    """Send a link if the account exists; the answer is the same in any case."""
    try:
        throttle.count(throttle.asking(visitor().address))
    except TooManyTries as error:
        return answered(render_template("forgot.html", asked=False, error=error), error)
    accounts.ask_reset(request.form.get("name", ""))
    return render_template("forgot.html", asked=True, error=None)


@blueprint.get("/link/<token>")
def show(token: str) -> str:
    """Show the form behind a link; showing uses nothing up."""
    return _page(token)


@blueprint.post("/link/<token>")
def redeem(token: str) -> AnyResponse:
    """Set the password; the link is used up, and every session of the account has ended."""
    try:
        accounts.redeem(token, request.form.get("password", ""))
    except BadInput as error:
        return make_response(_page(token, error), status_of(error))
    flash(gettext("The password is set; sign in with it now."))
    return redirect(url_for("sign_in.form"), 303)


def _page(token: str, error: BadInput | None = None) -> str:
    return render_template("link.html", link=accounts.link_of(token), error=error)
