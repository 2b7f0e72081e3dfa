"""A hostile user's day, first half: sessions planted, forms sent from elsewhere, tokens forged."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from ipaddress import IPv4Address
from itertools import count

import psycopg
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from tests.cast import LOOKS, PASSWORD, Persona
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.test_doors import _state as digest
from tests.web.visitor import Visitor
from workflow import accounts
from workflow.accounts import sessions

# Fixation.


_ADDRESSES = count(1)


def _from_elsewhere(app: Flask) -> FlaskClient:
    """Return a client at an address of its own: wrong tokens are limited by address."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = str(IPv4Address("198.18.0.0") + next(_ADDRESSES))
    return client


def test_a_session_that_was_planted_before_signing_in_is_worth_nothing(
    stranger: Visitor, app: Flask
) -> None:
    planted = "planted-by-somebody-else-0123456789abcdefghijk"
    stranger.client.set_cookie("rectify", planted)
    stranger.sign_in("inspector")
    thief = Visitor(app)
    thief.client.set_cookie("rectify", planted)
    assert thief.get("/").status_code == 303
    mine = stranger.client.get_cookie("rectify")
    assert mine is not None
    assert mine.value != planted


def test_signing_in_ends_the_session_that_the_browser_had(enter: Entering, app: Flask) -> None:
    visitor = enter("inspector")
    before = visitor.client.get_cookie("rectify")
    assert before is not None
    token = visitor.token("/account")
    data = {"csrf_token": token, "login": "coordinator", "password": PASSWORD}
    assert visitor.client.post("/sign-in", data=data).status_code == 303
    assert accounts.identity_of_session(before.value) is None


def test_a_token_for_forms_from_before_signing_in_is_worth_nothing_after(
    stranger: Visitor,
) -> None:
    planted = stranger.token("/sign-in")
    stranger.sign_in("inspector")
    answer = stranger.client.post("/notices/read", data={"csrf_token": planted, "up_to": "1"})
    assert answer.status_code == 403


def test_the_half_session_before_the_code_opens_nothing_as_a_whole_one(app: Flask) -> None:
    half = sessions.begin(1, "", pending=True)
    thief = Visitor(app)
    thief.client.set_cookie("rectify", half)
    assert thief.get("/").status_code == 303
    assert (
        thief.client.get("/api/v1/items", headers={"Authorization": f"Bearer {half}"}).status_code
        == 401
    )


# Requests that another site sends.


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.test"},
        {"Origin": "http://evil.test", "X-Forwarded-Host": "evil.test"},
    ],
)
def test_no_form_of_another_site_is_taken_even_with_a_token(
    enter: Entering, database: Database, headers: dict[str, str]
) -> None:
    visitor = enter("inspector")
    data = {"csrf_token": visitor.token("/account"), "language": "en"}
    before = digest(database)
    for path in ("/account/language", "/account/sessions/end-others", "/sign-out", "/sign-in"):
        assert visitor.client.post(path, data=data, headers=headers).status_code == 403
    assert digest(database) == before


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
def test_no_body_of_another_kind_gets_round_the_token(
    enter: Entering, database: Database, kind: str
) -> None:
    visitor, before = enter("inspector"), digest(database)
    body = json.dumps({"language": "en", "csrf_token": "x"})
    answer = visitor.client.post("/account/language", data=body, content_type=kind)
    assert answer.status_code in (400, 403)
    assert digest(database) == before


def test_every_writing_page_asks_for_the_token(
    enter: Entering, app: Flask, database: Database
) -> None:
    visitor, before = enter("inspector"), digest(database)
    seen = 0
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            address = rule.rule
            for argument in rule.arguments:
                for kind in ("", "int:", "path:"):
                    address = address.replace(f"<{kind}{argument}>", "1")
            assert visitor.client.post(address, data={"version": "1"}).status_code == 403, address
            seen += 1
    assert seen > 15
    assert digest(database) == before


def test_nobody_is_signed_in_by_another_site(stranger: Visitor) -> None:
    data = {"login": "inspector", "password": PASSWORD}
    assert stranger.client.post("/sign-in", data=data).status_code == 403
    assert stranger.get("/").status_code == 303


# Forged and replayed tokens.


def _signed_elsewhere(key: str) -> str:
    app = Flask("elsewhere")
    app.secret_key = key
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    forged = serializer.dumps({"csrf_token": "a" * 40, "half": "x"})
    return str(forged)


@pytest.mark.parametrize("key", ["changeme", "dev", "another-secret-0123456789-abcdefghijkl"])
def test_a_cookie_signed_with_another_key_is_no_cookie(enter: Entering, key: str) -> None:
    visitor = enter("inspector")
    token = visitor.token("/account")
    visitor.client.set_cookie("rectify-form", _signed_elsewhere(key))
    answer = visitor.client.post("/account/language", data={"csrf_token": token, "language": "en"})
    assert answer.status_code == 403


