"""Official documents on their way out as files."""

from __future__ import annotations

from flask import Response

from web.auth import actor
from web.languages import language
from web.sheets import sent_bytes
from workflow.organisation.unit_forms import unit_form
from workflow.queries.document import paper
from workflow.queries.papers.certificate import certificate
from workflow.queries.papers.files import MEDIA_TYPES, PaperFormat, name_of, written
from workflow.queries.papers.item_papers import item_paper
from workflow.queries.papers.pdf import pdf
from workflow.queries.papers.text import text_of


def as_file(number: str, place: int, form: PaperFormat) -> Response:
    """Send a document in the language of the request.

    Raises ``NotFound`` where there is no such document for the person.
    """
    text = text_of(paper(number, place, actor()), language())
    return sent_bytes(written(text, form), name_of(text, form), MEDIA_TYPES[form])


def certificate_file(number: str) -> Response:
    """Send the closing certificate of an item as PDF.

    Raises ``NotFound`` where there is no such item for the person, ``NotPossible`` before closing.
    """
    text = certificate(number, actor(), language())
    return sent_bytes(pdf([text]), name_of(text, "pdf"), MEDIA_TYPES["pdf"])


def record_paper(number: str, key: str, form: PaperFormat) -> Response:
    """Send a form that the record of an item fills in.

    Raises ``NotFound`` where there is no such item for the person, or nothing for the form.
    """
    text = item_paper(number, key, actor(), language())
    return sent_bytes(written(text, form), name_of(text, form), MEDIA_TYPES[form])


def unit_paper(unit_id: int, key: str, quarter: str, form: PaperFormat) -> Response:
    """Send a paper on a unit, about a quarter or of today.

    Raises ``NotFound`` where the person does not oversee the unit, ``BadInput`` for no quarter.
    """
    text = unit_form(unit_id, key, quarter, actor(), language())
    return sent_bytes(written(text, form), name_of(text, form), MEDIA_TYPES[form])
