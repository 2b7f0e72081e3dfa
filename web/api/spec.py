"""Declare routes: requests and answers are checked here and become the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any, cast

from flask import make_response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from spectree import Response as Answers
from spectree import SecurityScheme, SpecTree
from spectree.model_adapter.protocol import SchemaMode
from spectree.model_adapter.pydantic_adapter import PydanticModelAdapter
from spectree.models import SecureType, SecuritySchemeData
from spectree.plugins.flask_plugin import FlaskPlugin

from web.api import reading, unchanged
from web.api.shapes import Problem
from web.problems import body_has

_ALWAYS = (400, 401, 429, 503)
REFUSED = (403, 404, 409, 413, 415, 422)  # what an act may be answered besides


class Strict(FlaskPlugin):
    """Let our own strict readers take the place of spectree's, and answer with models only."""

    def validate(
        self, func: Callable[..., Any], query: Any, json: Any, *_: Any, **values: Any
    ) -> ResponseReturnValue:
        """Read the declared request, call the route, and write its model as JSON."""
        if query:
            values["query"] = reading.query(query)
        if json:
            body_has(json.model_fields)
            values["json"] = reading.body(json)
        if (same := unchanged.stands()) is not None:
            return same
        mark = unchanged.mark()
        return _written(func(**values), mark)


class Adapter(PydanticModelAdapter):
    """Describe each model once; spectree asks again for each answer of each route."""

    def json_schema(
        self, model: Any, *, ref_template: str, mode: SchemaMode = "validation"
    ) -> dict[str, Any]:
        """Return the JSON Schema of a model; spectree copies it before changing anything."""
        return _schema(model, ref_template, mode)


@cache
def _schema(model: Any, ref_template: str, mode: SchemaMode) -> dict[str, Any]:
    return PydanticModelAdapter().json_schema(model, ref_template=ref_template, mode=mode)


spec = SpecTree(
    backend=Strict,
    model_adapter=cast("Any", Adapter()),  # its protocol asks for a wider type of errors
    mode="strict",
    title="Rectify",
    version="1",
    description="Every finding, task and responsibility, from raised to closed.",
    page_templates={},
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    validation_error_model=Problem,
    validation_error_status=400,
    security_schemes=[
        SecurityScheme(
            name="bearer", data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer")
        )
    ],
    security={"bearer": []},
)


def answers(model: type[BaseModel] | None, *refused: int, status: int = 200) -> Answers:
    """Return the answers of a route: its model for success, a problem for each refusal."""
    codes: dict[str, Any] = {f"HTTP_{status}": model}
    codes |= {f"HTTP_{code}": Problem for code in sorted({*_ALWAYS, *refused})}
    return Answers(**codes)


def _written(result: Any, mark: str) -> ResponseReturnValue:
    if isinstance(result, tuple):
        model, status, headers = result
    else:
        model, status, headers = result, HTTPStatus.OK, {}
    if not isinstance(model, BaseModel):
        return make_response(result)
    answer = make_response(model.model_dump_json(), status, headers)
    answer.mimetype = "application/json"
    return unchanged.tagged(answer, mark) if request.method == "GET" else answer
