"""The organisation's own templates of documents: editions, the check, a preview, and the words."""

from __future__ import annotations

from collections.abc import Sequence

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from web.sheets import sent_bytes
from workflow.declaration import KEEP_TEMPLATES
from workflow.errors import BadInput, NotFound, NotPossible, WorkflowError
from workflow.organisation import paper_templates as papers
from workflow.queries.papers.files import MEDIA_TYPES, name_of
from workflow.queries.papers.template_faults import TemplateFault
from workflow.queries.papers.template_words import LISTS, TEXTS
from workflow.registers.queries import today
from workflow.words import Language

blueprint = Blueprint("paper_templates", __name__, url_prefix="/paper-templates")
_WORD = MEDIA_TYPES["docx"]


@blueprint.get("")
def show() -> str:
    """Show the editions, the form of another one, and the words of a kind."""
    KEEP_TEMPLATES.demand(actor())
    return _page()


@blueprint.post("")
def keep() -> AnyResponse:
    """Keep a template, or show every fault with its place."""
    KEEP_TEMPLATES.demand(actor())
    filled, sent = Filled.sent(), request.files.get("file")
    name, content = (sent.filename or "", sent.read()) if sent else ("", b"")
    kind = filled.values.get("kind", "")
    try:
        papers.keep(actor(), filled.values, name, content)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        faults = error.faults if isinstance(error, papers.TemplateRefused) else ()
        return make_response(_page(error, filled, faults), status_of(error))
    flash(gettext("The template was kept."))
    return redirect(url_for(".show", kind=kind), 303)


@blueprint.post("/<int:template_id>/take-back")
def take_back(template_id: int) -> AnyResponse:
    """Take an edition back that does not hold yet."""
    papers.take_back(actor(), template_id)
    flash(gettext("The template was taken back."))
    return redirect(url_for(".show"), 303)


@blueprint.get("/<int:template_id>.docx")
def file(template_id: int) -> Response:
    """Send an edition as it was sent."""
    found, content = papers.file_of(actor(), template_id)
    return sent_bytes(content, found.name, _WORD)


@blueprint.get("/<int:template_id>/preview.docx")
def preview(template_id: int) -> Response | AnyResponse:
    """Send a document of an item by this edition."""
    try:
        text, made = papers.preview(actor(), template_id, request.args.get("about", ""))
    except (BadInput, NotPossible) as error:
        return make_response(_page(error), status_of(error))
    return sent_bytes(made, name_of(text, "docx"), _WORD)


@blueprint.get("/default/<kind>.<any(zh, en):tongue>.docx")
def default(kind: str, tongue: Language) -> Response:
    """Send the default template of a kind, to begin with."""
    return sent_bytes(papers.default_of(actor(), kind, tongue), f"{kind}.{tongue}.docx", _WORD)


def _page(
    error: WorkflowError | None = None,
    filled: Filled | None = None,
    faults: Sequence[TemplateFault] = (),
) -> str:
    kinds, asked = papers.paper_kinds(), request.values.get("kind", "")
    filled = filled or Filled({"kind": asked, "holds_from": today().isoformat()})
    return render_template(
        "paper_templates.html",
        templates=papers.templates(actor()),
        kinds=kinds,
        chosen=kinds.get(asked) or next(iter(kinds.values())),
        texts=TEXTS,
        lists=LISTS,
        inputs=inputs(papers.template_form(), filled, actor(), None),
        today=today().isoformat(),
        file_fault=filled.faults.get("file"),
        error=error,
        faults=faults,
    )
