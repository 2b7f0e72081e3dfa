"""Evidence, served only with its item and never in an active form."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, send_file
from werkzeug.exceptions import NotFound

from web.auth import actor
from workflow import evidence, queries
from workflow.evidence import Size, references

blueprint = Blueprint("evidence", __name__)
_POLICY = "sandbox; default-src 'none'"


@blueprint.get("/items/<number>/evidence/<sha256>")
def original(number: str, sha256: str) -> Response:
    """Send the original file, to be saved and not to be shown.

    Raises ``Gone`` where the file is not what was handed in.
    """
    piece = queries.piece(number, sha256, actor())
    references.demand_whole(piece["sha256"], piece["name"])
    return _sent(evidence.path(piece["sha256"]), piece["media_type"], piece["name"])


@blueprint.get("/items/<number>/evidence/<sha256>/<any(small, large):size>.jpg")
def picture(number: str, sha256: str, size: Size) -> Response:
    """Send a photo in a size for pages, as encoded by the service."""
    piece = queries.piece(number, sha256, actor())
    if piece["kind"] != "photo":
        raise NotFound
    return _sent(evidence.preview(piece["sha256"], size), "image/jpeg")


def _sent(place: Path, media_type: str, name: str | None = None) -> Response:
    try:
        answer = send_file(
            place.absolute(),
            mimetype=media_type,
            as_attachment=name is not None,
            download_name=name,
            etag=place.name,
        )
    except FileNotFoundError:
        raise NotFound from None
    answer.headers["Content-Security-Policy"] = _POLICY
    # The browser may keep it but has to ask each time, and each time rights are looked at.
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
