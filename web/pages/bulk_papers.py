"""The documents of a list as filtered, as a single PDF or zip."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response

from web.auth import actor
from web.forms.list_forms import asked
from web.languages import language
from web.pages.lists import list_type_of
from web.sheets import sent
from workflow.queries.papers.in_bulk import BulkForm, documents

blueprint = Blueprint("bulk_papers", __name__)


@blueprint.get("/lists/<key>/documents.<any(pdf, zip):ending>")
def download(key: str, ending: BulkForm) -> Response:
    """Send the documents issued in the items that the filter leaves."""
    filters = asked(list_type_of(key))
    return sent(lambda: documents(actor(), key, filters, ending, language(), datetime.now(UTC)))
