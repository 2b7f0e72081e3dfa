"""The switch of language in the header; the page stays the same."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, request

from web.auth import safe_next
from web.languages import COOKIE, LOCALES
from workflow.platform import settings

blueprint = Blueprint("switch", __name__)
_YEAR = 365 * 24 * 3600


@blueprint.post("/language")
def choose() -> Response:
    """Keep the language in the browser and go back to the page."""
    answer = make_response(redirect(safe_next(request.form.get("next", "/")), 303))
    return speaking(answer, request.form.get("language", ""))


def speaking(answer: Response, chosen: str) -> Response:
    """Let the browser keep a language; an unknown language changes nothing."""
    if chosen in LOCALES:
        answer.set_cookie(
            COOKIE,
            chosen,
            max_age=_YEAR,
            secure=settings().url.startswith("https://"),
            httponly=True,
            samesite="Lax",
        )
    return answer
