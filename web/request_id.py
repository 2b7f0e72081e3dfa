"""The id of a request: in its answer, in every log entry about it, and on the page of a failure."""

from __future__ import annotations

import logging
import re
import secrets

from flask import Flask, Response, g, request

from workflow.platform import logs, settings

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = logging.getLogger("rectify.web.requests")


def install(app: Flask) -> None:
    """Give every request an id, and note each request in a log for machines."""
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of the present request."""
    found: str = g.request_id
    return found


def _begin() -> None:
    given = request.headers.get(HEADER, "") if settings().proxies else ""  # from a proxy of ours
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    logs.belongs_to(request=g.request_id)


def _end(answer: Response) -> Response:
    answer.headers[HEADER] = request_id()
    if settings().log_format == "json":
        # The route and not the path, which holds the secrets of links.
        told = {"method": request.method, "route": str(request.url_rule)}
        if number := (request.view_args or {}).get("number"):
            told["number"] = number
        _log.info("request", extra=told | {"status": answer.status_code})
    return answer
