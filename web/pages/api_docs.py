"""The documentation of the API for people, from the OpenAPI document, without scripts."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from flask import Blueprint, render_template

from web.api import move_schemas
from web.api.openapi import document
from web.api_guide import chapters
from web.operation_names import TAGS
from web.problem_codes import CODES, FIELD_CODES
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("api_docs", __name__)


class Described(NamedTuple):
    """An operation as shown: names, parameters, body and answers."""

    method: str
    path: str
    words: Words
    key: str
    deprecated: bool
    parameters: list[dict[str, Any]]
    bodies: list[str]  # the names of the shapes, of which one is sent
    answers: list[tuple[str, str]]  # status, and the name of the shape


class Member(NamedTuple):
    """A member of a shape: name, type in words, and whether always there."""

    name: str
    kind: str
    required: bool


@blueprint.get("/api/v1/docs")
def show() -> str:
    """Show the guide, every operation, every shape and every code."""
    told = document()
    schemas, of_moves = told["components"]["schemas"], move_schemas.of_moves()
    return render_template(
        "api_docs.html",
        chapters=chapters(settings().url),
        groups=_groups(told),
        webhooks={
            event: _shape_of(one["post"]["requestBody"]) for event, one in told["webhooks"].items()
        },
        shapes={name: _members(one) for name, one in schemas.items() if name not in of_moves},
        forms={name: _members(one) for name, one in schemas.items() if name in of_moves},
        codes=CODES,
        field_codes=FIELD_CODES,
    )


def _groups(told: dict[str, Any]) -> list[tuple[str, Words, list[Described]]]:
    """Return key, name and operations of each tag."""
    found = sorted(
        ((one["tags"][0], path, method, one)
         for path, operations in told["paths"].items() for method, one in operations.items()),
        key=lambda row: row[:3],
    )  # fmt: skip
    return [
        (tag, Words(TAGS.get(tag, tag), tag.capitalize()), [_described(*row[1:]) for row in rows])
        for tag, rows in groupby(found, lambda row: row[0])
    ]


def _described(path: str, method: str, one: dict[str, Any]) -> Described:
    answers = [
        (status, _shape_of(answer)) for status, answer in one["responses"].items() if status < "4"
    ]
    return Described(
        method=method.upper(),
        path=path,
        words=Words(one["description"] or one["summary"], one["summary"]),
        key=one["operationId"],
        deprecated=one.get("deprecated", False),
        parameters=[
            {"name": p["name"], "in": p["in"], "required": p.get("required", False),
             "kind": _kind(p["schema"])}
            for p in one["parameters"] if p["name"] != "Idempotency-Key"
        ],
        bodies=_shapes_of(one.get("requestBody", {})),
        answers=answers,
    )  # fmt: skip


def _shape_of(holder: dict[str, Any]) -> str:
    """Return the name of the shape of a body or an answer; empty for files and for none."""
    return next(iter(_shapes_of(holder)), "")


def _shapes_of(holder: dict[str, Any]) -> list[str]:
    """Return the names of the alternative shapes of a body."""
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return [_kind(one) for one in schema.get("anyOf", [schema]) if "$ref" in one]


def _members(schema: dict[str, Any]) -> list[Member]:
    if "oneOf" in schema:  # told apart by the value of a member
        told = schema["discriminator"]
        return [
            Member(f"{told['propertyName']}: {value}", where.rpartition("/")[2], False)
            for value, where in told["mapping"].items()
        ]
    required = schema.get("required", [])
    return [
        Member(name, _kind(one), name in required)
        for name, one in schema.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any]) -> str:
    """Return how the type of a value reads, such as ``array of Row`` or ``string (date)``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if union := schema.get("anyOf", schema.get("oneOf")):
        return " | ".join(map(_kind, union))
    if schema.get("type") == "array":
        return f"array of {_kind(schema.get('items') or schema.get('prefixItems', [{}])[0])}"
    if "enum" in schema or "const" in schema:
        return " | ".join(f'"{one}"' for one in schema.get("enum", [schema.get("const")]))
    named = schema.get("type", "any")
    kind = " | ".join(named) if isinstance(named, list) else str(named)
    return f"{kind} ({schema['format']})" if "format" in schema else kind
