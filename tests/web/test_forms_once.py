"""A form is taken once and never lost: after Back, after signing in again, for another person."""

from __future__ import annotations

import io
import re
from html import unescape

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import PASSWORD
from tests.evidence.files import photo
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.stories import in_days
from tests.web.visitor import Visitor, words

FIELDS = {"title": "灭火器过期", "unit": "3", "severity": "minor"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_ACTION = re.compile(r'<form method="post" action="([^"]*)"[^>]*class="card form"')
_DRAFT = re.compile(r'data-draft="([^"]*)"')


def count(database: Database, table: str) -> int:
    with psycopg.connect(database.owner_url) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def hidden(answer: TestResponse) -> dict[str, str]:
    """Return the fields that a page carries in its main form, as a browser would send them."""
    main = answer.text.split('<main id="main"')[1]
    return {name: unescape(value) for name, value in _HIDDEN.findall(main)}


def opened(visitor: Visitor, path: str) -> tuple[str, dict[str, str]]:
    """Open a form; return the address in the browser's line, and the fields that it carries."""
    address = visitor.client.get(path).headers.get("Location", path)
    return address, hidden(visitor.get(address))


def end_sessions(database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE sign_ins SET seen_at = seen_at - interval '31 minutes'")


def sign_in_again(visitor: Visitor, login: str) -> None:
    """Sign in once more in the same browser, as in another tab with its sign-in page open."""
    visitor.post("/sign-in", {"login": login, "password": PASSWORD}, page="/account")


def send_shown_again(visitor: Visitor, page: TestResponse, **more: object) -> TestResponse:
    """Press the button of a page that shows a form again."""
    action = _ACTION.search(page.text)
    assert action, words(page)
    return visitor.send(unescape(action[1]), {**hidden(page), **more})


# Back, and send again.


def test_back_opens_the_form_that_was_sent_and_a_second_send_leads_to_what_it_raised(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    address, form = opened(inspector, "/lists/problems/raise")
    first = inspector.send(address, {**form, **FIELDS, "evidence": (io.BytesIO(photo()), "a.jpg")})
    _, back = opened(inspector, address)  # no page is stored, so Back asks for the address
    second = inspector.send(address, {**back, **FIELDS})
    assert second.location == first.location
    assert "这份表单之前已经提交过" in inspector.text(second.location)
    assert count(database, "items") == 1


def test_back_and_a_changed_form_says_what_was_raised_and_keeps_what_was_typed(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    address, form = opened(inspector, "/lists/problems/raise")
    number = inspector.send(address, {**form, **FIELDS}).location.rsplit("/", 1)[1]
    _, back = opened(inspector, address)
    refused = inspector.send(address, {**back, **FIELDS, "title": "另一件"})
    assert refused.status_code == 409
    assert number in words(refused)
    assert "另一件</textarea>" in refused.text
    assert count(database, "items") == 1
    another = {**hidden(refused), **FIELDS, "title": "另一件"}
    assert inspector.send(address, another).status_code == 303
    assert count(database, "items") == 2


def test_each_visit_to_a_form_begins_a_new_one(enter: Entering, database: Database) -> None:
    inspector = enter("inspector")
    for title in ("灭火器过期", "疏散通道锁闭"):
        address, form = opened(inspector, "/lists/problems/raise")
        sent = {**form, **FIELDS, "title": title}
        assert inspector.send(address, sent).status_code == 303
    assert count(database, "items") == 2


def test_a_comment_sent_again_after_back_is_made_once(enter: Entering, database: Database) -> None:
    number = stories.assigned()
    head, before = enter("branch-head"), count(database, "events")
    address, form = opened(head, f"/items/{number}/comment")
    head.send(address, {**form, "comment": "正在整改"})
    _, back = opened(head, address)
    again = head.send(address, {**back, "comment": "正在整改"})
    assert again.status_code == 303
    assert "只办理了一次" in head.text(again.location)
    assert count(database, "events") == before + 1


def test_an_entry_of_a_register_sent_again_after_back_is_added_once(
    enter: Entering, database: Database
) -> None:
    keeper, path = enter("coordinator"), "/registers/contact_points/add"
    address, form = opened(keeper, path)
    data = {"leader": "6", "purposes": "visits", "unit": "3", "valid_from": in_days(0)}
    first = keeper.send(address, {**form, **data, "valid_to": in_days(30)})
    _, back = opened(keeper, address)
    second = keeper.send(address, {**back, **data, "valid_to": in_days(30)})
    assert (first.status_code, second.location) == (303, first.location), words(first)


# A session that ended, or began anew elsewhere.


def test_a_form_sent_after_the_session_ended_is_shown_again_after_signing_in(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    address, form = opened(inspector, "/lists/problems/raise")
    end_sessions(database)
    data = {**form, **FIELDS, "comment": "写了很久\n第二行", "proof": "a secret"}
    asked = inspector.send(address, data)
    assert asked.status_code == 401
    assert "登录已结束" in words(asked)
    assert "a secret" not in asked.text
    signing = {**hidden(asked), "login": "inspector"}
    wrong = inspector.send("/sign-in", {**signing, "password": "wrong"})
    again = inspector.send("/sign-in", {**signing, **hidden(wrong), "password": PASSWORD})
    assert "灭火器过期" in words(again)
    assert "第二行" in words(again)
    assert count(database, "items") == 0
    done = send_shown_again(inspector, again)
    assert done.status_code == 303, words(done)
    assert "灭火器过期" in inspector.text(done.location)


def test_a_form_from_before_signing_in_again_is_shown_again_with_one_button(
    enter: Entering, database: Database
) -> None:
    number = stories.assigned()
    head, before = enter("branch-head"), count(database, "events")
    address, form = opened(head, f"/items/{number}/comment")
    sign_in_again(head, "branch-head")
    refused = head.send(address, {**form, "comment": "写了很久"})
    assert refused.status_code == 403
    assert "重新登录过" in words(refused)
    assert "写了很久" in words(refused)
    assert count(database, "events") == before
    assert send_shown_again(head, refused).status_code == 303
    assert "写了很久" in head.text(f"/items/{number}")


def test_files_of_a_form_shown_again_are_asked_for_again(
    enter: Entering, database: Database
) -> None:
    inspector = enter("inspector")
    address, form = opened(inspector, "/lists/problems/raise")
    sign_in_again(inspector, "inspector")
    file = (io.BytesIO(photo()), "现场.jpg")
    refused = inspector.send(address, {**form, **FIELDS, "evidence": file})
    assert 'name="evidence" type="file"' in refused.text
    assert 'enctype="multipart/form-data"' in refused.text
    file = (io.BytesIO(photo()), "现场.jpg")
    done = send_shown_again(inspector, refused, evidence=file)
    assert "现场.jpg" in inspector.text(done.location)
    assert count(database, "items") == 1


def test_a_form_under_a_parent_is_shown_again_under_the_same_parent(
    enter: Entering, database: Database
) -> None:
    number = stories.assigned()
    coordinator = enter("coordinator")
    address, form = opened(coordinator, f"/lists/tasks/raise?parent={number}")
    end_sessions(database)
    asked = coordinator.send(address, {**form, "title": "补签到表"})
    again = coordinator.send(
        "/sign-in", {**hidden(asked), "login": "coordinator", "password": PASSWORD}
    )
    action = _ACTION.search(again.text)
    assert action
    assert f"parent={number}" in action[1]
    assert hidden(again)["parent"] == number


def test_a_forged_held_form_is_no_form(stranger: Visitor) -> None:
    data = {"login": "inspector", "password": PASSWORD, "held": "WyIvIixbXSxbXSxbXV0.forged"}
    assert stranger.post("/sign-in", data).status_code == 303


# Drafts.


def draft(visitor: Visitor, path: str) -> str:
    found = _DRAFT.search(visitor.get(path).text)
    assert found
    return unescape(found[1])


def test_a_draft_belongs_to_person_item_and_query(app: Flask, enter: Entering) -> None:
    first, second = stories.assigned(), stories.assigned()
    coordinator = enter("coordinator")
    places = [
        (enter("inspector"), "/lists/problems/raise"),
        (coordinator, "/lists/problems/raise"),
        (coordinator, f"/lists/tasks/raise?parent={first}"),
        (coordinator, f"/lists/tasks/raise?parent={second}"),
        (coordinator, f"/items/{first}/comment"),
        (coordinator, f"/items/{second}/comment"),
    ]
    assert len({draft(visitor, path) for visitor, path in places}) == len(places)


@pytest.mark.parametrize("path", ["/lists/problems/raise", "/lists/problems/raise?severity=minor"])
def test_a_draft_is_found_again_whatever_the_key_of_the_form(enter: Entering, path: str) -> None:
    inspector = enter("inspector")
    assert draft(inspector, path) == draft(inspector, path)


def test_a_form_that_was_taken_names_its_draft_to_be_dropped(enter: Entering) -> None:
    inspector = enter("inspector")
    mark = draft(inspector, "/lists/problems/raise")
    address, form = opened(inspector, "/lists/problems/raise")
    done = inspector.send(address, {**form, **FIELDS})
    found = re.search(r'data-done="([^"]*)"', inspector.get(done.location).text)
    assert found
    assert unescape(found[1]) == mark
