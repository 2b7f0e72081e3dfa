"""Single sign-on with a real provider on the loopback: who gets in, and what it may not tell us."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener

import psycopg
import pyotp
import pytest
from werkzeug.test import TestResponse

from tests import clock
from tests.cast import PERSONAS, Persona
from tests.servers import Database
from tests.web.provider import CLIENT, SECRET, Provider, RSAKey, serving
from tests.web.visitor import Visitor, words
from web.app import create_app
from workflow.accounts import second_factor
from workflow.platform import BadSettings, db, settings

KNOWN = {"sub": "s-1", "email": "inspector@example.org", "email_verified": True}


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.fixture
def provider(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with serving() as provider:
        provider.who = dict(KNOWN)
        monkeypatch.setenv("RECTIFY_OIDC_ISSUER", provider.issuer)
        monkeypatch.setenv("RECTIFY_OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("RECTIFY_OIDC_CLIENT_SECRET", SECRET)
        db.close()
        yield provider


@pytest.fixture
def browser(provider: Provider) -> Visitor:
    return Visitor(create_app())


def _there(location: str) -> str:
    """Follow the browser to the provider and return where it is sent back to."""
    opener = build_opener(_Stay())
    try:
        opener.open(location)
    except HTTPError as answer:  # a redirect that is not followed
        return str(answer.headers["Location"])
    raise AssertionError("the provider did not send the browser back")


def _signs_on(browser: Visitor, path: str = "/sign-in/sso") -> TestResponse:
    begun = browser.get(path)
    assert begun.status_code == 302, words(begun)
    back = _there(begun.location)
    assert back.startswith("http://127.0.0.1:8000/sign-in/sso/back?")
    return browser.get(back.removeprefix("http://127.0.0.1:8000"))


def test_whoever_the_provider_knows_by_a_verified_address_is_in(browser: Visitor) -> None:
    assert "单点登录" in browser.text("/sign-in")
    answer = _signs_on(browser, "/sign-in/sso?next=/lists/problems")
    assert (answer.status_code, answer.location) == (303, "/lists/problems")
    assert "林晓峰" in browser.text("/account")


def test_once_known_only_the_name_at_the_provider_counts(
    browser: Visitor, provider: Provider, database: Database
) -> None:
    assert _signs_on(browser).status_code == 303
    provider.who = {"sub": "s-1"}  # the address is not told any more
    assert _signs_on(Visitor(create_app())).status_code == 303
    provider.who = KNOWN | {"sub": "s-2"}  # somebody else was given the address
    assert _signs_on(Visitor(create_app())).status_code == 403


@pytest.mark.parametrize(
    "who",
    [
        {"sub": "s-9", "email": "stranger@example.org", "email_verified": True},
        {"sub": "s-9", "email": "inspector@example.org", "email_verified": False},
        {"sub": "s-9", "email": "inspector@example.org"},
        {"sub": "s-9", "email": "inspector@example.org", "email_verified": "true"},
        {"sub": "s-9", "email": "", "email_verified": True},
        {"sub": "s-9"},
    ],
)
def test_nobody_gets_an_account_by_being_known_elsewhere(
    browser: Visitor, provider: Provider, database: Database, who: dict[str, Any]
) -> None:
    provider.who = who
    answer = _signs_on(browser)
    assert answer.status_code == 403
    assert "管理员" in words(answer)
    assert browser.get("/").status_code == 303
    with psycopg.connect(database.owner_url) as connection:
        counted = connection.execute("SELECT count(*) FROM accounts").fetchone()
    assert counted == (len(PERSONAS),)


def test_an_address_that_two_accounts_share_opens_neither(
    browser: Visitor, database: Database
) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE people SET email = 'inspector@example.org' WHERE id = 2")
    assert _signs_on(browser).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET active = false WHERE id = 1",
        "UPDATE people SET left_on = current_date - 1 WHERE id = 1",
    ],
)
def test_who_is_closed_or_has_left_is_not_let_in_by_the_provider(
    browser: Visitor, database: Database, change: str
) -> None:
    assert _signs_on(browser).status_code == 303
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(change)
    assert _signs_on(Visitor(create_app())).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-service"},
        {"aud": None},
        {"iss": "https://evil.test"},
        {"exp": 1},
        {"sub": None},
    ],
)
def test_an_id_token_that_is_not_for_this_sign_on_is_refused(
    browser: Visitor, provider: Provider, claims: dict[str, Any]
) -> None:
    def forge(told: dict[str, Any]) -> None:
        for name, value in claims.items():
            told.pop(name)
            if value is not None:
                told[name] = value

    provider.forge = forge
    assert _signs_on(browser).status_code == 403
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("signing", ["none", "HS256", "another key"])
def test_an_id_token_that_the_provider_has_not_signed_is_refused(
    browser: Visitor, provider: Provider, signing: str
) -> None:
    if signing == "another key":
        provider.other = RSAKey.generate_key(2048, {"kid": "one"})
    else:
        provider.signing = signing
    assert _signs_on(browser).status_code == 403
    assert browser.get("/").status_code == 303


def test_the_way_back_is_good_in_the_browser_that_began_it_and_once(
    browser: Visitor, provider: Provider
) -> None:
    back = _there(browser.get("/sign-in/sso").location).removeprefix("http://127.0.0.1:8000")
    assert Visitor(create_app()).get(back).status_code == 403  # sent to somebody else
    assert browser.get(back.replace("state=", "state=x")).status_code == 403
    assert browser.get(back.split("&state")[0]).status_code == 403
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 403
    assert browser.get("/sign-in/sso/back?error=access_denied").status_code == 403


def test_the_way_back_never_follows_what_a_request_calls_us(
    browser: Visitor, provider: Provider
) -> None:
    browser.get("/sign-in/sso", headers={"X-Forwarded-Host": "evil.test"})
    browser.get("/sign-in/sso", headers={"Host": "localhost:9"})
    for asked in [*provider.asked, {"redirect_uri": "http://127.0.0.1:8000/sign-in/sso/back"}]:
        assert asked["redirect_uri"] == "http://127.0.0.1:8000/sign-in/sso/back"
    location = browser.get("/sign-in/sso", headers={"Host": "localhost:9"}).location
    assert "127.0.0.1%3A8000%2Fsign-in%2Fsso%2Fback" in location
    assert "code_challenge_method=S256" in location


@pytest.mark.parametrize("target", ["//evil.test", "https:evil.test", "/\\evil.test"])
def test_signing_on_leads_to_no_other_site(browser: Visitor, target: str) -> None:
    assert _signs_on(browser, f"/sign-in/sso?next={target}").location == "/"


def test_whoever_has_a_second_factor_here_gives_it_unless_the_provider_asked_for_one(
    browser: Visitor, provider: Provider
) -> None:
    secret = second_factor.begin(1)
    second_factor.confirm(1, pyotp.TOTP(secret).at(clock.seconds() - 30))
    assert _signs_on(browser).location == "/sign-in/code"
    assert browser.get("/").status_code == 303
    sent = {"code": pyotp.TOTP(secret).now()}
    assert browser.post("/sign-in/code", sent).location == "/"
    assert browser.get("/").status_code == 200
    provider.who = KNOWN | {"amr": ["pwd", "otp"]}
    assert _signs_on(Visitor(create_app())).location == "/"


def test_a_provider_that_is_away_is_told_in_a_sentence(
    browser: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_OIDC_ISSUER", "http://127.0.0.1:9")
    settings.cache_clear()
    answer = Visitor(create_app()).get("/sign-in/sso")
    assert answer.status_code == 503
    assert "单点登录" in words(answer)


def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    browser: Visitor, provider: Provider
) -> None:
    provider.issuer = "https://evil.test"
    assert browser.get("/sign-in/sso").status_code == 503


def test_without_a_provider_there_is_nothing_there(stranger: Visitor) -> None:
    assert stranger.get("/sign-in/sso").status_code == 404
    assert "单点登录" not in stranger.text("/sign-in")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ISSUER": "https://id.example.org"}, "all three"),
        ({"ISSUER": "http://id.example.org", "CLIENT_ID": "a", "CLIENT_SECRET": "b"}, "https"),
    ],
)
def test_half_a_provider_or_one_without_encryption_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"RECTIFY_OIDC_{name}", value)
    settings.cache_clear()
    try:
        with pytest.raises(BadSettings, match=said):
            settings()
    finally:
        settings.cache_clear()
