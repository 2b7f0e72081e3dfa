"""Every refusal carries a code that never changes, and says where each fault is."""

from __future__ import annotations

import ast
import pickle
from collections.abc import Iterator
from typing import Any

from tests import sources
from tests.cast import BRANCH
from tests.web.api.client import Programs, refused
from web.problem_codes import CODES, FIELD_CODES, STATUSES
from workflow.errors import CodedWords, WorkflowError


def _kinds(kind: type[WorkflowError] = WorkflowError) -> Iterator[type[WorkflowError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def _codes_written() -> set[str]:
    """Return the code of every sentence of a refusal in the sources."""
    return {
        str(call.args[2].value)
        for _, call in sources.calls(*sources.SHIPPED)
        if ast.unparse(call.func) == "CodedWords" and isinstance(call.args[-1], ast.Constant)
    }


def test_every_code_there_is_stands_in_the_catalogue_and_is_used() -> None:
    kinds = {kind.kind for kind in _kinds()} | {*STATUSES.values()}
    assert kinds <= CODES.keys()
    assert _codes_written() <= CODES.keys() | FIELD_CODES.keys()
    assert CODES.keys() | FIELD_CODES.keys() == kinds | _codes_written() | {"invalid"}


def test_a_code_outlives_filling_in_and_copying() -> None:
    fault = CodedWords("“{field}”", '"{field}"', "missing")
    assert fault.format(field="x") == ("“x”", '"x"')
    assert fault.format(field="x").code == "missing"
    copy = pickle.loads(pickle.dumps(fault))
    assert (copy, copy.code) == (fault, "missing")


def _errors(told: dict[str, Any]) -> dict[str, str]:
    assert all(error["detail"] for error in told["errors"])
    return {error.get("pointer") or error["parameter"]: error["code"] for error in told["errors"]}


def test_each_kind_of_refusal_has_its_own_code(programs: Programs) -> None:
    number = programs.assigned()
    head, member = programs("branch-head"), programs("member")
    told = {
        "not_found": refused(head.get("/items/P2026-9999"), 404),
        "not_permitted": refused(member.move(number, "hand_over", "ich", holder=1), 403),
        "not_possible": refused(
            programs("verifier").move(number, "verify", "x", looks="solved"), 409
        ),
        "json_invalid": refused(head.send("POST", "/items", b"[1"), 400),
        "not_json": refused(head.send("POST", "/items", b"x", Content_Type="text/plain"), 415),
        "idempotency_key_invalid": refused(head.post("/items", {}, Idempotency_Key=""), 400),
        "if_match_invalid": refused(head.post(f"/items/{number}/comment", {}, If_Match="7"), 400),
        "version_stale": refused(
            head.post(f"/items/{number}/comment", {"comment": "催办"}, If_Match='"1"'), 412
        ),
        "cursor_invalid": refused(head.get("/items?after=x"), 400),
        "method_not_allowed": refused(head.send("DELETE", "/items", b""), 405),
        "unauthenticated": refused(head.get("/items", Authorization="Bearer x"), 401),
    }
    assert {code: problem["code"] for code, problem in told.items()} == {c: c for c in told}
    for code, problem in told.items():
        assert problem["type"].endswith(f"/api/v1/docs#problem-{code}")


def test_all_faults_come_at_once_each_with_its_place_and_code(programs: Programs) -> None:
    fields = {"title": 7, "unit": "x", "severity": "dire", "nonsense": "x"}
    body = {"list": "problems", "fields": fields, "comment": "\x07"}
    told = refused(programs("inspector").post("/items", body), 422)
    assert told["code"] == "input_invalid"
    assert _errors(told) == {
        "/fields/title": "wrong_type",
        "/fields/unit": "wrong_type",
        "/fields/severity": "no_choice",
        "/fields/nonsense": "unknown",
        "/comment": "character_not_allowed",
    }
    assert told["fields"].keys() == {"title", "unit", "severity", "nonsense", "comment"}


def test_a_place_is_a_pointer_whatever_the_name(programs: Programs) -> None:
    body = {"list": "nothing", "a/b~c": 1, "fields": {"x": {"y": 1}}}
    told = refused(programs("inspector").post("/items", body), 422)
    assert _errors(told) == {
        "/list": "no_choice", "/a~1b~0c": "unknown", "/fields/x": "wrong_type",
    }  # fmt: skip


def test_a_fault_of_an_address_names_its_parameter(programs: Programs) -> None:
    told = refused(programs("inspector").get("/items?limit=0&limit=2"), 400)
    assert (told["code"], _errors(told)) == ("parameter_invalid", {"limit": "repeated"})
    told = refused(programs("inspector").get("/items?limit=0&list=x&nonsense=1"), 400)
    assert _errors(told) == {"limit": "out_of_range", "list": "no_choice"}


def test_of_many_decisions_each_fault_points_into_its_own(programs: Programs) -> None:
    number = programs.raised()
    asked = [
        {"number": number, "trigger": "comment", "comment": "催办"},
        {"number": number, "trigger": "assign", "fields": {"holder": "x", "due_on": "soon"}},
    ]
    body = {"decisions": asked}
    results = programs("coordinator").post("/decisions", body).json["results"]
    assert results[0]["status"] == 200
    assert _errors(results[1]["problem"]) == {
        "/decisions/1/fields/holder": "wrong_type",
        "/decisions/1/fields/due_on": "no_date",
    }


def test_a_refusal_told_again_has_the_same_codes(programs: Programs) -> None:
    number = programs.raised()
    asked = [{"number": number, "trigger": "assign", "fields": {"holder": 1, "due_on": "soon"}}]
    key = {"Idempotency_Key": "once"}
    first, again = (
        programs("coordinator").post("/decisions", {"decisions": asked}, **key).json["results"]
        for _ in range(2)
    )
    assert first == again
    assert _errors(first[0]["problem"]) == {"/decisions/0/fields/due_on": "no_date"}


def test_a_fault_of_a_flat_body_points_at_its_member(programs: Programs) -> None:
    body = {"unit": BRANCH, "day": "soon", "amount": 5, "reason": "too short"}
    told = refused(programs("director").post("/look-backs", body), 422)
    assert _errors(told)["/day"] == "no_date"
