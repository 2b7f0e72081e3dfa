"""``/exports/documents``: the documents of a list as filtered, as one PDF or one zip."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response

from web.api.blueprint import blueprint
from web.api.bodies import ItemsFilter, ListKey
from web.api.items import filters_of
from web.api.refusals import Malformed
from web.api.spec import answers, spec
from web.auth import actor
from web.languages import language
from web.sheets import sent
from workflow.errors import BadInput
from workflow.queries.papers.in_bulk import BulkForm, documents


class DocumentsQuery(ItemsFilter):
    """The filter of a list, and the form: one PDF, or a zip with Word and PDF of each."""

    list: ListKey
    form: BulkForm = "pdf"


@blueprint.get("/exports/documents")
@spec.validate(resp=answers(None, 404), tags=["exports"], operation_id="export_documents")
def export_documents(query: DocumentsQuery) -> Response:
    """Return all documents issued in the items of a list as filtered, as far as they are seen.

    The journal notes the export.
    """
    filters, now = filters_of(query, query.list), datetime.now(UTC)
    try:
        return sent(lambda: documents(actor(), query.list, filters, query.form, language(), now))
    except BadInput as error:
        raise Malformed(error.words) from error
