"""The documentation of the API: open, in both languages, whole, and true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web import api_guide
from web.api import deprecation, move_schemas, typed_moves
from web.api.deprecation import Deprecation
from web.api.webhooks import shape_of
from web.operation_names import OPERATIONS, TAGS
from web.problem_codes import CODES, FIELD_CODES
from workflow.delivery.channels.kinds import EVENTS
from workflow.errors import BadDeclaration

DOCS = "/api/v1/docs"
_CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    return found


def test_anybody_reads_it_without_a_script_and_nothing_comes_from_afar(stranger: Visitor) -> None:
    page = stranger.get(DOCS)
    assert page.status_code == 200
    linked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert all(one.startswith(("/", "#")) for one in linked), linked
    assert "<script>" not in page.text


def test_every_operation_shape_and_code_is_on_it_once(
    stranger: Visitor, document: dict[str, Any]
) -> None:
    page = stranger.get(DOCS).text
    for operations in document["paths"].values():
        for operation in operations.values():
            assert page.count(f'id="{operation["operationId"]}"') == 1, operation["operationId"]
    for name in document["components"]["schemas"]:
        assert page.count(f'id="shape-{name}"') == 1, name
    for code in CODES:
        assert page.count(f'id="problem-{code}"') == 1, code
    assert all(f"<code>{code}</code>" in page for code in FIELD_CODES)
    inside = {one for one in re.findall('href="#([^"]+)"', page) if one != "main"}
    assert inside <= {*re.findall('id="([^"]+)"', page)}


def test_each_language_is_whole(app: Flask, enter: Entering, document: dict[str, Any]) -> None:
    chinese = words(Visitor(app, "zh").get(DOCS))
    english = words(Visitor(app, "en").get(DOCS))
    names = {o["operationId"] for ops in document["paths"].values() for o in ops.values()}
    moves = {typed_moves.operation_name(trigger) for trigger in move_schemas.triggers()}
    assert names - moves == OPERATIONS.keys()
    assert {o["tags"][0] for ops in document["paths"].values() for o in ops.values()} == {*TAGS}
    assert all(name in chinese for name in OPERATIONS.values())
    assert "Return a page of a list" in english
    assert "Return a page" not in chinese
    assert not _CHINESE.search(english[english.index("Begin") :])
    assert "程序接口" in enter("member").text("/account")


def test_the_example_of_a_webhook_is_judged_genuine_by_its_own_code() -> None:
    [chapter] = [one for one in api_guide.chapters("http://x") if one.key == "webhooks"]
    code, rest = chapter.example.split("\n\n# secret: ")
    secret, *lines = rest.split("\n")
    headers = dict(line.split(": ", 1) for line in lines if ": " in line and line[0] == "w")
    body = chapter.example.rsplit("\n\n", 1)[1].encode()
    told: dict[str, Any] = {}
    exec(code.replace("time.time()", str(api_guide.STAMP)), told)
    assert told["is_ours"](secret, headers, body)
    assert not told["is_ours"](secret, headers, body.replace(b"assigned", b"closed"))
    assert not told["is_ours"](secret.replace("M", "N"), headers, body)
    shape_of("moved").model_validate_json(body)


def test_every_event_is_described(document: dict[str, Any]) -> None:
    assert document["webhooks"].keys() == {*EVENTS.values()}
    for event in document["webhooks"].values():
        named = [parameter["name"] for parameter in event["post"]["parameters"]]
        assert named == ["webhook-id", "webhook-timestamp", "webhook-signature"]


def test_what_goes_away_says_so_a_year_before(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = datetime(2030, 1, 1, tzinfo=UTC)
    going = {"GET /lists": Deprecation(begin, begin + timedelta(days=400))}
    monkeypatch.setattr(deprecation, "DEPRECATED", going)
    headers = app.test_client().get("/api/v1/lists").headers
    assert headers["Deprecation"] == "@1893456000"
    assert headers["Sunset"] == "Wed, 05 Feb 2031 00:00:00 GMT"
    assert "#versions" in headers["Link"]
    assert "Deprecation" not in app.test_client().get("/api/v1/rights").headers
    with pytest.raises(BadDeclaration):
        Deprecation(begin, begin + timedelta(days=30))
