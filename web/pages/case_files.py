"""The case file of an item (一案一档), taken out as one archive."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from web.auth import actor
from web.languages import language
from web.sheets import sent
from workflow.queries.case_files.making import case_file as made

blueprint = Blueprint("case_files", __name__)


@blueprint.get("/items/<number>/case-file.zip")
def case_file(number: str) -> Response:
    """Send the case file; 404 where the person may not see the item."""
    return sent(lambda: made([number], actor(), language(), datetime.now(UTC)))
