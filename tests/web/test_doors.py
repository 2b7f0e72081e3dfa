"""Every door: closed unless listed, opened by the right person, deaf to foreign pages."""

from __future__ import annotations

import hashlib

import psycopg
import pytest
from flask import Flask

from tests.cast import PASSWORD, SECRET_KEY
from tests.servers import Database
from tests.web import stories
from tests.web.addresses import address_of
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web import auth
from web.app import create_app
from workflow.platform import BadSettings, db


def _state(database: Database) -> dict[str, str]:
    """Return a digest of every table."""
    with psycopg.connect(database.owner_url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {
            table: str(
                connection.execute(
                    f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {table} t"
                ).fetchone()
            )
            for (table,) in tables
        }


def test_no_route_is_open_to_a_stranger_unless_it_is_listed(app: Flask, database: Database) -> None:
    before = _state(database)
    for rule in app.url_map.iter_rules():
        address = address_of(app, rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            answer = app.test_client().open(address, method=method, buffered=True)
            if rule.endpoint in auth.OPEN | auth.OPEN_API:
                continue
            if rule.endpoint in auth.FIRST_RUN:  # there are people who can sign in
                assert answer.status_code == (410 if method == "GET" else 403), rule.rule
                continue
            if rule.rule.startswith("/api/"):
                assert answer.status_code == 401, f"{method} {rule.rule}"
            elif method == "GET":
                assert answer.status_code == 303, f"{method} {rule.rule}"
                assert answer.location.startswith("/sign-in?next=")
            else:
                assert answer.status_code == 403, f"{method} {rule.rule}"
    assert _state(database) == before


# Forms and notices for anybody, and a secret address: each is attacked by tests of its own.
FOR_ANYBODY = {
    "board.show", "board.notice", "board.object_", "calendar_feed.feed", "complaints.form",
    "complaints.send", "complaints.ask_form", "complaints.ask",
}  # fmt: skip


def test_the_list_of_open_routes_is_short_and_each_of_them_exists(app: Flask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints >= auth.OPEN | auth.OPEN_API | auth.FIRST_RUN
    assert auth.OPEN >= FOR_ANYBODY
    assert len((auth.OPEN | auth.OPEN_API) - FOR_ANYBODY) <= 18


def test_looking_at_every_page_changes_nothing(
    app: Flask, enter: Entering, database: Database
) -> None:
    number = stories.rectified()
    visitor = enter("verifier")
    before = _state(database) | {"journal": ""}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/"):
            address = address_of(app, rule).replace("P2026-0001", number)
            assert visitor.get(address).status_code < 500, rule.rule
            assert visitor.client.head(address, buffered=True).status_code < 500
    assert _state(database) | {"journal": ""} == before
    with psycopg.connect(database.owner_url) as connection:  # what is taken out is noted, no more
        noted = connection.execute("SELECT DISTINCT kind FROM journal WHERE kind <> 'signed_in'")
        assert {kind for (kind,) in noted} <= {"exported"}


def test_signing_in_leads_to_the_page_that_was_asked_for(stranger: Visitor) -> None:
    answer = stranger.get("/lists/problems?overdue=1")
    assert answer.location == "/sign-in?next=/lists/problems?overdue%3D1"
    answer = stranger.sign_in("inspector", next="/lists/problems?overdue=1")
    assert (answer.status_code, answer.location) == (303, "/lists/problems?overdue=1")
    assert stranger.get("/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test/x", "/\\evil.test", "\\\\evil.test", "https://evil.test", "https:evil.test",
        "javascript:alert(1)", "/\t/evil.test", "\n//evil.test", " //evil.test", "evil", "",
    ],
)  # fmt: skip
def test_no_sign_in_leads_to_another_site(stranger: Visitor, target: str) -> None:
    assert stranger.sign_in("inspector", next=target).location == "/"


def test_unknown_and_wrong_look_the_same_also_when_they_come_too_often(stranger: Visitor) -> None:
    said: dict[str, list[tuple[int, str]]] = {"ghost": [], "inspector": []}
    for login, answers in said.items():
        for _ in range(6):
            answer = stranger.sign_in(login, "x")
            answers.append((answer.status_code, words(answer).replace(login, "")))
    assert said["ghost"] == said["inspector"]
    assert [status for status, _ in said["ghost"]] == [401] * 5 + [429]
    waiting = stranger.sign_in("inspector")
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["Retry-After"]) <= 60


def test_the_cookie_is_for_this_server_and_its_pages_only(stranger: Visitor) -> None:
    cookie = stranger.sign_in("inspector").headers.getlist("Set-Cookie")
    ours = next(c for c in cookie if c.startswith("rectify="))
    assert "HttpOnly" in ours
    assert "SameSite=Lax" in ours
    assert "Path=/" in ours
    assert "Expires" not in ours


@pytest.mark.usefixtures("cast")
def test_behind_https_every_cookie_is_secure_and_bound_to_the_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECTIFY_BASE_URL", "https://ledger.example.org")
    db.close()
    client = create_app().test_client()
    page = client.get("/sign-in", base_url="https://ledger.example.org")
    assert "max-age" in page.headers["Strict-Transport-Security"]
    cookies = page.headers.getlist("Set-Cookie")
    assert cookies
    assert all(c.startswith("__Host-") and "Secure" in c for c in cookies)


def test_a_sign_in_gives_a_new_session_and_ends_the_one_before(stranger: Visitor) -> None:
    stranger.sign_in("inspector")
    first = stranger.client.get_cookie("rectify")
    stranger.client.set_cookie("rectify", "planted by somebody else")
    stranger.client.delete_cookie("rectify")
    stranger.sign_in("inspector")
    second = stranger.client.get_cookie("rectify")
    assert first is not None
    assert second is not None
    assert first.value != second.value


def test_after_signing_out_the_copied_cookie_opens_nothing(enter: Entering) -> None:
    visitor = enter("inspector")
    copied = visitor.client.get_cookie("rectify")
    assert visitor.post("/sign-out", page="/").location == "/sign-in"
    assert copied is not None
    visitor.client.set_cookie("rectify", copied.value)
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(
    "forged", ["", "x", "eyJhbGciOiJub25lIn0.e30.", "\x00", "日本", "x" * 3000, "rectify_abc"]
)
def test_a_forged_cookie_opens_nothing(stranger: Visitor, forged: str) -> None:
    stranger.client.set_cookie("rectify", forged)
    assert stranger.get("/").status_code == 303


def test_a_form_without_its_token_is_refused_and_nothing_is_written(
    enter: Entering, database: Database
) -> None:
    number = stories.assigned()
    visitor, before = enter("branch-head"), _state(database)
    for token in ({}, {"csrf_token": ""}, {"csrf_token": "made-up"}):
        answer = visitor.client.post(f"/items/{number}/sign_for", data={"version": "2", **token})
        assert answer.status_code == 403
        assert "刷新页面" in words(answer)
    assert _state(database) == before


def test_a_token_for_forms_of_somebody_else_is_refused(enter: Entering) -> None:
    number = stories.assigned()
    visitor, other = enter("branch-head"), enter("outsider")
    data = {"version": "2", "csrf_token": other.token("/")}
    assert visitor.client.post(f"/items/{number}/sign_for", data=data).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://localhost.evil.test"])
def test_a_form_that_another_site_sends_is_refused(enter: Entering, origin: str) -> None:
    visitor = enter("branch-head")
    data = {"csrf_token": visitor.token("/"), "up_to": "1"}
    answer = visitor.client.post("/notices/read", data=data, headers={"Origin": origin})
    assert answer.status_code == 403
    ours = visitor.client.post("/notices/read", data=data, headers={"Origin": "http://localhost"})
    assert ours.status_code == 303


def test_a_cookie_opens_no_door_of_the_api(enter: Entering) -> None:
    assert enter("inspector").get("/api/v1/items").status_code == 401


def test_nothing_is_changed_by_a_get_or_by_a_method_in_a_header(
    enter: Entering, database: Database
) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    before = _state(database)
    override = {"X-HTTP-Method-Override": "POST"}
    assert visitor.get(f"/items/{number}/sign_for", headers=override).status_code == 200
    answer = visitor.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert _state(database) == before


def test_a_foreign_host_is_refused(stranger: Visitor) -> None:
    for host in ("evil.test", "localhost.evil.test"):
        assert stranger.get("/sign-in", headers={"Host": host}).status_code == 400
    forwarded = stranger.get("/", headers={"X-Forwarded-Host": "evil.test"})
    assert "evil" not in forwarded.location


def test_pages_carry_the_headers_that_keep_a_browser_safe(enter: Entering) -> None:
    headers = enter("inspector").get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]


