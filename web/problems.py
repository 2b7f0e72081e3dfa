"""Problem documents (RFC 9457): refusals for programs, by codes without change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, g, jsonify, request

from web.languages import language
from web.problem_codes import STATUSES, TITLES
from workflow.errors import StaleItem, WorkflowError, code_of, faults_in
from workflow.platform import settings
from workflow.words import Words

Place = Iterable[str | int]
_OF_A_PART = re.compile(r"parts\.([0-9]+)\.(\w+)")


def problem(status: int, words: Words, code: str = "", **more: Any) -> Response:
    """Return a problem document; without a ``code`` that of the status; ``more`` are members."""
    code = code or STATUSES.get(status, "request_invalid")
    answer = jsonify(
        {
            "type": type_of(code),
            "code": code,
            "title": TITLES.get(status, TITLES[400]).of(language()),
            "status": status,
            "detail": words.of(language()),
            **more,
        }
    )
    answer.status_code, answer.mimetype = status, "application/problem+json"
    return answer


def type_of(code: str) -> str:
    """Return the address for name and explanation of a code."""
    return docs_url(f"problem-{code}")


def docs_url(part: str) -> str:
    """Return the address of a part of the documentation."""
    return f"{settings().url}/api/v1/docs#{part}"


def members(error: WorkflowError, within: Place = ()) -> dict[str, Any]:
    """Return the members with the faults of the request; ``within`` is the place refused."""
    told: dict[str, Any] = {}
    if faults := faults_in(error):
        told["fields"] = {key: words.of(language()) for key, words in faults.items()}
        told["errors"] = [_error(error, *fault, within) for fault in faults.items()]
    if isinstance(error, StaleItem) and error.changes:
        told["changes"] = [words.of(language()) for words in error.changes]
    return told


def body_has(names: Iterable[str]) -> None:
    """Note the members of the request's body, the places of faults."""
    g.body = frozenset(names)


def pointer(place: Place) -> str:
    """Return the JSON pointer (RFC 6901) of a place in a body."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def _error(error: WorkflowError, key: str, words: Words, within: Place) -> dict[str, str]:
    told = {"code": code_of(words), "detail": words.of(language())}
    if request.method == "GET":
        return {"parameter": key} | told
    places: Mapping[str, Place] = getattr(error, "places", {})
    return {"pointer": pointer([*within, *places.get(key, _place(key))])} | told


def _place(key: str) -> Place:
    """Return where in the body the domain's field is: a member, or one of the member ``fields``."""
    if found := _OF_A_PART.fullmatch(key):
        inner = () if found[2] in ("list", "comment") else ("fields",)
        return ("parts", int(found[1]), *inner, found[2])
    body = g.get("body", frozenset())
    return (key,) if key in body or "fields" not in body else ("fields", key)
