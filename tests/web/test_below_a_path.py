"""The service below a path of its own: every link stays there, however a proxy passes it on."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import PASSWORD, Persona
from tests.web import stories
from tests.web.visitor import Visitor
from web.app import create_app
from workflow import accounts
from workflow.platform import BadSettings, db

ROOT = "/rectify"
_LINK = re.compile(r"""(?:href|src|action|data-url|content)="(/[^"]*)\"""")


@pytest.fixture
def below(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("RECTIFY_BASE_URL", f"http://Example.org:80{ROOT}/")
    db.close()
    return create_app()


def _visitor(app: Flask, login: str) -> Visitor:
    visitor = Visitor(app)
    visitor.client.set_cookie("rectify", accounts.sign_in(login, PASSWORD) or "")
    return visitor


def _pages(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            yield rule.rule


@pytest.mark.parametrize("passed_on", [ROOT, ""], ids=["as it came", "without the path"])
def test_every_link_of_every_page_stays_below_the_path(below: Flask, passed_on: str) -> None:
    number = stories.assigned()
    seen = 0
    for login in ("coordinator", "security-admin", "audit-admin"):
        visitor = _visitor(below, login)
        for page in (*_pages(below), f"/items/{number}", f"/items/{number}/assign"):
            answer = visitor.client.get(passed_on + page)
            assert answer.status_code < 500, page
            if answer.location and answer.location.startswith("/"):
                assert answer.location.startswith(f"{ROOT}/"), (page, answer.location)
            assert ROOT + ROOT not in answer.text, page
            if answer.mimetype == "text/html":
                for link in _LINK.findall(answer.text):
                    assert link.startswith(f"{ROOT}/"), (page, link)
                    seen += 1
    assert seen > 500


def test_the_address_of_the_own_calendar_names_the_path_once_and_can_be_followed(
    below: Flask,
) -> None:
    visitor = _visitor(below, "branch-head")
    made = visitor.post(f"{ROOT}/account/calendar", {"proof": PASSWORD}, page=f"{ROOT}/account")
    [address] = re.findall(r"http://example\.org[^\s\"<]+\.ics", made.text)
    path = address.removeprefix("http://example.org")
    assert Visitor(below).client.get(path).mimetype == "text/calendar"
    assert path.startswith(f"{ROOT}/calendar-feed/")


@pytest.mark.parametrize("passed_on", [ROOT, ""], ids=["as it came", "without the path"])
def test_signing_in_and_acting_work_below_the_path(below: Flask, passed_on: str) -> None:
    number = stories.assigned()
    client = Visitor(below).client
    page = client.get(f"{passed_on}/sign-in?next=/items/{number}").text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    there = re.findall(r'name="next" value="([^"]+)"', page)[-1]
    data = {"csrf_token": token, "login": "branch-head", "password": PASSWORD, "next": there}
    origin = {"Origin": "http://example.org"}
    answer = client.post(f"{passed_on}/sign-in", data=data, headers=origin)
    assert (answer.status_code, answer.location) == (303, f"{ROOT}/items/{number}")
    item = client.get(f"{passed_on}/items/{number}")
    assert item.status_code == 200
    token = re.findall(r'name="csrf_token" value="([^"]+)"', item.text)[0]
    switched = client.post(
        f"{passed_on}/language", headers=origin,
        data={"csrf_token": token, "language": "en", "next": f"{ROOT}/account?x=1"},
    )  # fmt: skip
    assert switched.location == f"{ROOT}/account?x=1"


def test_what_is_sent_after_signing_in_again_is_sent_below_the_path(below: Flask) -> None:
    number = stories.assigned()
    client = Visitor(below).client
    held = client.post(f"{ROOT}/items/{number}/comment", data={"comment": "还在吗"}).text
    form = held[held.index(f'action="{ROOT}/sign-in"') :]
    hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    answer = client.post(
        f"{ROOT}/sign-in", data={**hidden, "login": "branch-head", "password": PASSWORD}
    )
    assert f'action="{ROOT}/items/{number}/comment"' in answer.text
    assert "还在吗" in answer.text


def test_the_description_of_the_api_names_the_path(below: Flask) -> None:
    described = Visitor(below).client.get(f"{ROOT}/api/v1/openapi.json")
    assert described.json["servers"] == [{"url": f"{ROOT}/api/v1"}]


def test_a_path_that_begins_as_a_page_does_stops_the_start(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/items", "/api/x", "/static"):
        monkeypatch.setenv("RECTIFY_BASE_URL", f"http://example.org{path}")
        db.close()
        with pytest.raises(BadSettings, match="begins as a page"):
            create_app()
    db.close()


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("example.org", 200), ("EXAMPLE.org:8080", 200), ("web:8000", 200), ("127.0.0.1", 200),
        ("10.0.0.5:8000", 200), ("[::1]:8000", 200), ("evil.test", 400),
        ("example.org.evil.test", 400), ("[evil]", 400), ("a@evil.test", 400),
    ],
)  # fmt: skip
def test_a_proxy_that_adds_no_header_is_served_and_a_foreign_name_is_not(
    below: Flask, host: str, status: int
) -> None:
    assert Visitor(below).client.get("/sign-in", headers={"Host": host}).status_code == status
