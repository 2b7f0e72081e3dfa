"""Answers to a form sent by a script of ours, with progress or long after the typing.

A browser gets pages. The script asks for JSON at the same address: where to go once the form was
taken, or the problem, with notes of the files that need not be sent again.
"""

from __future__ import annotations

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response

from web.auth import is_api

_HTML, _JSON = "text/html", "application/json"
_QUIETLY = "return=minimal"  # RFC 7240


def in_data() -> bool:
    """Say whether the request asks for JSON: it is of the API, or prefers it to a page."""
    if is_api():
        return True
    return request.accept_mimetypes.best_match([_HTML, _JSON], _HTML) == _JSON


def is_quiet() -> bool:
    """Say whether the answer is sent without a waiting person, and left out of the next page."""
    return request.headers.get("Prefer") == _QUIETLY


def taken(address: str) -> Response:
    """Lead on from a form that was taken."""
    return jsonify(location=address) if in_data() else redirect(address, 303)
