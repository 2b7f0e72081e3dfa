"""The forms that an item's record fills in, as Word and PDF."""

from __future__ import annotations

from flask import Blueprint, Response

from web.papers import record_paper
from workflow.queries.papers.files import PaperFormat

blueprint = Blueprint("record_papers", __name__)


@blueprint.get("/items/<number>/forms/<key>.<any(docx, pdf):ending>")
def download(number: str, key: str, ending: PaperFormat) -> Response:
    """Send a form; 404 where the person may not see the item, or nothing fills it in."""
    return record_paper(number, key, ending)
