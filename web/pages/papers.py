"""The official documents of an item, each as issued: for reading, for print, as Word and as PDF."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from web.auth import actor
from web.languages import language
from web.papers import as_file
from workflow.queries.document import paper
from workflow.queries.papers.files import PaperFormat
from workflow.queries.papers.text import text_of

blueprint = Blueprint("papers", __name__)


@blueprint.get("/items/<number>/papers/<int:place>")
def sheet(number: str, place: int) -> str:
    """Show a document; 404 where the person may not see the item."""
    found = paper(number, place, actor())
    text = text_of(found, language())
    return render_template("paper.html", sheet=found, text=text, place=place)


@blueprint.get("/items/<number>/papers/<int:place>.<any(docx, pdf):form>")
def download(number: str, place: int, form: PaperFormat) -> Response:
    """Send a document as a file, in the language of the page."""
    return as_file(number, place, form)
