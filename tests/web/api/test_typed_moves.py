"""A program knows from the document what each move of each list takes, and the server agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from tests import clock
from tests.cast import BRANCH, PERSONAS
from tests.web.api.client import Programs, refused
from web.api import move_schemas
from workflow.declaration import RAISE, pack


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    return found


def _fits(document: dict[str, Any], name: str, body: dict[str, Any]) -> bool:
    whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return bool(Draft202012Validator(whole).is_valid(body))


def test_each_move_of_each_list_has_a_schema_with_its_fields(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for kind in pack().lists.values():
        for trigger, same in move_schemas.moves(kind).items():
            body = schemas[move_schemas.name(kind.key, trigger)]
            assert body["additionalProperties"] is False
            declared = {field.key for move in same for field in move.fields}
            told = schemas.get(move_schemas.name(kind.key, trigger, "fields"), {})
            assert told.get("properties", {}).keys() == declared, (kind.key, trigger)


def test_a_path_of_a_move_takes_the_bodies_of_the_lists_that_have_it(
    document: dict[str, Any],
) -> None:
    for trigger in move_schemas.triggers():
        operation = document["paths"][f"/items/{{number}}/{trigger}"]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        told = [one["$ref"].rpartition("/")[2] for one in schema.get("anyOf", [schema])]
        having = move_schemas.lists_with(trigger)
        assert told == [move_schemas.name(kind.key, trigger) for kind in having]
    raised = document["components"]["schemas"]["NewItem"]["discriminator"]["mapping"]
    assert raised.keys() == {kind.key for kind in move_schemas.lists_with(RAISE)}
    assert "/items/{number}/{trigger}" not in document["paths"]
    assert "/items/{number}/escalate" not in document["paths"], "the machine's own moves are not"


def test_what_the_schema_takes_the_server_takes_and_the_other_way_round(
    document: dict[str, Any], programs: Programs
) -> None:
    due = (clock.today() + timedelta(days=30)).isoformat()
    good = {"holder": PERSONAS["branch-head"].id, "due_on": due}
    wrong = (
        {"holder": good["holder"]}, good | {"holder": "7"}, good | {"due_on": 7},
        good | {"nonsense": 1}, {},
    )  # fmt: skip
    number = programs.raised()
    for fields in wrong:
        assert not _fits(document, "ProblemsAssign", {"fields": fields})
        assert refused(programs("coordinator").move(number, "assign", **fields), 422)["errors"]
    assert _fits(document, "ProblemsAssign", {"fields": good, "comment": ""})
    assert programs("coordinator").move(number, "assign", **good).status_code == 200


def test_a_new_item_is_told_apart_by_its_list(document: dict[str, Any], programs: Programs) -> None:
    fields = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
    body = {"list": "problems", "fields": fields}
    assert _fits(document, "NewItem", body)
    assert programs("inspector").post("/items", body).status_code == 201
    for other in ({"list": "pauses", "fields": fields}, {"list": "x"}, {"fields": fields}):
        assert not _fits(document, "NewItem", other)
        assert programs("inspector").post("/items", other).status_code in (404, 409, 422)


def test_a_decision_of_many_is_told_apart_by_its_trigger(document: dict[str, Any]) -> None:
    decision = {"number": "P2026-0001", "trigger": "comment", "comment": "x"}
    assert _fits(document, "DecisionsBatch", {"decisions": [decision]})
    unfit = decision | {"fields": {"holder": 1}}
    assert not _fits(document, "DecisionsBatch", {"decisions": [unfit]})
    assert not _fits(document, "DecisionsBatch", {"decisions": [decision | {"trigger": "x"}]})