@pytest.mark.parametrize(
    "key",
    ["", "changeme", "12345678", "x" * 40, "please-changeme-0123456789abcdefghij", SECRET_KEY[:31]],
)
@pytest.mark.usefixtures("cast")
def test_a_poor_secret_key_stops_the_start_without_being_printed(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_SECRET_KEY", key)
    db.close()
    with pytest.raises(BadSettings, match="RECTIFY_SECRET_KEY") as refused:
        create_app()
    assert len(key) < 9 or key not in str(refused.value)


def test_a_session_that_idled_out_leads_back_to_the_form(
    enter: Entering, database: Database
) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    token = visitor.token(f"/items/{number}/comment")
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE sign_ins SET seen_at = seen_at - interval '31 minutes'")
    data = {"csrf_token": token, "version": "2", "comment": "typed for a long time"}
    answer = visitor.client.post(f"/items/{number}/comment", data=data)
    assert answer.status_code == 401
    assert f'name="next" value="/items/{number}/comment"' in answer.text
    assert "typed for a long time" not in words(answer)  # whoever stands there now sees no more


def test_a_digest_of_the_static_files_is_in_their_address(stranger: Visitor) -> None:
    page = stranger.get("/sign-in").text
    sheet = stranger.get("/static/style.css")
    assert f"style.css?v={hashlib.sha256(sheet.data).hexdigest()[:12]}" in page
    assert "no-store" not in sheet.headers.get("Cache-Control", "")


def test_the_password_of_the_cast_is_the_one_that_opens(stranger: Visitor) -> None:
    assert stranger.sign_in("inspector", PASSWORD).status_code == 303