def _jwt(algorithm: str, key: bytes = b"") -> str:
    def packed(part: bytes) -> str:
        return base64.urlsafe_b64encode(part).rstrip(b"=").decode()

    head = packed(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    body = packed(json.dumps({"sub": "1", "login": "committee", "role": "system_admin"}).encode())
    seal = packed(hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest()) if key else ""
    return f"{head}.{body}.{seal}"


@pytest.mark.parametrize(
    "token",
    [
        _jwt("none"), _jwt("HS256", b"secret"), "rectify_", "rectify_" + "A" * 43, "", "null",
        "rectify_' OR 1=1 --", "\x01", "rectify_" + "é" * 43, "x" * 3000,
    ],
)  # fmt: skip
def test_a_forged_token_opens_no_door(app: Flask, token: str) -> None:
    client = _from_elsewhere(app)
    header = token.encode("utf-8").decode("latin-1")
    for scheme in ("Bearer", "bearer", "Token", "Basic"):
        answer = client.get("/api/v1/items", headers={"Authorization": f"{scheme} {header}"})
        assert answer.status_code == 401
    client.set_cookie("rectify", token)
    assert client.get("/").status_code == 303


def test_a_part_of_a_token_is_no_token(cast: dict[str, Persona], app: Flask) -> None:
    bearer = accounts.create_token(cast["inspector"].id, "tests")
    session = accounts.sign_in("inspector", PASSWORD) or ""
    client = _from_elsewhere(app)
    for cut in (bearer[:-1], bearer + "x", bearer.swapcase(), bearer[8:]):
        answer = client.get("/api/v1/items", headers={"Authorization": f"Bearer {cut}"})
        assert answer.status_code == 401
    for cut in (session[:-1], session + "x", session.swapcase(), session[1:]):
        client.set_cookie("rectify", cut)
        assert client.get("/").status_code == 303


def test_what_the_database_keeps_opens_nothing(
    cast: dict[str, Persona], app: Flask, database: Database
) -> None:
    accounts.create_token(cast["inspector"].id, "tests")
    accounts.sign_in("inspector", PASSWORD)
    with psycopg.connect(database.owner_url) as connection:
        kept = connection.execute(
            "SELECT token_hash FROM sign_ins UNION SELECT token_hash FROM tokens"
        ).fetchall()
    client = _from_elsewhere(app)
    for (digest_,) in kept:
        for form in (
            digest_.hex(),
            base64.urlsafe_b64encode(digest_).decode(),
            f"rectify_{digest_.hex()}",
        ):
            client.set_cookie("rectify", form)
            assert client.get("/").status_code == 303
            bearer = {"Authorization": f"Bearer {form}"}
            assert client.get("/api/v1/items", headers=bearer).status_code == 401


def test_a_cookie_replayed_after_each_kind_of_end_opens_nothing(
    app: Flask, database: Database
) -> None:
    account = accounts.account_of("verifier")
    ends = (
        lambda: accounts.set_password(account, "a sentence that is quite new"),
        lambda: accounts.end_all(account),
        lambda: _run(database, "UPDATE accounts SET active = false WHERE login = 'verifier'"),
    )
    for end in ends:
        token = sessions.begin(account, "")
        assert accounts.identity_of_session(token) is not None
        end()
        client = _from_elsewhere(app)
        client.set_cookie("rectify", token)
        assert client.get("/").status_code == 303


def test_a_token_of_the_api_in_a_cookie_and_a_session_as_a_token_open_nothing(
    cast: dict[str, Persona], app: Flask
) -> None:
    client = _from_elsewhere(app)
    client.set_cookie("rectify", accounts.create_token(cast["inspector"].id, "tests"))
    assert client.get("/").status_code == 303
    session = accounts.sign_in("inspector", PASSWORD)
    answer = client.get("/api/v1/items", headers={"Authorization": f"Bearer {session}"})
    assert answer.status_code == 401


def test_a_form_sent_again_after_a_role_is_lost_is_refused(
    enter: Entering, database: Database
) -> None:
    number = stories.rectified()
    visitor = enter("verifier")
    data = {
        "csrf_token": visitor.token(f"/items/{number}/verify"),
        "version": "3",
        **LOOKS,
    }
    _run(database, "UPDATE appointments SET valid_to = current_date - 2 WHERE person_id = 9")
    answer = visitor.client.post(f"/items/{number}/verify", data={**data, "comment": "现场核查"})
    assert answer.status_code in (403, 404)


def _run(database: Database, statement: str) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(statement)
