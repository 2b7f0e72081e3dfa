"""The code tables of the process, read again now and then, and at once after a change here.

Decisions look by themselves; a change made in another process is on every page within seconds.
"""

from __future__ import annotations

import time

from flask import Flask, g, request
from werkzeug.wrappers import Response

from workflow.platform import connect, settings
from workflow.snapshots import policies

EVERY = 10.0  # seconds; a decision of this process looks in any case

_REGISTERS = ("code_tables", "codes")


class _Looked:
    at = float("-inf")
    database = ""


def look_again(at_once: bool = False) -> None:
    """Read the tables where that was long ago, or in another database."""
    database = settings().database_url or ""
    late = time.monotonic() - _Looked.at >= EVERY or database != _Looked.database
    if late or at_once:
        with connect() as connection:
            policies.read(connection)
        _Looked.at, _Looked.database = time.monotonic(), database


def install(app: Flask) -> None:
    """Look at the tables with each request of a signed-in person."""
    app.before_request(_before)
    app.after_request(_after)


def _before() -> None:
    if g.get("identity"):
        look_again()


def _after(response: Response) -> Response:
    kept = {*(request.view_args or {}).values()} & {*_REGISTERS}
    if request.method == "POST" and kept:
        look_again(at_once=True)
    return response
