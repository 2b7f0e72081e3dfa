"""Signing in and out: a password, and a code where there is a second factor."""

from __future__ import annotations

from contextlib import suppress

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
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web import drafts, held_forms
from web.answers import in_data
from web.auth import forget, identity_or_none, keep, safe_next, session_token
from web.devices import remember, visitor
from web.errors import answered
from web.held_forms import HeldForm, SessionEnded
from web.problems import problem
from workflow import accounts
from workflow.accounts import Entrance
from workflow.errors import TooManyTries, Unavailable
from workflow.organisation.founding import first_runs
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("sign_in", __name__)
HALF, NEXT = "half", "next"  # kept in the signed cookie between password and code
_ENDED = Words(
    "您的登录已结束，刚才提交的表单还没有保存。请登录，表单会原样显示，再提交一次即可。",
    "Your session has ended, and the form that you sent was not saved. Sign in: the form is shown "
    "again as it was, to be sent once more.",
)
_WRONG = Words(
    "登录名或密码不对。多次输错后要等待，每次更久，最长15分钟。",
    "The sign-in name or the password is wrong. After several wrong ones you have to wait, longer "
    "each time, up to 15 minutes.",
)
_WRONG_CODE = Words(
    "口令不对，或已用过。请输入新的一组数字，或一个没用过的恢复码。",
    "That code is wrong or was used already. Enter the next one, or an unused recovery code.",
)


@blueprint.get("/sign-in")
def form() -> AnyResponse | str:
    """Show the form; a person already signed in is redirected."""
    if identity_or_none():
        return redirect(safe_next(request.args.get("next", "/")), 303)
    return _page()


@blueprint.post("/sign-in")
def enter() -> AnyResponse:
    """Begin a session; a wrong name, a wrong password and a closed account look the same."""
    login, password = request.form.get("login", "").strip(), request.form.get("password", "")
    try:
        entrance = accounts.enter(login, password, visitor())
    except TooManyTries as error:
        return answered(_page(login, error.words), error)
    if entrance is None:
        return make_response(_page(login, _WRONG), 401)
    return begin(entrance, safe_next(request.form.get("next", "/")), held_forms.carried())


@blueprint.get("/sign-in/code")
def code() -> AnyResponse | str:
    """Ask for the code, once the password was right."""
    if not accounts.is_waiting(session.get(HALF, "")):
        return redirect(url_for(".form"), 303)
    return _code_page()


@blueprint.post("/sign-in/code")
def check() -> AnyResponse:
    """Open the session with the code."""
    half = session.get(HALF, "")
    if not accounts.is_waiting(half):
        return redirect(url_for(".form"), 303)
    try:
        entrance = accounts.complete(half, request.form.get("code", ""), visitor=visitor())
    except TooManyTries as error:
        return answered(_code_page(error.words), error)
    if entrance is None:
        return make_response(_code_page(_WRONG_CODE), 401)
    return begin(entrance, safe_next(session.get(NEXT, "/")), held_forms.carried())


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the session on the server and in the browser."""
    accounts.sign_out(session_token())
    session.clear()  # messages for the person who left
    drafts.end(gettext("You are signed out, and the drafts in this browser were dropped."))
    return forget(_go(url_for("sign_in.form")))


@blueprint.app_errorhandler(SessionEnded)
def ask(ended: SessionEnded) -> Response:
    """Ask for a sign-in in answer to a form sent without one; the page carries the form."""
    if in_data():
        return problem(401, _ENDED)
    return make_response(_page(refusal=_ENDED, held=ended.held), 401)


def begin(entrance: Entrance, target: str, held: HeldForm | None = None) -> Response:
    """Give the browser its session, or ask for the code first; the earlier session has ended.

    A form ``held`` while signing in is shown again in place of the target.
    """
    if earlier := session_token():
        accounts.sign_out(earlier)
    session.clear()  # a token for forms that somebody else may know is worth nothing from here
    if entrance.pending:
        session[HALF], session[NEXT] = entrance.token, target
        asked = make_response(_code_page(held=held)) if held else _go(url_for("sign_in.code"))
        return forget(asked)
    answer = make_response(held_forms.shown_again(held)) if held else _go(target)
    return remember(keep(answer, entrance.token), entrance.login)


def _go(target: str) -> Response:
    return make_response(redirect(target, 303))


def _code_page(refusal: Words | None = None, held: HeldForm | None = None) -> str:
    return render_template("sign_in_code.html", refusal=refusal, held=_noted(held))


def _noted(held: HeldForm | None) -> str:
    """Return the note of a held form, by default of the form that the page carries already."""
    held = held or held_forms.carried()
    return held_forms.noted(held) if held else ""


def _nobody_yet() -> bool:
    """Say whether nobody can sign in; while the database is away the page is shown as ever."""
    with suppress(Unavailable):
        return first_runs.is_needed()
    return False


def _page(login: str = "", refusal: Words | None = None, held: HeldForm | None = None) -> str:
    return render_template(
        "sign_in.html",
        login=login,
        refusal=refusal,
        held=_noted(held),
        next=safe_next(held.path if held else request.values.get("next", "/")),
        demo=accounts.demo_sign_ins() if settings().demo else [],
        provider=bool(settings().oidc_issuer),
        nobody=_nobody_yet(),
    )
