"""``/paper-templates``: the organisation's own templates of documents, in editions."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import date, datetime
from typing import Annotated

from flask import Response
from pydantic import Field

from web.api.blueprint import blueprint
from web.api.bodies import Day, Sent
from web.api.declared import Told
from web.api.forms import Acted, NoFields, acted
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from web.sheets import sent_bytes
from workflow.declaration import CHECK, KEEP_TEMPLATES
from workflow.errors import BadInput
from workflow.organisation import paper_templates as papers
from workflow.queries.papers.files import MEDIA_TYPES, name_of
from workflow.words import Words

_WORD = MEDIA_TYPES["docx"]
_NO_BASE64 = Words("文件内容要用 Base64 编码。", "The content of the file is sent as Base64.")


class PaperTemplateTold(Told):
    """An edition of an own template."""

    id: int
    kind: str
    language: str
    holds_from: date
    name: str
    sha256: str
    sent_at: datetime
    sent_by: str
    taken_back_at: datetime | None


class PaperTemplates(Told):
    """The editions, the latest of a kind and language first."""

    templates: list[PaperTemplateTold]


class NewPaperTemplate(Sent):
    """A .docx file as Base64, with kind, language and the first day."""

    kind: Annotated[str, Field(max_length=40)]
    language: Annotated[str, Field(max_length=2)]
    holds_from: Day
    name: Annotated[str, Field(max_length=200)]
    content: Annotated[str, Field(max_length=3 * 2**20)]


class PaperTemplateKept(Told):
    """The id of an edition."""

    id: int


class PreviewQuery(Sent):
    """The number of an item, or the id of a unit for papers on units."""

    about: Annotated[str, Field(max_length=40)]


@blueprint.get("/paper-templates")
@spec.validate(
    resp=answers(PaperTemplates, 404), tags=["documents"], operation_id="paper_templates"
)
def paper_templates() -> PaperTemplates:
    """Return the organisation's own templates of documents."""
    names = PaperTemplateTold.model_fields
    return PaperTemplates(templates=[
        PaperTemplateTold(**{name: getattr(one, name) for name in names})
        for one in papers.templates(actor())
    ])  # fmt: skip


@blueprint.post("/paper-templates")
@spec.validate(
    resp=answers(PaperTemplateKept, *REFUSED, status=201), tags=["documents"],
    operation_id="keep_paper_template",
)  # fmt: skip
def keep_paper_template(json: NewPaperTemplate) -> tuple[PaperTemplateKept, int, dict[str, str]]:
    """Keep a template; a wrong placeholder is refused with its paragraph or cell."""
    KEEP_TEMPLATES.demand(actor())
    values = {"kind": json.kind, "language": json.language,
              "holds_from": json.holds_from.isoformat()}  # fmt: skip

    def act() -> PaperTemplateKept:
        return PaperTemplateKept(id=papers.keep(actor(), values, json.name, _bytes(json.content)))

    return once(PaperTemplateKept, json, act, 201)


@blueprint.post("/paper-templates/<int:template_id>/take-back")
@spec.validate(
    resp=answers(Acted, *REFUSED), tags=["documents"], operation_id="take_back_paper_template"
)
def take_back_paper_template(template_id: int, json: NoFields) -> tuple[Acted, int, dict[str, str]]:
    """Take an edition back that does not hold yet."""
    return acted(json, lambda: papers.take_back(actor(), template_id))


@blueprint.get("/paper-templates/<int:template_id>/file")
@spec.validate(resp=answers(None, 404), tags=["documents"], operation_id="paper_template_file")
def paper_template_file(template_id: int) -> Response:
    """Return an edition as it was sent."""
    found, content = papers.file_of(actor(), template_id)
    return sent_bytes(content, found.name, _WORD)


@blueprint.get("/paper-templates/<int:template_id>/preview")
@spec.validate(
    resp=answers(None, 404, 422), tags=["documents"], operation_id="preview_paper_template"
)
def preview_paper_template(template_id: int, query: PreviewQuery) -> Response:
    """Return the newest document of the kind of an item, by this edition."""
    text, made = papers.preview(actor(), template_id, query.about)
    return sent_bytes(made, name_of(text, "docx"), _WORD)


def _bytes(content: str) -> bytes:
    """Return the file.

    Raises ``BadInput`` where it is not Base64.
    """
    try:
        return b64decode(content, validate=True)
    except (NotBase64, ValueError):
        raise BadInput(CHECK, {"content": _NO_BASE64}) from None
