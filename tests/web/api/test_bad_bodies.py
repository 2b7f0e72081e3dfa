"""Whatever body is sent, the answer says what is wrong with it, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import BRANCH
from tests.web.api.client import Programs, refused

GOOD = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
NO_JSON = [
    (b"", "line 1, column 1"),
    (b"{", "line 1"),
    (b"null", "JSON object"),
    (b"[]", "JSON object"),
    (b'"text"', "JSON object"),
    (b'{"list": NaN}', '"NaN"'),
    (b'{"list": -Infinity}', '"-Infinity"'),
    (b'{"list": 1e400}', '"1e400"'),
    (b'{"list": ' + b"9" * 5000 + b"}", "number"),
    (b'{"list": "problems", "list": "tasks"}', '"list" twice'),
    (b'{"fields": {"title": "a", "title": "b"}}', '"title" twice'),
    (b"[" * 100_000, "20 levels"),
    (b'{"fields": ' + b"[" * 25 + b"]" * 25 + b"}", "20 levels"),
    (b'{"comment": "\\ud800"}', "surrogate"),
    (b'{"\\udfff": 1}', "surrogate"),
    (b'{"comment": "\xff"}', "UTF-8"),
    ('{"list": "problems"}'.encode("utf-16"), "UTF-8"),
    (b'\xef\xbb\xbf{"list": "problems"}', "line 1"),
]
WRONG_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"unit": str(BRANCH)}, "unit"),
    ({"unit": 3.0}, "fields.unit"),
    ({"unit": True}, "unit"),
    ({"unit": 2**63}, "unit"),
    ({"unit": -1}, "unit"),
    ({"unit": 99}, "unit"),
    ({"unit": None}, "unit"),
    ({"unit": [3]}, "fields.unit"),
    ({"title": 5}, "title"),
    ({"title": "　​ "}, "title"),
    ({"title": "a\u0000b"}, "title"),
    ({"title": "长" * 2001}, "title"),
    ({"severity": "huge"}, "severity"),
    ({"severity": {"$gt": ""}}, "fields.severity"),
    ({"found_on": "2027-02-29"}, "found_on"),
    ({"found_on": "20261001"}, "found_on"),
    ({"found_on": 20261001}, "found_on"),
    ({"state": "closed"}, "state"),
    ({"id": 1}, "id"),
    ({"a\u0000b": 1}, "a\u0000b"),
]
WRONG_SHAPES: list[tuple[dict[str, Any], str]] = [
    ({}, "list"),
    ({"list": "nothing"}, "list"),
    ({"list": 1}, "list"),
    ({"list": "problems", "state": "closed"}, "state"),
    ({"list": "problems", "fields": []}, "fields"),
    ({"list": "problems", "comment": 1}, "comment"),
    ({"list": "problems", "comment": None}, "comment"),
    ({"list": "problems", "parent": "P" * 41}, "parent"),
]


@pytest.fixture(autouse=True)
def nothing_raised(programs: Programs) -> Iterator[None]:
    """Nothing of all this has left a trace."""
    yield
    assert programs("inspector").get("/items").json["items"] == []


def test_a_body_that_is_no_proper_json_is_400(
    programs: Programs, subtests: pytest.Subtests
) -> None:
    for body, said in NO_JSON:
        with subtests.test(body=body[:40]):
            told = refused(programs("inspector").send("POST", "/items", body), 400)
            assert said in told["detail"]


def test_a_field_of_the_wrong_kind_is_422_and_named(
    programs: Programs, subtests: pytest.Subtests
) -> None:
    for fields, name in WRONG_FIELDS:
        with subtests.test(fields=fields):
            body = {"list": "problems", "fields": GOOD | fields}
            told = refused(programs("inspector").post("/items", body), 422)
            assert list(told["fields"]) == [name]


def test_a_body_of_the_wrong_shape_is_422_and_named(
    programs: Programs, subtests: pytest.Subtests
) -> None:
    for body, name in WRONG_SHAPES:
        with subtests.test(body=body):
            told = refused(programs("inspector").post("/items", body), 422)
            assert list(told["fields"]) == [name]


def test_every_fault_is_told_at_once(programs: Programs) -> None:
    fields = {"unit": BRANCH, "severity": "huge", "colour": "red"}
    body = {"list": "problems", "fields": fields}
    told = refused(programs("inspector").post("/items", body), 422)
    assert set(told["fields"]) == {"title", "severity", "colour"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"title": "missing", "unit": "missing", "severity": "missing"}),
        ({"unit": 99}, {"title": "missing", "unit": "no such unit", "severity": "missing"}),
        ({"title": 5, "unit": 99}, {"title": "text", "severity": "missing"}),
        ({"title": "x", "severity": "huge"}, {"unit": "missing", "severity": "no choice"}),
        ({"unit": "3"}, {"title": "missing", "unit": "whole number", "severity": "missing"}),
    ],
)
def test_what_is_missing_is_told_with_what_is_wrong(
    fields: dict[str, Any], wrong: dict[str, str], programs: Programs
) -> None:
    body = {"list": "problems", "fields": fields}
    told = refused(programs("inspector").post("/items", body), 422)["fields"]
    assert told.keys() == wrong.keys()
    assert all(wrong[key] in told[key] for key in wrong)


def test_a_missing_parent_is_told_with_the_faults_of_the_form(programs: Programs) -> None:
    told = refused(programs("inspector").post("/items", {"list": "pauses", "fields": {}}), 422)
    assert told["fields"].keys() == {"parent", "cause", "title", "until"}


def test_a_fault_is_told_in_both_languages(programs: Programs) -> None:
    body = json.dumps({"list": "problems", "fields": GOOD | {"severity": "huge"}}).encode()
    inspector = programs("inspector")
    english = inspector.send("POST", "/items", body, Accept_Language="en").json["fields"]
    chinese = inspector.send("POST", "/items", body, Accept_Language="zh").json["fields"]
    assert english == {"severity": '"Severity" has no choice "huge"'}
    assert chinese == {"severity": "“严重程度”没有“huge”这个选项"}


def test_another_media_type_is_415(programs: Programs) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = programs("inspector").send("POST", "/items", b"{}", Content_Type=kind)
        assert "application/json" in refused(answer, 415)["detail"]


def test_a_body_of_five_mebibytes_is_413(programs: Programs) -> None:
    body = b'{"comment": "' + b"x" * 5 * 2**20 + b'"}'
    assert "4 MiB" in refused(programs("inspector").send("POST", "/items", body), 413)["detail"]
