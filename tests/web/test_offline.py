"""What is typed without a network: neutral pages, and findings that are taken once, long after."""

from __future__ import annotations

import io
import json
import re
from urllib.parse import urljoin

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import PERSONAS, Persona
from tests.evidence.files import photo
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.test_forms_once import FIELDS, count, end_sessions, sign_in_again
from tests.web.visitor import Visitor, words
from web.app import create_app
from workflow.ops import retention
from workflow.platform import db

RAISE = "/lists/problems/raise"
NEUTRAL = ("/outbox", f"{RAISE}/offline")
DATA = {"Accept": "application/json"}
QUIETLY = DATA | {"Prefer": "return=minimal"}


def who(visitor: Visitor) -> dict[str, str]:
    answer: dict[str, str] = visitor.client.get("/outbox/sender", headers=DATA).json
    return answer


def post(visitor: Visitor, **more: object) -> TestResponse:
    """Send a finding as the outbox does: under its own key, with the token of now."""
    data = {
        "csrf_token": who(visitor).get("csrf", ""),
        "key": "typed-in-a-cellar",
        **FIELDS,
        **more,
    }
    return visitor.send(f"{RAISE}?form=typed-in-a-cellar", data, headers=QUIETLY)


@pytest.mark.parametrize("path", NEUTRAL)
def test_what_a_browser_keeps_is_the_same_for_everybody(enter: Entering, path: str) -> None:
    pages = {enter(login).get(path).text for login in ("inspector", "coordinator")}
    assert len(pages) == 1
    page = pages.pop()
    assert "csrf_token" not in page
    assert not [person.name for person in PERSONAS.values() if person.name in page]


def test_the_kept_form_is_for_those_only_who_get_the_form_itself(enter: Entering) -> None:
    seen = set()
    for login in ("inspector", "branch-head", "auditor", "committee", "system-admin"):
        visitor = enter(login)
        for path in (RAISE, "/lists/criticisms/raise", "/lists/tasks/raise"):
            status = visitor.get(path).status_code
            assert visitor.get(f"{path}/offline").status_code == status, (login, path)
            seen.add(status)
    assert {200, 403, 404} <= seen


def test_a_finding_sent_again_and_again_is_taken_once_even_weeks_later(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    first = post(inspector, evidence=(io.BytesIO(photo()), "现场.jpg"))
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE idempotency_keys SET at = at - interval '30 days'")
    retention.clean_up()
    again = post(inspector, evidence=(io.BytesIO(photo()), "现场.jpg"))
    assert first.json == again.json
    assert count(database, "items") == 1
    page = inspector.get(first.json["location"])
    assert page.text.count('class="piece piece-photo"') == 1
    assert "data-done" not in page.text  # nobody waits for a message about it


def test_a_refused_finding_says_why_and_its_photos_need_not_be_sent_again(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    refused = post(inspector, title="", evidence=(io.BytesIO(photo()), "现场.jpg"))
    assert refused.status_code == 422
    assert "没有填写" in refused.json["fields"]["title"]
    assert count(database, "items") == 0
    done = post(inspector, kept=refused.json["kept"])
    assert "现场.jpg" in inspector.text(done.json["location"])


def test_a_finding_of_somebody_signed_out_or_signed_in_anew_is_asked_for_again(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    old = who(inspector)["csrf"]
    sign_in_again(inspector, "inspector")
    stale = post(inspector, csrf_token=old)
    assert (stale.status_code, "kept" in stale.json) == (403, False)
    assert post(inspector).status_code == 200
    end_sessions(database)
    data = {"csrf_token": old, "key": "another", **FIELDS}
    ended = inspector.send(RAISE, data, headers=QUIETLY)
    assert (ended.status_code, "kept" in ended.json) == (401, False)
    assert "登录已结束" in ended.json["detail"]
    assert count(database, "items") == 1


def test_the_sender_is_told_whose_findings_may_go(enter: Entering, stranger: Visitor) -> None:
    assert who(enter("inspector"))["whom"] != who(enter("coordinator"))["whom"]
    assert stranger.client.get("/outbox/sender", headers=DATA).status_code == 303


def test_the_move_that_a_script_sends_leads_on_or_says_why_not(enter: Entering) -> None:
    inspector = enter("inspector")
    number = post(inspector).json["location"].rsplit("/", 1)[1]
    path = f"/items/{number}/comment"
    page = inspector.get(path)
    version = re.findall(r'name="version" value="([^"]*)"', page.text)[0]
    data = {"csrf_token": inspector.token(path), "version": version}
    assert inspector.send(path, data, headers=DATA).json["kept"] == []
    done = inspector.send(path, {**data, "comment": "看过了"}, headers=DATA)
    assert done.json == {"location": f"/items/{number}"}
    assert "看过了" in words(inspector.get(done.json["location"]))


@pytest.mark.parametrize("root", ["", "/rectify"])
def test_it_is_installed_below_its_own_path_only(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    monkeypatch.setenv("RECTIFY_BASE_URL", f"http://localhost{root}")
    db.close()
    visitor = Visitor(create_app())
    worker = visitor.get(f"{root}/static/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == f"{root}/"
    address = re.findall(r'rel="manifest" href="([^"]+)"', visitor.get(f"{root}/sign-in").text)[0]
    manifest = json.loads(visitor.get(address).data)
    for way in ("start_url", "scope"):
        assert urljoin(address, manifest[way]) == f"{root}/"
    for icon in manifest["icons"]:
        assert visitor.get(urljoin(address, icon["src"])).mimetype == "image/png"


def test_only_the_worker_may_answer_for_all_pages(app: Flask) -> None:
    answer = Visitor(app).get("/static/page.js")
    assert "Service-Worker-Allowed" not in answer.headers
