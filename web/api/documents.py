"""``/items/{number}/documents``: the official documents of an item, each as issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from flask import Response, url_for
from pydantic import Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Sent
from web.api.declared import Told, Words
from web.api.spec import answers, spec
from web.auth import actor
from web.papers import as_file, certificate_file, record_paper, unit_paper
from workflow import queries
from workflow.queries.document import DocumentLine, DocumentMark, DocumentSheet, Signature, paper
from workflow.queries.papers.files import PaperFormat


class DocumentIssued(Told):
    """A document of an item: place among the item's documents, kind, and address."""

    place: int
    kind: str
    no: str
    on: date
    href: str


class DocumentsPage(Told):
    """The documents of an item, the first issued first."""

    documents: list[DocumentIssued]


class DocumentLineTold(Told):
    """A line of the form; ``value`` is null where nothing was filled in."""

    words: Words
    value: Words | None
    kind: str


class DocumentMarkTold(Told):
    """A note under a document: service, receipt, answer, opinion."""

    words: Words
    name: Words
    at: datetime
    text: Words | None


class SignatureTold(Told):
    """A place to sign; without a name still unsigned."""

    words: Words
    name: Words | None
    on: date | None
    refused: str


class Document(Told):
    """The whole content of a document; ``since`` holds the lines with another text by now.

    Not ``frozen`` is a document issued before documents were kept as they were shown; its copy was
    made on the day ``copied_on``, and is not changed since.
    """

    number: str
    list: str
    words: Words
    no: str
    issuer: Words
    on: date
    by: Words
    signer: Words
    addressee: Words | None
    lines: tuple[DocumentLineTold, ...]
    marks: tuple[DocumentMarkTold, ...]
    signatures: tuple[SignatureTold, ...]
    attachments: tuple[str, ...]
    since: tuple[DocumentLineTold, ...]
    frozen: bool
    copied_on: date | None


@blueprint.get("/items/<number>/documents")
@spec.validate(resp=answers(DocumentsPage, 404), tags=["items"], operation_id="documents")
def documents(number: str) -> DocumentsPage:
    """Return the official documents issued in an item."""
    issued = queries.item(number, actor()).item.process.get("documents", [])
    return DocumentsPage(
        documents=[
            DocumentIssued(
                place=place,
                kind=one["document"],
                no=one["number"] or "",
                on=date.fromisoformat(one["on"]),
                href=url_for("api.document", number=number, place=place),
            )
            for place, one in enumerate(issued, 1)
        ]
    )


@blueprint.get("/items/<number>/documents/<int:place>")
@spec.validate(resp=answers(Document, 404), tags=["items"], operation_id="document")
def document(number: str, place: int) -> Document:
    """Return a document as issued, by the place among the item's documents, from 1."""
    return _shaped(paper(number, place, actor()))


@blueprint.get("/items/<number>/documents/<int:place>.<any(docx, pdf):ending>")
@spec.validate(resp=answers(None, 404, 409), tags=["items"], operation_id="document_file")
def document_file(number: str, place: int, ending: PaperFormat) -> Response:
    """Return a document as issued, as Word or PDF, in the language of Accept-Language."""
    return as_file(number, place, ending)


@blueprint.get("/items/<number>/documents/certificate.pdf")
@spec.validate(resp=answers(None, 404, 409), tags=["items"], operation_id="certificate")
def certificate(number: str) -> Response:
    """Return the closing certificate of a closed item: a single page, with the check code."""
    return certificate_file(number)


@blueprint.get("/items/<number>/forms/<form_key>.<any(docx, pdf):ending>")
@spec.validate(resp=answers(None, 404, 409), tags=["items"], operation_id="record_form")
def record_form(number: str, form_key: str, ending: PaperFormat) -> Response:
    """Return a form that the record fills in (W01, W13, W14 …), as Word or PDF."""
    return record_paper(number, form_key, ending)


class QuarterQuery(Sent):
    """A quarter, such as 2026-3; by default the last full one."""

    quarter: Annotated[str, Field(max_length=10)] = ""


@blueprint.get("/units/<int:unit_id>/forms/<unit_form>.<any(docx, pdf):ending>")
@spec.validate(
    resp=answers(None, 404, 409, 422), tags=["organisation"], operation_id="unit_form_file"
)
def unit_form_file(
    unit_id: int, unit_form: str, ending: PaperFormat, query: QuarterQuery
) -> Response:
    """Return a paper on a unit (W18, W19, W20, bulletin), as Word or PDF."""
    return unit_paper(unit_id, unit_form, query.quarter, ending)


def _shaped(sheet: DocumentSheet) -> Document:
    return Document(
        number=sheet.item.number,
        list=sheet.list_type.key,
        words=said.words(sheet.words),
        no=sheet.no,
        issuer=said.words(sheet.issuer),
        on=sheet.on,
        by=said.words(sheet.by),
        signer=said.words(sheet.signer),
        addressee=said.maybe(sheet.addressee),
        lines=tuple(map(_line, sheet.lines)),
        marks=tuple(map(_mark, sheet.marks)),
        signatures=tuple(map(_signature, sheet.signatures)),
        attachments=tuple(sheet.attachments),
        since=tuple(map(_line, sheet.since)),
        frozen=sheet.copied_on is None,
        copied_on=sheet.copied_on,
    )


def _line(line: DocumentLine) -> DocumentLineTold:
    return DocumentLineTold(
        words=said.words(line.words), value=said.maybe(line.value), kind=line.kind
    )


def _mark(mark: DocumentMark) -> DocumentMarkTold:
    return DocumentMarkTold(
        words=said.words(mark.words),
        name=said.words(mark.name),
        at=mark.at,
        text=said.maybe(mark.text),
    )


def _signature(place: Signature) -> SignatureTold:
    return SignatureTold(
        words=said.words(place.words),
        name=said.maybe(place.name),
        on=place.on,
        refused=place.refused,
    )
