"""A hostile user's day: names fished for, more sent than asked, headers that lie."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.cast import PASSWORD, PERSONAS, Persona
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.test_doors import _state as digest
from tests.web.visitor import Visitor, words
from web.app import create_app
from worker import account_letters
from workflow import accounts
from workflow.delivery import outbox
from workflow.platform import settings

EVIL = [
    "//evil.test", "/\\evil.test", "\\\\evil.test", "https:evil.test", "https://evil.test",
    "///evil.test", "/\t/evil.test", "javascript:alert(1)", "//evil.test\\@x",
    "http:///evil.test", "\x00//evil.test", "data:text/html,x",
]  # fmt: skip


# Learning who is here.


def test_no_page_tells_who_has_an_account(stranger: Visitor) -> None:
    for path, field in (("/sign-in", "login"), ("/forgot", "name")):
        said = []
        for name in ("inspector", "nobody-of-this-name"):
            answer = stranger.post(path, {field: name, "password": "a guess"})
            shown = words(answer).replace(name, "")
            of_each = ("Content-Length", "Set-Cookie", "X-Request-Id")
            kept = {k: v for k, v in answer.headers if k not in of_each}
            said.append((answer.status_code, shown, kept))
        assert said[0] == said[1]


def test_what_one_may_not_see_answers_as_what_is_not_there(enter: Entering) -> None:
    number = stories.assigned()
    visitor = enter("outsider")
    hidden, missing = visitor.get(f"/items/{number}"), visitor.get("/items/P2026-9999")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden).replace(number, "") == words(missing).replace("P2026-9999", "")


# More than was asked for.


def test_no_field_that_a_form_does_not_have_changes_anybody(
    enter: Entering, database: Database
) -> None:
    visitor = enter("inspector")
    before = _people(database)
    more = {
        "role": "system_admin", "is_admin": "1", "account_id": "2", "person_id": "2",
        "login": "committee", "active": "false", "unit_id": "1", "scopes": "decide", "id": "2",
        "totp_secret": "x", "proved_at": "2099-01-01", "strong": "true", "email": "e@evil.test",
    }  # fmt: skip
    visitor.post("/account/language", {"language": "en", **more}, page="/account")
    wanted = {"present": PASSWORD, "password": "a sentence that is quite new"}
    visitor.post("/account/password", {**wanted, **more}, page="/account")
    visitor.post("/account/tokens", {"label": "x", "days": "30", **more}, page="/account")
    after = _people(database)
    changed = [row for row in after if row not in before]
    assert len(changed) == 1
    assert changed[0][:2] == (1, "inspector")
    assert accounts.sign_in("coordinator", PASSWORD)
    assert accounts.tokens_of(2) == []


def _people(database: Database) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(
            "SELECT a.id, a.login, a.active, a.totp_secret, p.name, p.email, p.language,"
            " (SELECT array_agg(t.role) FROM appointments t WHERE t.person_id = p.id)"
            " FROM accounts a JOIN people p ON p.id = a.person_id ORDER BY a.id"
        ).fetchall()


@pytest.mark.parametrize("field", ["state", "holder_id", "raised_by", "version_", "number", "id"])
def test_no_field_that_a_move_does_not_ask_for_is_taken(
    enter: Entering, database: Database, field: str
) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    page = f"/items/{number}/sign_for"
    if visitor.get(page).status_code != 200:
        page = f"/items/{number}/comment"
    before = digest(database)
    data = {"version": "2", "comment": "一句话", field: "closed"}
    assert visitor.post(page, data).status_code == 422
    assert digest(database) == before


def test_nobody_touches_the_sessions_or_tokens_of_others(enter: Entering) -> None:
    mine, other = enter("inspector"), enter("coordinator")
    account = accounts.account_of("coordinator")
    accounts.create_token(account, "theirs")
    key = accounts.sessions_of(account)[0].key
    token = accounts.tokens_of(account)[0].id
    for path in (f"/account/sessions/{key}/end", f"/account/tokens/{token}/revoke"):
        mine.post(path, {"account_id": str(account)}, page="/account")
    mine.post("/account/sessions/end-others", {"account_id": str(account)}, page="/account")
    assert other.get("/").status_code == 200
    assert len(accounts.tokens_of(account)) == 1


# Headers that lie.

LIES = {
    "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "666",
    "X-Forwarded-Server": "evil.test", "Forwarded": "host=evil.test;proto=https",
    "X-Host": "evil.test", "X-Original-URL": "/account", "X-Rewrite-URL": "/account",
    "X-Forwarded-Prefix": "/evil", "X-HTTP-Host-Override": "evil.test",
    "X-Remote-User": "system-admin", "Remote-User": "system-admin", "X-Real-IP": "127.0.0.1",
}  # fmt: skip


def test_no_header_makes_us_answer_to_another_name_or_for_another_person(
    stranger: Visitor, enter: Entering
) -> None:
    answer = stranger.get("/", headers=LIES)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/")
    page = enter("inspector").get("/", headers=LIES)
    assert "evil" not in page.text
    assert stranger.get("/sign-in", headers={"Host": "evil.test"}).status_code == 400


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost@evil.test", "localhost.evil.test", "[evil]"]
)
def test_a_link_by_mail_leads_where_the_settings_say(
    stranger: Visitor, database: Database, host: str
) -> None:
    data = {"csrf_token": stranger.token("/forgot"), "name": "verifier"}
    refused = stranger.client.post("/forgot", data=data, headers={"Host": host})
    assert refused.status_code == 400
    assert stranger.client.post("/forgot", data=data, headers=LIES).status_code == 200
    (outbox_id,) = outbox.lease()
    text = account_letters.compose(outbox_id).get_content()
    assert "http://127.0.0.1:8000/link/" in text
    assert "evil" not in text


def test_no_header_gives_a_guesser_another_address(stranger: Visitor) -> None:
    for n in range(5):
        _guess(stranger, f"192.0.2.{n}")
    assert _guess(stranger, "192.0.2.99") == 429


def test_behind_our_own_proxy_the_address_is_the_one_that_it_saw(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_PROXIES", "1")
    settings.cache_clear()
    visitor = Visitor(create_app())
    for n in range(5):  # what the guesser wrote stands before what the proxy saw
        _guess(visitor, f"192.0.2.{n}, 198.51.100.1")
    assert _guess(visitor, "192.0.2.99, 198.51.100.1") == 429
    assert _guess(visitor, "198.51.100.2") == 401
    assert "evil" not in visitor.get("/", headers=LIES).location


def _guess(visitor: Visitor, forwarded: str) -> int:
    data = {"csrf_token": visitor.token("/sign-in"), "login": "leader", "password": "a guess"}
    sent = visitor.client.post("/sign-in", data=data, headers={"X-Forwarded-For": forwarded})
    return sent.status_code


# Elsewhere, and otherwise.


@pytest.mark.parametrize("target", EVIL)
def test_no_way_on_leads_to_another_site(stranger: Visitor, app: Flask, target: str) -> None:
    for answer in (
        stranger.post("/language", {"next": target, "language": "en"}, page="/sign-in"),
        stranger.sign_in("inspector", next=target),
        stranger.get("/sign-in", query_string={"next": target}),
    ):
        assert answer.status_code == 303
        assert answer.location == "/"


@pytest.mark.parametrize("path", ["//evil.test", "/\\evil.test", "//evil.test/%2f.."])
def test_no_address_is_sent_on_to_another_site(stranger: Visitor, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code in (303, 308, 400, 404)
    assert not (answer.location or "").startswith(("//", "http://evil", "/\\"))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"},
        {"X-Method-Override": "PUT"},
    ],
)  # fmt: skip
def test_no_other_method_by_header_or_by_field(
    enter: Entering, database: Database, headers: dict[str, str]
) -> None:
    visitor = enter("inspector")
    token, before = visitor.token("/account"), digest(database)
    asked = f"csrf_token={token}&language=en&_method=POST"
    for path in ("/account/language", "/sign-out", "/account/sessions/end-others"):
        assert visitor.get(f"{path}?{asked}", headers=headers).status_code == 405
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"):
        answer = visitor.client.open("/account/language", method=method, headers=headers)
        assert answer.status_code in (403, 405)
    assert digest(database) == before


def test_looking_at_the_pages_of_the_door_changes_nothing(
    stranger: Visitor, database: Database
) -> None:
    accounts.ask_reset("verifier")
    (outbox_id,) = outbox.lease()
    text = account_letters.compose(outbox_id).get_content()
    link = "/link/" + text.split("/link/")[1].split()[0]
    before = digest(database)
    for path in ("/sign-in", "/sign-in/code", "/forgot", link, "/link/made-up", "/sign-in/sso"):
        for _ in range(3):
            stranger.get(path)
            stranger.client.head(path, buffered=True)
    assert digest(database) == before


def test_the_cast_is_whole_after_all_that(cast: dict[str, Persona]) -> None:
    assert {a.login for a in accounts.known()} == set(PERSONAS)
