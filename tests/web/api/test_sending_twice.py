"""A request that is sent twice has its effect once, whatever happened to the first answer."""

from __future__ import annotations

from uuid import uuid4

import psycopg

from tests import clock
from tests.cast import BRANCH, PERSONAS, actor
from tests.evidence.files import photo
from tests.servers import Database
from tests.web.api.client import Programs, refused
from web import standing_in
from workflow.registers import delegating

FIELDS = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
BODY = {"list": "problems", "fields": FIELDS}


def count(database: Database, table: str) -> int:
    with psycopg.connect(database.owner_url) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def test_a_post_without_a_key_is_400_and_told_what_to_do(
    programs: Programs, database: Database
) -> None:
    inspector = programs("inspector")
    for key, said in ((None, "UUID"), ("", "1 to 200"), ("x" * 201, "1 to 200"), ("a b", "ASCII"),
                      ("é", "ASCII"), ("a\tb", "ASCII")):  # fmt: skip
        headers = inspector._headers({} if key is None else {"Idempotency-Key": key})
        answer = inspector.app.test_client().post("/api/v1/items", json=BODY, headers=headers)
        assert said in refused(answer, 400)["detail"]
    assert count(database, "items") == 0


def test_raising_twice_with_one_key_raises_once(programs: Programs, database: Database) -> None:
    key = str(uuid4())
    first, second = (
        programs("inspector").post("/items", BODY, Idempotency_Key=key) for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    assert second.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count(database, "items") == 1


def test_the_stored_answer_comes_even_when_the_item_has_moved_on(programs: Programs) -> None:
    number = programs.raised()
    moving = (f"/items/{number}/comment", {"comment": "请尽快处理"})
    first = programs("coordinator").post(*moving, Idempotency_Key="key-1")
    assert programs("coordinator").move(number, "comment", "再催一次").status_code == 200
    again = programs("coordinator").post(*moving, Idempotency_Key="key-1")
    assert again.json == first.json
    assert again.headers["ETag"] == '"2"'
    events = programs("coordinator").get(f"/items/{number}/events").json["events"]
    assert [event["comment"] for event in events] == ["", "请尽快处理", "再催一次"]


def test_one_key_with_another_request_is_422(programs: Programs, database: Database) -> None:
    number = programs.raised()
    clerk = programs("coordinator")
    path = f"/items/{number}/comment"
    assert clerk.post(path, {"comment": "第一次"}, Idempotency_Key="k").status_code == 200
    for answer in (
        clerk.post(path, {"comment": "第二次"}, Idempotency_Key="k"),
        clerk.post(path, {"comment": "第一次"}, Idempotency_Key="k", If_Match='"1"'),
        clerk.post("/items", BODY, Idempotency_Key="k"),
        clerk.hand_in(number, (photo(), "x.jpg"), Idempotency_Key="k"),
    ):
        assert "Idempotency-Key" in refused(answer, 422)["detail"]
    assert count(database, "events") == 2


def test_one_key_for_an_absent_person_and_for_oneself_is_422(
    programs: Programs, database: Database
) -> None:
    number, clerk = programs.raised(), programs("coordinator")
    today = clock.today()
    given = delegating.delegate(actor("leader"), PERSONAS["coordinator"].id, today, today, "away")
    sent = (f"/items/{number}/comment", {"comment": "请尽快处理"})
    behind = {"Idempotency_Key": "k", standing_in.HEADER: str(given)}
    assert clerk.post(*sent, **behind).status_code == 200
    assert "Idempotency-Key" in refused(clerk.post(*sent, Idempotency_Key="k"), 422)["detail"]
    assert clerk.post(*sent, **behind).headers["Idempotency-Replayed"] == "true"
    assert count(database, "events") == 2


def test_the_order_of_names_in_a_body_is_no_difference(programs: Programs) -> None:
    inspector = programs("inspector")
    turned = {"fields": dict(reversed(FIELDS.items())), "list": "problems"}
    first = inspector.post("/items", BODY, Idempotency_Key="k")
    assert inspector.post("/items", turned, Idempotency_Key="k").json == first.json


def test_a_key_belongs_to_the_account_that_sent_it(programs: Programs) -> None:
    number = programs.raised()
    path, body = f"/items/{number}/comment", {"comment": "看过了"}
    versions = [
        programs(login).post(path, body, Idempotency_Key="k").json["version"]
        for login in ("coordinator", "director")
    ]
    assert versions == [2, 3]


def test_a_refused_request_may_be_put_right_under_the_same_key(programs: Programs) -> None:
    inspector = programs("inspector")
    wrong = {"list": "problems", "fields": FIELDS | {"severity": "huge"}}
    refused(inspector.post("/items", wrong, Idempotency_Key="k"), 422)
    assert inspector.post("/items", BODY, Idempotency_Key="k").status_code == 201


def test_evidence_sent_twice_is_kept_once(programs: Programs) -> None:
    number, head = programs.assigned(), programs("branch-head")
    files = [(photo(), "a.jpg"), (photo(48, 32), "b.jpg")]
    first = head.hand_in(number, *files, Idempotency_Key="k")
    assert head.move(number, "rectify", statement="已更换", pledge=True).status_code == 200
    again = head.hand_in(number, *files, Idempotency_Key="k")
    assert (again.status_code, again.json) == (200, first.json)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(head.get(f"/items/{number}").json["evidence"]) == 2
    refused(head.hand_in(number, files[0], Idempotency_Key="k"), 422)


def test_many_decisions_sent_twice_are_made_once_and_refused_alike(programs: Programs) -> None:
    number = programs.raised()
    body = {
        "decisions": [
            {"number": number, "trigger": "comment", "comment": "第一条"},
            {"number": "P2026-9999", "trigger": "comment", "comment": "没有"},
            {"number": number, "trigger": "comment"},
            {"number": number, "trigger": "assign", "fields": {"holder": "4"}},
        ]
    }
    clerk = programs("coordinator")
    first, again = (clerk.post("/decisions", body, Idempotency_Key="k") for _ in range(2))
    assert [result["status"] for result in first.json["results"]] == [200, 404, 422, 422]
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert clerk.get(f"/items/{number}").json["version"] == 2


def test_a_matter_with_its_parts_is_raised_once_by_one_call_or_not_at_all(
    programs: Programs, database: Database
) -> None:
    clerk, key = programs("coordinator"), str(uuid4())
    parts = [
        {"list": "tasks", "fields": {"title": "换新灭火器"}},
        {"list": "responsibilities", "fields": {"level": "specific"}},
    ]
    body = {**BODY, "parts": parts}
    first, second = (clerk.post("/items", body, Idempotency_Key=key) for _ in range(2))
    assert (first.status_code, first.json) == (201, second.json)
    assert len(first.json["parts"]) == 2
    assert count(database, "items") == 3
    wrong = {**BODY, "parts": [parts[0], {"list": "tasks", "fields": {"title": ""}}]}
    told = refused(clerk.post("/items", wrong), 422)
    assert [fault["pointer"] for fault in told["errors"]] == ["/parts/1/fields/title"]
    alien = {**BODY, "parts": [{"list": "extensions", "fields": {"title": "x"}}]}
    assert refused(clerk.post("/items", alien), 422)["errors"][0]["pointer"] == "/parts/0/list"
    assert count(database, "items") == 3
