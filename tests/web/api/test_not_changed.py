"""A program that asks again is told that nothing has changed, and only while nothing has."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests import clock
from tests.cast import PERSONAS
from tests.web.api.client import Client, Programs
from workflow import queries
from workflow.platform import connect
from workflow.queries.figures import taking_in

LISTS = ("/items", "/items?list=problems&sort=updated", "/lists", "/me", "/units", "/rights")


def _again(client: Client, path: str, first: TestResponse) -> TestResponse:
    return client.get(path, If_None_Match=first.headers["ETag"])


def test_the_same_is_not_sent_again(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    for path in (*LISTS, f"/items/{number}", f"/items/{number}/events"):
        first = clerk.get(path)
        assert first.status_code == 200
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = _again(clerk, path, first)
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]
        for tags in ('"7", W/"x"', '""', 'W/""', '"', "*", ","):
            other = clerk.get(path, If_None_Match=tags)
            assert (other.status_code, other.json) == (200, first.json), tags


def test_items_are_not_even_read_again(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    found = {path: clerk.get(path) for path in ("/items", f"/items/{number}")}

    def read(*_: object, **__: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(queries, "items", read)
    monkeypatch.setattr(queries, "item", read)
    assert {_again(clerk, path, first).status_code for path, first in found.items()} == {304}


def test_whatever_changes_is_sent_again(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    path = f"/items/{number}"
    first, page = clerk.get(path), clerk.get("/items")
    assert clerk.move(number, "comment", "补充").status_code == 200
    assert _again(clerk, path, first).json["version"] == 2
    assert _again(clerk, "/items", page).status_code == 200


def test_a_right_that_ends_is_not_hidden_by_an_old_answer(programs: Programs) -> None:
    number = programs.raised()
    clerk, other = programs("coordinator"), programs("inspector")
    first = clerk.get(f"/items/{number}")
    assert _again(other, f"/items/{number}", first).status_code == 200, "of another account"
    with connect() as connection:
        connection.execute(
            "UPDATE appointments SET valid_to = valid_from WHERE person_id = %s",
            [PERSONAS["coordinator"].id],
        )
    assert _again(clerk, f"/items/{number}", first).status_code != 304


def test_a_tag_is_good_for_a_decision(programs: Programs) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    tag = clerk.get(f"/items/{number}").headers["ETag"]
    path = f"/items/{number}/comment"
    assert tag.startswith('"1-')
    assert clerk.post(path, {"comment": "一"}, If_Match=tag).status_code == 200
    assert clerk.post(path, {"comment": "二"}, If_Match=tag).status_code == 412


def test_what_a_job_reads_in_later_is_not_hidden_by_an_old_answer(programs: Programs) -> None:
    programs.raised()
    taking_in.take_in()
    programs.raised()
    clerk, today = programs("coordinator"), clock.today().isoformat()
    paths = (f"/items?list=problems&as_of={today}", "/items?list=problems&moved=raise")
    before = {path: clerk.get(path) for path in paths}
    assert [len(answer.json["items"]) for answer in before.values()] == [1, 1]
    taking_in.take_in()  # nothing moves, and nothing is journaled
    for path, first in before.items():
        again = _again(clerk, path, first)
        assert again.status_code == 200, path
        assert len(again.json["items"]) == 2, path
