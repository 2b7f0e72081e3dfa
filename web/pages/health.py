"""Whether the process lives and whether the service can do its work; for machines."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web.languages import language
from workflow.errors import Unavailable
from workflow.queries.health import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process lives; it asks nothing of anybody."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether database, migrations, outbox and timetable are in order."""
    try:
        found = readiness()
    except Unavailable as refusal:
        return jsonify(
            status="failing", failing=["database"], say=refusal.words.of(language())
        ), 503
    status = "failing" if found.failing else "ok"
    answer = jsonify(status=status, failing=found.failing, at=found.at.isoformat(), **found.checks)
    return answer, 503 if found.failing else 200
