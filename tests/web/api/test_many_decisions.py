"""Many decisions in one request: the same rules for each, a result for each."""

from __future__ import annotations

import pytest

from tests.web.api.client import Programs, refused


def test_every_decision_has_a_result_of_its_own_in_their_order(programs: Programs) -> None:
    good, other = programs.raised("一"), programs.raised("二")
    body = {
        "decisions": [
            {"number": good, "trigger": "comment", "comment": "好", "version": 1},
            {"number": "P2026-9999", "trigger": "comment", "comment": "没有"},
            {"number": other, "trigger": "close"},
            {"number": other, "trigger": "comment"},
            {"number": other, "trigger": "comment", "comment": "x", "version": 7},
            {"number": other, "trigger": "no_such_move"},
            {"number": "x\u0000", "trigger": "comment", "comment": "坏号"},
            {"number": other, "trigger": "comment", "comment": "也好"},
        ]
    }
    results = programs("coordinator").post("/decisions", body).json["results"]
    assert [r["status"] for r in results] == [200, 404, 409, 422, 409, 404, 404, 200]
    assert results[0]["done"] == {
        "number": good, "list": "problems", "state": "raised", "version": 2,
        "along": [], "parts": [],
    }  # fmt: skip
    assert results[3]["problem"]["fields"] == {"comment": '"Comment" is missing'}
    assert results[7]["done"]["version"] == 2
    assert [r["number"] for r in results] == [d["number"] for d in body["decisions"]]


def test_foreseen_decisions_are_those_that_would_be_made_and_none_is(programs: Programs) -> None:
    good, other = programs.raised("一"), programs.raised("二")
    body = {
        "decisions": [
            {"number": good, "trigger": "comment", "comment": "好", "version": 1},
            {"number": "P2026-9999", "trigger": "comment", "comment": "没有"},
            {"number": other, "trigger": "close"},
            {"number": other, "trigger": "comment", "comment": "x", "version": 7},
        ]
    }
    told = programs("coordinator").post("/decisions/foreseen", body).json
    assert programs("coordinator").get(f"/items/{good}").json["version"] == 1
    done = programs("coordinator").post("/decisions", body).json
    assert told["results"] == done["results"]
    assert told["opened"] == {}
    assert told["told"] >= told["mailed"] >= 0


def test_two_decisions_on_one_item_follow_one_another(programs: Programs) -> None:
    number = programs.raised()
    comment = {"number": number, "trigger": "comment", "comment": "x"}
    asked = [comment | {"version": 1}, comment | {"version": 2}, comment | {"version": 2}]
    results = programs("coordinator").post("/decisions", {"decisions": asked}).json["results"]
    assert [r["status"] for r in results] == [200, 200, 409]


def test_everything_refused_writes_nothing(programs: Programs) -> None:
    number = programs.raised()
    asked = [{"number": number, "trigger": "close"}] * 3
    results = programs("committee").post("/decisions", {"decisions": asked}).json["results"]
    assert {r["status"] for r in results} == {409}
    assert programs("committee").get(f"/items/{number}").json["version"] == 1


def test_a_thousand_are_taken_and_one_more_is_not(programs: Programs) -> None:
    number = programs.raised()
    one = {"number": number, "trigger": "comment", "comment": "x"}
    answer = programs("coordinator").post("/decisions", {"decisions": [one] * 1000})
    assert [r["status"] for r in answer.json["results"]] == [200] * 1000
    assert programs("coordinator").get(f"/items/{number}").json["version"] == 1001
    told = refused(programs("coordinator").post("/decisions", {"decisions": [one] * 1001}), 422)
    assert told["fields"] == {"decisions": '"decisions" holds at most 1000'}


@pytest.mark.parametrize(
    ("decision", "name"),
    [
        ({}, "decisions.0.number"),
        ({"number": 1}, "decisions.0.number"),
        ({"version": "1"}, "decisions.0.version"),
        ({"version": 0}, "decisions.0.version"),
        ({"version": True}, "decisions.0.version"),
        ({"version": 2**63}, "decisions.0.version"),
        ({"state": "closed"}, "decisions.0.state"),
    ],
)
def test_a_decision_of_the_wrong_shape_is_named(
    programs: Programs, decision: dict[str, object], name: str
) -> None:
    whole = {"number": "P2026-0001", "trigger": "comment"} | decision if decision else {}
    told = refused(programs("coordinator").post("/decisions", {"decisions": [whole]}), 422)
    assert name in told["fields"]
    refused(programs("coordinator").post("/decisions", {"decisions": []}), 422)
