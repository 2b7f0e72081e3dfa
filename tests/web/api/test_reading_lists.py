"""Lists: filtered, sorted, followed page by page, and never wider than what one may see."""

from __future__ import annotations

from datetime import datetime, timedelta

import psycopg

from tests import clock
from tests.cast import BRANCH, OTHER_BRANCH, PERSONAS
from tests.servers import Database
from tests.web.api.client import Client, Programs


def numbers(client: Client, query: str = "") -> list[str]:
    return [row["number"] for row in client.get(f"/items?{query}").json["items"]]


def test_pages_follow_one_another_without_loss_or_repetition(programs: Programs) -> None:
    raised = [programs.raised(f"问题 {n}") for n in range(5)]
    for sort, expected in (("newest", raised[::-1]), ("due", raised)):
        seen, path = [], f"/items?limit=2&sort={sort}&q=问题"
        while path:
            page = programs("inspector").get(path).json
            assert len(page["items"]) <= 2
            seen += [row["number"] for row in page["items"]]
            path = page["next"] and page["next"].removeprefix("/api/v1")
        assert seen == expected


def test_filters_narrow_a_list_down(programs: Programs) -> None:
    first, second = programs.raised("楼道堆放杂物"), programs.raised("100%_完成")
    third = programs.assigned()
    inspector = programs("inspector")
    assert numbers(inspector) == [third, second, first]
    assert numbers(inspector, "q=杂物") == [first]
    assert numbers(inspector, "q=%25_") == [second]
    assert numbers(inspector, f"q={second.lower()}") == [second]
    assert numbers(inspector, "q=' OR 1=1 --") == []
    assert numbers(inspector, "state=assigned") == [third]
    assert numbers(inspector, "state=open&severity=minor&list=problems") == [third, second, first]
    assert numbers(inspector, "severity=major") == []
    assert numbers(inspector, f"unit={BRANCH}") == [third, second, first]
    assert numbers(inspector, f"unit={OTHER_BRANCH}") == []
    assert numbers(inspector, "overdue=true") == []
    assert numbers(inspector, "list=tasks") == []
    assert numbers(programs("branch-head"), "mine=true") == [third]
    assert numbers(inspector, "mine=true") == []


def test_an_overdue_item_is_red_and_found(programs: Programs, database: Database) -> None:
    number = programs.assigned()
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("INSERT INTO instance VALUES ('demo_clock', '90 days')")
    row = programs("inspector").get("/items?overdue=true").json["items"][0]
    assert row["number"] == number
    assert row["due"]["colour"] == "red"
    assert row["due"]["days_left"] < 0
    assert "overdue" in row["due"]["words"]["en"]
    assert row["due"]["colour_reason"]["en"] == "Red: it is overdue"


def test_a_line_tells_what_a_client_shows(programs: Programs) -> None:
    number = programs.assigned()
    row = programs("coordinator").get("/items").json["items"][0]
    assert row | {"updated_at": ""} == {
        "number": number,
        "list": "problems",
        "title": "灭火器过期",
        "state": "assigned",
        "severity": "minor",
        "unit": {"zh": "第一党支部", "en": "First Branch"},
        "holder": {"zh": "陈建国", "en": PERSONAS["branch-head"].name_en},
        "due": row["due"],
        "due_provisional": row["due_provisional"],
        "updated_at": "",
        "version": 2,
        "fields": {},
    }
    assert row["due"]["on"] == (clock.today() + timedelta(days=30)).isoformat()
    assert datetime.fromisoformat(row["updated_at"]).utcoffset() == timedelta(0)


def test_an_accountability_shows_nowhere_to_whoever_may_not_read_it(programs: Programs) -> None:
    problem = programs.assigned()
    body = {"list": "accountabilities", "fields": {"title": "长期不改"}, "parent": problem}
    answer = programs("discipline").post("/items", body)
    assert answer.status_code == 201, answer.text
    number, path = answer.json["number"], "list=accountabilities"
    assert numbers(programs("discipline"), path) == [number]
    assert numbers(programs("member"), path) == []
    assert programs("member").get(f"/items/{number}").status_code == 404
    for login, told in (("discipline", True), ("member", False)):
        client = programs(login)
        shown = client.get(f"/items/{problem}").text + client.get(f"/items/{problem}/events").text
        assert (number in shown) is told
