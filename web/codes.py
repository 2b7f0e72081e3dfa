"""The code tables of this process, fresh before a page is shown, and at once after a change."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

from workflow.queries.codes_in_force import look_again

_REGISTERS = ("code_tables", "codes")


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
