"""The document of the API is a valid one, readable, and true: a fuzzer finds no difference."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address
from itertools import count
from threading import Thread
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import schemathesis
from flask import Flask
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from werkzeug.serving import make_server

from tests.web.api.client import Programs
from web.api import move_schemas, typed_moves

PATH = "/api/v1/openapi.json"
# A request of the right form may still ask for what the domain refuses, each time with a reason.
REFUSED_FOR_A_REASON = ["2xx", 401, 403, 404, 409, 412, 415, 422]


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    """The document, as anybody may fetch it."""
    answer = app.test_client().get(PATH)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def test_the_document_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []


def test_every_route_of_the_api_is_in_the_document(app: Flask, document: dict[str, Any]) -> None:
    told = {
        (method.upper(), path)
        for path, operations in document["paths"].items()
        for method in operations
    }
    routes = {
        (method, re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in ("api.openapi", "api.move")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    moves = {
        ("POST", f"/api/v1{typed_moves.path_of(trigger)}") for trigger in move_schemas.triggers()
    }
    assert {(method, f"/api/v1{path}") for method, path in told} == routes | moves


def test_no_shape_is_named_like_its_own_list(document: dict[str, Any]) -> None:
    """A class with the name of its only member is what generators of clients stumble over."""
    schemas = document["components"]["schemas"]
    alike = {
        name
        for name, one in schemas.items()
        for member, kind in one.get("properties", {}).items()
        if kind.get("type") == "array" and member.replace("_", "") == name.lower()
    }
    assert alike == set()


def test_every_download_says_what_it_is(document: dict[str, Any]) -> None:
    types = {
        kind
        for operations in document["paths"].values()
        for operation in operations.values()
        for answer in operation["responses"].values()
        for kind in answer.get("content", {})
    }
    assert {"application/pdf", "image/jpeg", "text/csv"} <= types
    assert not [kind for kind in types if "*" in kind]


def test_names_are_readable_and_operations_are_explained(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert {"Item", "NewItem", "ProblemsAssign", "DecisionsBatch", "Problem"} <= schemas.keys()
    assert all(name.isalpha() for name in schemas)
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"].endswith((".", "it", "files"))
            assert "application/problem+json" in operation["responses"]["401"]["content"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def _as_strangers(app: Flask) -> WSGIApplication:
    """Give each request a key and an address of its own.

    The fuzzer sends most under one key, and more wrong tokens than one address may.
    """
    addresses = count(1)

    def serve(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = str(IPv4Address("198.18.0.0") + next(addresses))
        if environ.get("HTTP_IDEMPOTENCY_KEY", "").isalnum():
            environ["HTTP_IDEMPOTENCY_KEY"] = str(uuid4())
        return app(environ, start)

    return serve


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the application behind a real HTTP server."""
    server = make_server("127.0.0.1", 0, _as_strangers(app), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{PATH}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.dayless
def test_a_fuzzer_finds_no_server_error_and_no_answer_unlike_the_document(
    address: str, programs: Programs
) -> None:
    config = SchemathesisConfig.from_dict(_bounded(programs))
    schema = schemathesis.openapi.from_url(address, config=config)
    faults: list[str] = []
    answers: dict[int, int] = {}
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.FatalError), event
        if isinstance(event, events.NonFatalError):
            faults.append(f"{event.label}: {event.value}")
        if isinstance(event, events.ScenarioFinished):
            faults += _faults(event)
            for found in event.recorder.interactions.values():
                status = found.response.status_code if found.response else 0
                answers[status] = answers.get(status, 0) + 1
    assert not faults, "\n\n".join(faults)
    assert {200, 400, 401, 404, 405, 409, 415, 422} <= answers.keys() <= set(range(200, 500))
    assert sum(answers.values()) > 500, answers


def _untried() -> str:
    tried = {"assign", "comment", "rectify", "submit_plan", "withdraw"}
    return "|".join(sorted({*move_schemas.triggers()} - tried))


def _bounded(programs: Programs) -> dict[str, Any]:
    """Return settings that reach real items, repeat themselves, and end in good time."""
    cursor = base64.urlsafe_b64encode(b'["2026-01-01T00:00:00+00:00", 1]').decode()
    accepted = {"positive_data_acceptance": {"expected-statuses": REFUSED_FOR_A_REASON}}
    # A state may be one of another list than the one that is asked for.
    of_lists = {"positive_data_acceptance": {"expected-statuses": ["2xx", 400]}}
    of_registers = {"positive_data_acceptance": {"expected-statuses": ["2xx", 400, 404]}}
    return {
        "headers": {"Authorization": f"Bearer {programs('branch-head').token}"},
        "continue-on-failure": True,
        "generation": {"max-examples": 4, "deterministic": True, "database": "none"},
        "parameters": {
            "path.number": programs.assigned(),
            "query.after": cursor,
            "header.If-Match": "*",  # the fuzzer takes the quotes off what it makes itself
        },
        "phases": {"stateful": {"generation": {"max-examples": 3}}},
        "operations": [
            # Each move is another schema of the same route: a few stand for all.
            {"include-name-regex": f"^POST /items/.number./({_untried()})$", "enabled": False},
            # Their bodies hold every list and every move: to draw one takes the fuzzer seconds.
            {"include-name-regex": "^POST /(decisions.*|items)$", "enabled": False},
            # It would end the fuzzer's own token.
            {"include-name": "POST /me/tokens/{token_id}/revoke", "enabled": False},
            {"include-method": "POST", "exclude-path-regex": "^/decisions", "checks": accepted},
            {"include-name": "GET /items", "checks": of_lists},
            # A filter may be one of another register than the one that is asked for.
            {"include-name": "GET /registers/{register}", "checks": of_registers},
            # Nor is a layout of any name in the data folder.
            {"include-name": "GET /exports/items", "checks": of_lists},
            {"include-name": "GET /exports/ledger", "checks": of_lists},
            {"include-name": "GET /exports/documents", "checks": of_lists},
            {"include-name": "GET /exports/registers/{register}", "checks": of_registers},
            {"include-name": "GET /look-backs", "checks": of_lists},  # the cursor is of the items
            # So here, and whoever has not the right is told that there is nothing.
            *(
                {"include-name": f"GET {path}", "checks": of_registers}
                for path in (
                    "/coverage",
                    "/figures",
                    "/exports/figures",
                    "/people",
                    "/calendar/due-dates",
                    "/journal",
                    "/journal/items",
                )
            ),
        ],
    }


def _faults(event: events.ScenarioFinished) -> list[str]:
    found = [
        (node.name, node.failure_info)
        for nodes in event.recorder.checks.values()
        for node in nodes
        if node.failure_info
    ]
    return [
        f"{check}: {info.failure.operation}: {info.failure.message}\n{info.code_sample[:600]}"
        for check, info in found
    ]
