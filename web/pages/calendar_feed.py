"""The calendar of a person at a secret address: what they owe, for their own calendar program."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from workflow import accounts
from workflow.queries.calendar_entries import calendar_file, entries
from workflow.words import Language

blueprint = Blueprint("calendar_feed", __name__)


@blueprint.get("/calendar-feed/<secret>.ics")
def feed(secret: str) -> Response:
    """Send the calendar; 404 for an address that is nobody's, or was revoked."""
    found = accounts.identity_of_feed(secret)
    if found is None:
        raise NotFound
    language: Language = "en" if found.language == "en" else "zh"
    made = calendar_file(entries(found.actor), language, datetime.now(UTC))
    answer = Response(made, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
