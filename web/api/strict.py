"""Read JSON strictly: refuse texts that Python's reader lets pass.

Python's reader takes NaN, keeps the last of two equal keys, makes infinity of 1e400, guesses UTF-16
and runs out of stack on deep nesting. None of these may reach a decision.
"""

from __future__ import annotations

import json
from typing import Any

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from web.api import refusals
from web.api.refusals import Malformed
from workflow.declaration import CHECK
from workflow.errors import BadInput, TooLarge, WrongType
from workflow.words import Words

MOST_MIB = 4
DEEPEST = 20


def read_json(with_files: bool = False) -> Any:
    """Return the JSON of the request's body, or of the part ``move`` of a body with files.

    Raises ``WrongType`` for another media type, ``Malformed`` for wrong JSON, ``BadInput`` with
    each part out of place.
    """
    if with_files and request.mimetype == "multipart/form-data":
        return parse(_part())
    if request.mimetype != "application/json":
        raise WrongType(refusals.NO_JSON)
    return parse(_body())


def parse(body: bytes) -> Any:
    """Return the JSON in the bytes.

    Raises ``Malformed`` with the reason.
    """
    try:
        text = body.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_once, parse_float=_finite, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise Malformed(refusals.NO_UTF8) from None
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise Malformed(refusals.BAD_JSON.format(**where)) from None
    except RecursionError:
        raise Malformed(refusals.DEEP.format(limit=DEEPEST)) from None
    except ValueError:  # a whole number of more digits than Python converts
        raise Malformed(refusals.NO_NUMBER.format(value="…")) from None
    _look_through(value)
    return value


def _body() -> bytes:
    request.max_content_length = MOST_MIB * 2**20
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise TooLarge(refusals.LARGE_JSON.format(limit=MOST_MIB)) from None


def _part() -> bytes:
    """Return the part ``move``; a browser sends it as a file of the type application/json."""
    known = {"move", "file", "shows"}
    misplaced = {"file"} & {*request.form} | {"shows"} & {*request.files}
    if unknown := {*request.form, *request.files} - known | misplaced:
        told: dict[str, Words] = {
            name[:40]: refusals.UNKNOWN.format(field=name[:40]) for name in unknown
        }
        raise BadInput(CHECK, told)
    if "move" in request.files:
        return request.files["move"].stream.read(MOST_MIB * 2**20)
    if "move" not in request.form:
        raise Malformed(refusals.NO_PART)
    return request.form["move"].encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise Malformed(refusals.TWICE.format(key=_shown(key)))
        members[key] = value
    return members


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Malformed(refusals.NO_NUMBER.format(value=digits[:40]))
    return number


def _no_number(name: str) -> None:
    raise Malformed(refusals.NO_NUMBER.format(value=name))


def _look_through(value: Any) -> None:
    """Refuse too deep nesting and text with invalid characters; without recursion."""
    left = [(value, 1)]
    while left:
        inner_value, depth = left.pop()
        if depth > DEEPEST:
            raise Malformed(refusals.DEEP.format(limit=DEEPEST))
        if isinstance(inner_value, dict):
            left.extend((inner, depth + 1) for pair in inner_value.items() for inner in pair)
        elif isinstance(inner_value, list):
            left.extend((inner, depth + 1) for inner in inner_value)
        elif isinstance(inner_value, str) and not inner_value.isascii():
            _check_text(inner_value)


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed(refusals.SURROGATE) from None


def _shown(key: str) -> str:
    return key[:40].encode("utf-8", "replace").decode()
