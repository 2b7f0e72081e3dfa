"""Authentication: every route is closed, except the routes listed here.

Pages know people by a cookie with a session on the server; the API knows them by a bearer token
alone, so that a foreign page can never make a browser call the API.
"""

from __future__ import annotations

from flask import Flask, Response, g, redirect, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import BadHost, SecurityError, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from web import held_forms, rate_limits, standing_in
from web.addresses import leads_here, rooted
from web.held_forms import SessionEnded
from web.security import refuse_strangers
from workflow import accounts, journal
from workflow.accounts import Identity
from workflow.declaration import Actor
from workflow.errors import CodedWords, NotPermitted
from workflow.platform import settings, taken_apart

OPEN = frozenset(
    {
        "static",
        "api_docs.show",
        "help.show",  # the chapters say what pages are for, and nothing of anybody
        "health.healthz",
        "health.readyz",
        "health.metrics",  # it looks at the address itself
        "sign_in.form",
        "sign_in.enter",
        "sign_in.code",
        "sign_in.check",
        "links.forgot",
        "links.ask",
        "links.show",
        "links.redeem",
        "sso.start",
        "sso.back",
        "switch.choose",
        "calendar_feed.feed",  # the address itself is the secret
        "board.show",
        "board.notice",
        "board.object_",
        "complaints.form",
        "complaints.send",
        "complaints.ask_form",
        "complaints.ask",
    }
)
# The first run looks at its browser itself, and ends once somebody can sign in.
FIRST_RUN = frozenset(
    f"first_run.{page}"
    for page in (
        "show", "claim", "show_language", "choose_language", "organisation",
        "answer_organisation", "template", "administrators", "answer_administrators", "sign_in",
        "answer_sign_in", "review", "begin",
    )
)  # fmt: skip
API = "/api/"
NO_SCOPE = CodedWords(
    "这个令牌没有 {scope} 权限，请另建一个。",
    "This token lacks the scope {scope}; make another one.",
    "scope_missing",
)
OPEN_API = frozenset({"api.openapi"})
# What is open to somebody whose posts need a second factor that is not there yet.
ENROLLING = frozenset(
    {
        "second_factor.show",
        "second_factor.begin",
        "second_factor.confirm",
        "sign_in.leave",
        "switch.choose",
    }
)
LEAVING = frozenset({"delegations.choose", "sign_in.leave"})
# Forms for anybody take less than others, in bytes, and are judged before they are read.
_MOST = {"complaints.send": 64 * 2**20, "complaints.ask": 64 * 2**10,
         "board.object_": 64 * 2**10}  # fmt: skip
_WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NOBODY = Actor(None, "")  # a stranger, as the journal has it
_csrf = CSRFProtect()


def install(app: Flask) -> None:
    """Guard every request."""
    _csrf.init_app(app)
    app.before_request(_guard)
    app.after_request(_hand_over)
    app.teardown_request(lambda _: journal.coming_from(None))
    app.jinja_env.globals["identity"] = identity_or_none


def identity() -> Identity:
    """Return the identity signed in; only for guarded routes."""
    current: Identity = g.identity
    return current


def identity_or_none() -> Identity | None:
    """Return the identity signed in, or ``None``."""
    current: Identity | None = g.get("identity")
    return current


def actor() -> Actor:
    """Return the actor; the domain's rules decide about permissions."""
    return identity().actor


def is_api() -> bool:
    """Say whether the request is for the API, with answers in JSON."""
    return request.path.startswith(API) and request.endpoint not in OPEN


def keep(response: Response, token: str) -> Response:
    """Let the browser keep a session; the cookie ends with the browser or on the server."""
    response.set_cookie(_cookie(), token, secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def forget(response: Response) -> Response:
    """Let the browser forget its session."""
    response.delete_cookie(_cookie(), secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def renewed(token: str) -> None:
    """Add to the answer the new token of a session after a proof of identity."""
    g.renewed = token
    g.identity = accounts.identity_of_session(token)
    if g.identity:
        _act_for_another(by_header=False)


def session_token() -> str:
    """Return the token in the browser's cookie."""
    return request.cookies.get(_cookie(), "")


def safe_next(target: str) -> str:
    """Return a path within the site; any other target becomes the start page."""
    parts = taken_apart(target.replace("\\", "/"))
    plain = target.isprintable() and parts and not (parts.scheme or parts.netloc)
    good = plain and target.startswith("/") and target[1:2] not in "/\\"
    return rooted(target if good else "/")


def _guard() -> AnyResponse | None:
    unknown = isinstance(request.routing_exception, BadHost)
    if unknown or not leads_here(request.host, settings()):
        raise SecurityError  # under a name that is not ours nothing is looked at
    if request.endpoint == "static":
        return None
    _say_whence(None)
    if is_api():
        _guard_api()
        return None
    token = session_token()
    g.identity = accounts.identity_of_session(token) if token and _asks_who() else None
    _say_whence(g.identity)
    if request.method in _WRITING:
        refuse_strangers()
        request.max_content_length = _MOST.get(request.endpoint or "", request.max_content_length)
        if g.identity is None and _is_guarded():
            _hold()
        _csrf.protect()
    if not _is_guarded():
        return None
    if g.identity:
        _act_for_another(by_header=False)
        return _enrolment(g.identity)
    return redirect(url_for("sign_in.form", next=_here()), 303)


def _is_guarded() -> bool:
    return request.endpoint is not None and request.endpoint not in OPEN | FIRST_RUN


def _hold() -> None:
    """Raise ``SessionEnded`` with what a sender without a session has typed, if anything."""
    held = held_forms.present()
    if held.is_typed:
        raise SessionEnded(held)


def _enrolment(me: Identity) -> AnyResponse | None:
    if request.endpoint in ENROLLING or not me.must_enrol:
        return None
    return redirect(url_for("second_factor.show"), 303)


def _hand_over(response: Response) -> Response:
    token = g.get("renewed")
    return keep(response, token) if token else response


def _guard_api() -> None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    g.identity = accounts.identity_of_token(token) if kind.lower() == "bearer" else None
    _say_whence(g.identity)
    if g.identity:
        rate_limits.count_call(g.identity)
    elif request.endpoint not in OPEN_API:
        if token:  # who sends none guesses nothing
            rate_limits.count_wrong_token(request.remote_addr or "")
        raise Unauthorized
    needed = "write" if request.method in _WRITING else "read"
    if g.identity and needed not in g.identity.scopes:
        raise NotPermitted(NO_SCOPE.format(scope=needed))
    if g.identity:
        _act_for_another(by_header=True)


def _act_for_another(by_header: bool) -> None:
    """Let a delegate act as chosen in the request; leaving the role is always allowed."""
    writing = request.method in _WRITING and request.endpoint not in LEAVING
    g.identity = standing_in.acting(g.identity, by_header, writing)
    _say_whence(g.identity)


def _say_whence(who: Identity | None) -> None:
    """Set the actor and the address of the request for the journal."""
    address = request.remote_addr or ""
    if who:
        journal.coming_from(journal.Origin(who.actor, who.account_id, address))
    else:
        journal.coming_from(journal.Origin(_NOBODY, None, address))


def _asks_who() -> bool:
    return not (request.endpoint or "").startswith("health.")


def _here() -> str:
    """Return the page to come back to; a form is shown and sent at the same address."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def _secure() -> bool:
    return settings().url.startswith("https://")


def _cookie() -> str:
    return "__Host-rectify" if _secure() else "rectify"
