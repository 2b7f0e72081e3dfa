"""Single sign-on by OpenID Connect, with PKCE, state and nonce, for known people only."""

from __future__ import annotations

import logging
import time
from typing import Any

from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from flask import Blueprint, current_app, request, session
from flask.blueprints import BlueprintSetupState
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as AnyResponse

from web.auth import safe_next
from web.devices import visitor
from web.errors import page
from web.pages.sign_in import begin
from workflow.accounts import Entrance, sessions, sso
from workflow.errors import NotFound, Unavailable
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("sso", __name__, url_prefix="/sign-in/sso")
# What the provider may sign with: nothing without a key, nor with one that both sides know.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
_SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face"})
_NEXT = "sso-next"
_BACK = "/sign-in/sso/back"
_TIMEOUT = 10  # seconds for each answer of the provider
_NONE = Words("这里没有启用单点登录。", "Single sign-on is not set up here.")
_AWAY = Words(
    "单点登录服务没有响应，请稍后再试，或用密码登录。",
    "The provider of single sign-on does not answer. Try again shortly, or use your password.",
)
_REFUSED = Words(
    "单点登录没有成功，请从登录页重新开始。",
    "Single sign-on did not succeed; begin again from the sign-in page.",
)
_UNKNOWN = Words(
    "单点登录的账号在这里没有对应的人员。请联系管理员登记您的邮箱。",
    "Nobody here belongs to that account. Ask an administrator to enter your mail address.",
)
_log = logging.getLogger("rectify.web.sso")


@blueprint.record
def _register(state: BlueprintSetupState) -> None:
    setup = settings()
    state.app.jinja_env.globals["single_sign_on"] = bool(setup.oidc_issuer)
    if setup.oidc_issuer:
        oauth = OAuth(state.app)
        oauth.register(
            "provider",
            client_id=setup.oidc_client_id,
            client_secret=setup.oidc_client_secret,
            server_metadata_url=f"{setup.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT,
            },
        )
        state.app.extensions["rectify-provider"] = oauth.provider


@blueprint.get("")
def start() -> AnyResponse:
    """Send the browser to the provider; ``again`` asks the provider for a new proof of identity."""
    provider = _provider()
    session[_NEXT] = safe_next(request.args.get("next", "/"))
    more = {"prompt": "login", "max_age": 0} if "again" in request.args else {}
    try:
        _checked(provider)
        answer: AnyResponse = provider.authorize_redirect(
            f"{settings().url}/sign-in/sso/back", **more
        )
    except (RequestException, OAuthError, ValueError, KeyError) as error:
        _log.warning("single sign-on: %s", error)
        raise Unavailable(_AWAY) from error
    return answer


@blueprint.get("/back")
def back() -> AnyResponse:
    """Take the provider's answer, after checking its origin and its audience."""
    try:
        claims = _claims(_provider())
    except RequestException as error:
        _log.warning("single sign-on: %s", error)
        raise Unavailable(_AWAY) from error
    except (OAuthError, MismatchingStateError, JoseError, ValueError, KeyError) as error:
        _log.warning("single sign-on refused: %s: %s", type(error).__name__, error)
        return page(403, _REFUSED)
    verified = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    match = sso.account_of(settings().oidc_issuer, str(claims["sub"]), verified)
    if match is None:
        return page(403, _UNKNOWN)
    account, login, has_totp = match
    return begin(_entrance(account, login, has_totp, claims), safe_next(session.get(_NEXT, "/")))


def _entrance(account: int, login: str, has_totp: bool, claims: dict[str, Any]) -> Entrance:
    """Begin a session; our own code is asked for unless the provider has asked for a code."""
    methods = claims.get("amr")
    strong = not _SECOND_FACTORS.isdisjoint(methods if isinstance(methods, list) else ())
    pending = has_totp and not strong
    recent = abs(time.time() - _number(claims.get("auth_time"))) < sessions.FRESH.total_seconds()
    agent = visitor().agent
    token = sessions.begin(account, agent, pending=pending, strong=strong, proved=recent)
    return Entrance(token, login, pending)


def _claims(provider: FlaskOAuth2App) -> dict[str, Any]:
    metadata = _checked(provider)
    options = {
        "iss": {"essential": True, "values": [metadata["issuer"]]},
        "aud": {"essential": True, "values": [settings().oidc_client_id]},
        "sub": {"essential": True},
    }
    token = provider.authorize_access_token(claims_options=options)
    return dict(token["userinfo"])


def _checked(provider: FlaskOAuth2App) -> dict[str, Any]:
    """Return the provider's metadata; the issuer must be as in the settings."""
    metadata: dict[str, Any] = provider.load_server_metadata()
    if metadata["issuer"].rstrip("/") != settings().oidc_issuer.rstrip("/"):
        raise ValueError(f"the provider calls itself {metadata['issuer']!r}")
    offered = metadata.get("id_token_signing_alg_values_supported", ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = [a for a in offered if a in _SIGNATURES]
    return metadata


def _provider() -> FlaskOAuth2App:
    provider: FlaskOAuth2App | None = current_app.extensions.get("rectify-provider")
    if provider is None:
        raise NotFound(_NONE)
    return provider


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
