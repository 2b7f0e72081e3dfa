"""Pages that a browser keeps for hours without a network; they are the same for everybody.

Whose finding it is, and what the person may choose, the browser adds from its own store.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, render_template, request
from flask_wtf.csrf import generate_csrf

from web import drafts
from web.auth import actor
from web.context import my_name
from web.forms import Filled, neutral_inputs
from web.pages.lists import list_type_of
from workflow import queries
from workflow.inspections.answering import verdicts

blueprint = Blueprint("offline", __name__)
_WORKER = "worker.js"


@blueprint.get("/outbox")
def outbox() -> str:
    """Show the findings that wait in the browser."""
    return render_template("outbox.html")


@blueprint.get("/lists/<key>/raise/offline")
def form(key: str) -> str:
    """Show the form of a finding as it is kept for hours without a network."""
    list_type = list_type_of(key)
    queries.place_to_raise(key, "", actor(), datetime.now(UTC))
    transition = queries.raise_form(key)
    return render_template(
        "raise_offline.html",
        list_type=list_type,
        transition=transition,
        inputs=neutral_inputs(transition),
        filled=Filled(),
    )


@blueprint.get("/checks/offline")
def check() -> str:
    """Show the frame of a check as it is kept for hours without a network."""
    return render_template("check_offline.html", verdicts=verdicts())


@blueprint.get("/outbox/sender")
def sender() -> Response:
    """Tell the person signed in, and the token for forms, to the script sending the outbox."""
    return jsonify(whom=drafts.whom(), name=my_name(), csrf=generate_csrf())


@blueprint.after_app_request
def widen(answer: Response) -> Response:
    """Let the worker answer for all pages of the service, though it is a static file."""
    if request.endpoint == "static" and (request.view_args or {}).get("filename") == _WORKER:
        answer.headers["Service-Worker-Allowed"] = f"{request.script_root}/"
    return answer
