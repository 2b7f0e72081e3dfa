"""Signing in and out."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from web.auth import forget, identity_or_none, keep, safe_next, session_token
from workflow import accounts
from workflow.config import settings

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def form() -> AnyResponse | str:
    """Show the form; whoever is in already goes on."""
    if identity_or_none():
        return redirect(safe_next(request.args.get("next", "/")), 303)
    return _page()


@blueprint.post("/sign-in")
def enter() -> AnyResponse:
    """Open a session; a wrong name, a wrong password and a locked account look the same."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    token = accounts.sign_in(login.strip(), password, request.user_agent.string)
    if token is None:
        return make_response(_page(login, failed=True), 401)
    if earlier := session_token():
        accounts.sign_out(earlier)
    session.clear()  # a token for forms that somebody else may know is worth nothing from here
    return keep(_go(safe_next(request.form.get("next", "/"))), token)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session on the server and in the browser."""
    accounts.sign_out(session_token())
    return forget(_go(url_for("sign_in.form")))


def _go(target: str) -> Response:
    return make_response(redirect(target, 303))


def _page(login: str = "", failed: bool = False) -> str:
    return render_template(
        "sign_in.html",
        login=login,
        failed=failed,
        next=safe_next(request.values.get("next", "/")),
        demo=accounts.demo_sign_ins() if settings().demo else [],
    )
