"""Liveness of the process, readiness of the service, and its measurements, for machines."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from web import metrics
from web.languages import language
from workflow.errors import Unavailable
from workflow.ops.health import failing

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process lives, without any check."""
    return jsonify(status="ok")


@blueprint.get("/metrics", endpoint="metrics")
def measurements() -> Response:
    """Return the measurements to a named network, or for the token; 404 for everybody else."""
    if not metrics.may_read(request):
        raise NotFound
    return Response(metrics.text(), content_type=metrics.CONTENT_TYPE)


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether the service can answer: database and migrations, and nothing else.

    Late mail or a late timetable is no reason to take the web away: ``/metrics``, the page of the
    condition and ``rectify doctor`` tell of them.
    """
    try:
        now, found = failing()
    except Unavailable as refusal:
        return jsonify(
            status="failing", failing=["database"], say=refusal.words.of(language())
        ), 503
    status = "failing" if found else "ok"
    answer = jsonify(status=status, failing=found, at=now.isoformat())
    return answer, 503 if found else 200
