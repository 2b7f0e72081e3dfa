"""``/exports/case-files``: items with their whole record, as an archive with proofs inside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from flask import Response
from pydantic import BeforeValidator, Field

from web.api.blueprint import blueprint
from web.api.bodies import Sent, several
from web.api.spec import answers, spec
from web.auth import actor
from web.languages import language
from web.sheets import sent
from workflow.queries.case_files.making import MOST_ITEMS, case_file

Number = Annotated[str, Field(max_length=40)]


class CaseFileQuery(Sent):
    """The numbers of the items, at least one, with commas between them or each by itself."""

    number: Annotated[
        list[Number], Field(min_length=1, max_length=MOST_ITEMS), BeforeValidator(several)
    ]


@blueprint.get("/exports/case-files")
@spec.validate(
    resp=answers(None, 404, 410, 413, 422), tags=["exports"], operation_id="export_case_files"
)
def export_case_files(query: CaseFileQuery) -> Response:
    """Return the case file of items and of what hangs on them, limited to what the account may see.

    The archive holds a verifier; the journal notes the export.
    """
    return sent(lambda: case_file(query.number, actor(), language(), datetime.now(UTC)))
