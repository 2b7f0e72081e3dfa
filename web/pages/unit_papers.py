"""The papers on a unit, as Word and PDF."""

from __future__ import annotations

from flask import Blueprint, Response, request

from web.papers import unit_paper
from workflow.queries.papers.files import PaperFormat

blueprint = Blueprint("unit_papers", __name__)


@blueprint.get("/organisation/<int:unit_id>/forms/<key>.<any(docx, pdf):ending>")
def download(unit_id: int, key: str, ending: PaperFormat) -> Response:
    """Send a paper on a unit; 404 where the person does not oversee the unit."""
    return unit_paper(unit_id, key, request.args.get("quarter", ""), ending)
