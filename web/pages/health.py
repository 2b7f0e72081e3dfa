"""Liveness of the process and readiness of the service, for machines."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import NotFound

from web.languages import language
from workflow.errors import Unavailable
from workflow.ops.health import measures, readiness

blueprint = Blueprint("health", __name__)
_NEAR = frozenset({"127.0.0.1", "::1"})


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process lives, without any check."""
    return jsonify(status="ok")


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return counts to a Prometheus on the same machine; 404 for everybody else."""
    if request.remote_addr not in _NEAR or request.headers.get("X-Forwarded-For"):
        raise NotFound
    lines = [_line(name, labels, value) for name, labels, value in measures()]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether database, migrations, outbox and timetable are in order, and the records."""
    try:
        state = readiness()
    except Unavailable as refusal:
        return jsonify(
            status="failing", failing=["database"], say=refusal.words.of(language())
        ), 503
    status = "failing" if state.failing else "degraded" if state.degraded else "ok"
    answer = jsonify(status=status, failing=state.failing, at=state.at.isoformat(), **state.checks)
    return answer, 503 if state.failing else 200


def _line(name: str, labels: dict[str, str], value: int) -> str:
    text = ",".join(f'{key}="{label}"' for key, label in labels.items())
    return f"rectify_{name}{{{text}}} {value}" if text else f"rectify_{name} {value}"
