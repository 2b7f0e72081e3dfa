"""The browser of the first run, and the forms of its steps."""

from __future__ import annotations

from flask import Response, request

from web import forms
from web.forms import Filled, Input
from workflow.declaration import Actor
from workflow.organisation.founding.answers import FoundingForm
from workflow.organisation.founding.commands import LARGEST
from workflow.platform import settings

_STRANGER = Actor(None, "")


def browser() -> str:
    """Return the token in the cookie of the browser behind the address, or ""."""
    return request.cookies.get(_cookie(), "")


def remember(response: Response, token: str) -> Response:
    """Let the browser keep the token of the first run, until it is closed."""
    response.set_cookie(_cookie(), token, secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def forget(response: Response) -> Response:
    """Let the browser forget the first run."""
    response.delete_cookie(_cookie(), secure=_secure(), httponly=True, samesite="Lax", path="/")
    return response


def sent_file() -> tuple[str, bytes] | None:
    """Return name and content of the sheet sent, at most a byte more than may be kept."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    with file.stream as stream:
        return file.filename, stream.read(LARGEST + 1)


def inputs(form: FoundingForm, filled: Filled) -> list[Input]:
    """Return the inputs of a step's form."""
    return forms.inputs(form, filled, _STRANGER, None)


def _secure() -> bool:
    return settings().url.startswith("https://")


def _cookie() -> str:
    return "__Host-rectify-first" if _secure() else "rectify-first"
