"""The documents of a list as filtered: one PDF for print, or a zip with Word and PDF of each."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal

from workflow.declaration import Actor, pack
from workflow.errors import BadInput
from workflow.platform import settings
from workflow.queries.document import paper
from workflow.queries.exports.files import ExportFile, note_export
from workflow.queries.exports.filter_words import filter_words
from workflow.queries.list_batches import all_rows
from workflow.queries.list_filters import Filters
from workflow.queries.listing import demand_list
from workflow.queries.papers.files import PaperFormat, name_of, written
from workflow.queries.papers.pdf import pdf
from workflow.queries.papers.text import PaperText, text_of
from workflow.words import Language, Words

BulkForm = Literal["pdf", "zip"]
MEDIA_TYPES: dict[BulkForm, str] = {"pdf": "application/pdf", "zip": "application/zip"}
MOST = 500  # documents
_PIECE = 2**18
_EACH: tuple[PaperFormat, ...] = ("pdf", "docx")
_NAME = Words("{list}文书-{day}.{form}", "{list} documents-{day}.{form}")
_NONE = Words(
    "筛选出的事项里没有文书；请放宽筛选条件。",
    "No document was issued in the items that the filter leaves; widen the filter.",
)
_TOO_MANY = Words(
    "共{count}份文书，超过一次{limit}份的上限；请缩小筛选范围。",
    "{count:document is|documents are} too many at a time ({limit} at most); narrow the filter.",
)


def documents(
    actor: Actor, list_key: str, filters: Filters, form: BulkForm, language: Language,
    now: datetime,
) -> ExportFile:  # fmt: skip
    """Return all documents issued in the items of a list as filtered, the oldest item first.

    Raises ``NotFound``, ``NotPermitted`` or ``BadInput`` as the page of the list does, and
    ``BadInput`` for no document or too many.
    """
    demand_list(list_key, actor, filters)
    day = now.astimezone(settings().zone).date().isoformat()
    name = _NAME.format(list=pack().lists[list_key].words, day=day, form=form).of(language)
    return ExportFile(name, MEDIA_TYPES[form], _pieces(actor, list_key, filters, form, language))


def _pieces(
    actor: Actor, list_key: str, filters: Filters, form: BulkForm, language: Language
) -> Generator[bytes]:
    places, words = _found(actor, list_key, filters)
    note_export(actor, ("documents", list_key), words, len(places), form)
    texts = [text_of(paper(number, place, actor), language) for number, place in places]
    if form == "pdf":
        yield pdf(texts)
    else:
        yield from _zipped(texts)


def _found(actor: Actor, list_key: str, filters: Filters) -> tuple[list[tuple[str, int]], Words]:
    """Return the documents by item and place, and the filter in words."""
    with all_rows(list_key, actor, filters, oldest_first=True) as (connection, count, batches):
        words = filter_words(connection, actor, list_key, filters, count)
        places = [place for rows in batches for place in _places(rows)]
    if not places:
        raise BadInput(_NONE)
    if len(places) > MOST:
        raise BadInput(_TOO_MANY.format(count=len(places), limit=MOST))
    return places, words


def _places(rows: Sequence[Any]) -> Iterator[tuple[str, int]]:
    for row in rows:
        for place in range(1, len(row.process.get("documents", ())) + 1):
            yield row.number, place


def _zipped(texts: Sequence[PaperText]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for place, text in enumerate(texts, 1):
                for form in _EACH:
                    archive.writestr(f"{place:03} {name_of(text, form)}", written(text, form))
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece
