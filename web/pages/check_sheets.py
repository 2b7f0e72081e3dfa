"""Sheets of checks: their editions and lines, taken out and brought in as files."""

from __future__ import annotations

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

from web import drafts
from web.auth import actor
from web.errors import status_of
from web.forms import Filled, inputs
from web.languages import language
from web.sheets import asked_form, sent_bytes
from workflow.declaration import KEEP_SHEETS
from workflow.errors import BadInput, NotFound, WorkflowError
from workflow.inspections import cited, editions, files, rounds
from workflow.inspections.line_kinds import KINDS
from workflow.inspections.lines import aspects, unfinished
from workflow.platform.sheets.table import MEDIA_TYPES
from workflow.words import Words

blueprint = Blueprint("check_sheets", __name__, url_prefix="/sheets")
_NO_FILE = Words("请选择要上传的文件", "choose a file to bring in")
_MOST_BYTES = 10 * 2**20
_TOO_LARGE = Words("文件太大，最多10 MiB", "the file is too large; at most 10 MiB")


@blueprint.get("")
def show() -> str:
    """Show every sheet with its editions."""
    return _list(Filled())


@blueprint.post("")
def draft() -> AnyResponse:
    """Draft the next edition of a sheet from a file, or show the form again with every fault."""
    KEEP_SHEETS.demand(actor())
    filled = Filled.sent()
    try:
        rows, first = files.rows_of(*_file())
        made = editions.draft(actor(), filled.values, rows, first)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        return make_response(_list(filled, error), status_of(error))
    drafts.done(gettext("The draft was saved."))
    return redirect(url_for(".edition", edition_id=made), 303)


@blueprint.get("/<int:edition_id>")
def edition(edition_id: int) -> str:
    """Show an edition line by line."""
    return _edition(edition_id)


@blueprint.get("/<int:edition_id>/file")
def file(edition_id: int) -> Response:
    """Send an edition as a file."""
    found, lines = editions.edition(actor(), edition_id)
    form = asked_form()
    data = b"".join(files.written(found, lines, form, language()))
    return sent_bytes(data, f"{found.words.of(language())}.{form}", MEDIA_TYPES[form])


@blueprint.get("/<int:edition_id>/lines/<number>")
def line(edition_id: int, number: str) -> str:
    """Show a line, and what was found by it."""
    found, asked = editions.line(actor(), edition_id, number)
    return render_template(
        "sheet_line.html",
        edition=found,
        line=asked,
        kinds=KINDS,
        aspect=_aspect(asked.aspect),
        found=cited.problems_of(actor(), found.sheet, number),
        most=cited.MOST,
    )


@blueprint.post("/<int:edition_id>/publish")
def publish(edition_id: int) -> AnyResponse:
    """Publish a draft for good."""
    KEEP_SHEETS.demand(actor())
    try:
        editions.publish(actor(), edition_id)
    except NotFound:
        raise
    except WorkflowError as error:
        return make_response(_edition(edition_id, error), status_of(error))
    flash(gettext("Published. From now on it never changes."))
    return redirect(url_for(".edition", edition_id=edition_id), 303)


@blueprint.post("/<int:edition_id>/discard")
def discard(edition_id: int) -> AnyResponse:
    """Throw a draft away."""
    editions.discard(actor(), edition_id)
    flash(gettext("The draft was discarded."))
    return redirect(url_for(".show"), 303)


def _file() -> tuple[bytes, str]:
    """Return the file sent with the form, and its name.

    Raises ``BadInput`` where there is none, or too large a one.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput(_NO_FILE)
    data = sent.stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadInput(_TOO_LARGE)
    return data, sent.filename


def _aspect(key: str) -> Words | None:
    table = aspects()
    code = table.find(key) if table else None
    return code.words if code else None


def _list(filled: Filled, error: WorkflowError | None = None) -> str:
    asked = {field.key for field in editions.SHEET}
    return render_template(
        "sheets.html",
        editions=editions.editions(actor()),
        may_keep=KEEP_SHEETS.held_by(actor()),
        inputs=inputs(editions.DRAFT, filled, actor(), None),
        error=error,
        faults=[words for key, words in filled.faults.items() if key not in asked][:20],
    )


def _edition(edition_id: int, error: WorkflowError | None = None) -> str:
    found, lines = editions.edition(actor(), edition_id)
    return render_template(
        "sheet.html",
        edition=found,
        lines=lines,
        kinds=KINDS,
        unfinished=[*unfinished(lines)] if found.is_draft else [],
        may_keep=KEEP_SHEETS.held_by(actor()),
        may_plan=rounds.is_planner(actor()),
        error=error,
    )
