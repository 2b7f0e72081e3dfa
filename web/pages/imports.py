"""Bringing a ledger in: upload, sheets, columns, values, rows, preview, write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from flask import url_for as address
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import status_of
from web.forms import import_steps
from web.forms.import_values import more_of
from web.languages import language
from web.sheets import sent_bytes
from workflow.errors import (
    BadInput,
    NotFound,
    NotPermitted,
    NotPossible,
    StaleItem,
    WorkflowError,
)
from workflow.imports.drafts import choosing, commands, queries
from workflow.imports.drafts.records import ImportDraft
from workflow.imports.missing_people import ROSTER
from workflow.platform.sheets.table import MEDIA_TYPES

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
_SEVERAL = 2  # sheets, from which on they are asked about first


@blueprint.get("")
def show() -> str:
    """Show the form to upload a ledger, and the imports of the person."""
    return _start()


@blueprint.post("")
def upload() -> AnyResponse:
    """Keep and read a file; a known layout leads to the preview at once."""
    try:
        draft = commands.upload(actor(), import_steps.sent_source(language()))
    except NotFound:
        raise
    except WorkflowError as error:
        return make_response(_start(error), status_of(error))
    return redirect(_first_step(draft), 303)


@blueprint.get("/<uuid:draft_id>")
def draft(draft_id: UUID) -> str:
    """Show the progress, the preview, or the result."""
    found = queries.find(actor(), draft_id)
    if found.is_running or found.stage == "stopped":
        return _shown("import_progress.html", found)
    if found.stage == "written":
        return _shown("import_result.html", found)
    return _shown("import_preview.html", found)


@blueprint.get("/<uuid:draft_id>/sheets")
def sheets(draft_id: UUID) -> AnyResponse | str:
    """Show the sheets of the file."""
    return _step(draft_id, "import_sheets.html")


@blueprint.post("/<uuid:draft_id>/sheets")
def choose_sheets(draft_id: UUID) -> AnyResponse:
    """Read the chosen sheets only."""
    return _chosen(
        draft_id, "columns", "import_sheets.html",
        lambda found: choosing.sheets(found, request.form.getlist("sheet")),
    )  # fmt: skip


@blueprint.get("/<uuid:draft_id>/columns")
def columns(draft_id: UUID) -> AnyResponse | str:
    """Show each column with samples and meaning."""
    return _step(draft_id, "import_columns.html")


@blueprint.post("/<uuid:draft_id>/columns")
def choose_columns(draft_id: UUID) -> AnyResponse:
    """Read the columns by the chosen meanings, or without the remembered meanings."""
    if request.form.get("forget"):
        return _chosen(draft_id, "columns", "import_columns.html", _forgotten)
    return _chosen(
        draft_id, "values", "import_columns.html",
        lambda found: choosing.columns(found, import_steps.sent_columns()),
    )  # fmt: skip


@blueprint.get("/<uuid:draft_id>/values")
def values(draft_id: UUID) -> AnyResponse | str:
    """Show each different value and the meaning."""
    return _step(draft_id, "import_values.html")


@blueprint.post("/<uuid:draft_id>/values")
def choose_values(draft_id: UUID) -> AnyResponse:
    """Read the values as chosen."""
    return _chosen(
        draft_id, "rows", "import_values.html",
        lambda found: choosing.values(found, import_steps.sent_values()),
    )  # fmt: skip


@blueprint.get("/<uuid:draft_id>/rows")
def rows(draft_id: UUID) -> AnyResponse | str:
    """Show the kind of each line; with ``asking`` only lines with a question."""
    return _step(draft_id, "import_rows.html")


@blueprint.post("/<uuid:draft_id>/rows")
def choose_rows(draft_id: UUID) -> AnyResponse:
    """Take lines for something else."""
    return _chosen(
        draft_id, "rows", "import_rows.html",
        lambda found: choosing.lines(found, import_steps.sent_lines()),
    )  # fmt: skip


@blueprint.get("/<uuid:draft_id>/changes")
def changes(draft_id: UUID) -> AnyResponse | str:
    """Show each changed cell of known rows."""
    return _step(draft_id, "import_changes.html")


@blueprint.post("/<uuid:draft_id>/changes")
def choose_changes(draft_id: UUID) -> AnyResponse:
    """Decide on changed cells."""
    return _chosen(
        draft_id, "draft", "import_changes.html",
        lambda found: choosing.decisions(found, import_steps.sent_decisions()),
    )  # fmt: skip


@blueprint.post("/<uuid:draft_id>/take-back")
def take_back(draft_id: UUID) -> AnyResponse:
    """Withdraw all items of an import on which no person has worked."""
    try:
        count = commands.take_back(actor(), draft_id)
    except (NotPossible, NotPermitted) as error:
        shown = _shown("import_result.html", queries.find(actor(), draft_id), error)
        return make_response(shown, status_of(error))
    flash(ngettext("Taken back: %(num)s item.", "Taken back: %(num)s items.", count))
    return redirect(address(".draft", draft_id=draft_id), 303)


@blueprint.post("/<uuid:draft_id>/write")
def write(draft_id: UUID) -> AnyResponse:
    """Write the import as shown by the preview; the effect of another choice is shown first."""
    found = queries.find(actor(), draft_id)
    if found.stage == "written":
        return redirect(address(".draft", draft_id=draft_id), 303)
    try:
        commands.demand_revision(found, import_steps.sent_revision())
        ending = _ending()
        if any(found.choices[key] != value for key, value in ending.items()):  # type: ignore[literal-required]
            commands.choose(actor(), found, ending)
            flash(gettext("The preview shows what comes of your choice; nothing is written yet."))
        else:
            commands.write(actor(), found)
    except (BadInput, NotPossible, StaleItem) as error:
        shown = _shown("import_preview.html", queries.find(actor(), draft_id), error)
        return make_response(shown, status_of(error))
    return redirect(address(".draft", draft_id=draft_id), 303)


@blueprint.post("/<uuid:draft_id>/again")
def again(draft_id: UUID) -> AnyResponse:
    """Read an import again, after a stop or a change of the organisation."""
    draft = commands.choose(actor(), queries.find(actor(), draft_id), {})
    return redirect(_first_step(draft), 303)


@blueprint.post("/<uuid:draft_id>/stop")
def stop(draft_id: UUID) -> AnyResponse:
    """Ask the reading or the writing to stop."""
    commands.stop(actor(), draft_id)
    flash(gettext("It will stop in a moment; nothing is half done."))
    return redirect(address(".draft", draft_id=draft_id), 303)


@blueprint.post("/<uuid:draft_id>/throw-away")
def throw_away(draft_id: UUID) -> AnyResponse:
    """Delete an import and the file; raised items stay."""
    commands.throw_away(actor(), draft_id)
    flash(gettext("The file was discarded."))
    return redirect(address(".show"), 303)


@blueprint.get("/<uuid:draft_id>/missing-people")
def missing_people(draft_id: UUID) -> Response:
    """Send a roster of the people who are not there, to be checked and brought in."""
    data = queries.missing_roster(queries.find(actor(), draft_id), language())
    return sent_bytes(data, f"{ROSTER.of(language())}.xlsx", MEDIA_TYPES["xlsx"])


@blueprint.get("/<uuid:draft_id>/left-out")
def left_out(draft_id: UUID) -> Response:
    """Send the rows left out, with the bad cells marked."""
    found = queries.find(actor(), draft_id)
    name = gettext("left out of %(name)s", name=found.name.rpartition(".")[0] or found.name)
    return sent_bytes(queries.left_out(found), f"{name}.xlsx", MEDIA_TYPES["xlsx"])


def _start(error: WorkflowError | None = None) -> str:
    return render_template(
        "imports.html", drafts=queries.drafts(actor()), stages=import_steps.STAGES, error=error
    )


def _first_step(draft: ImportDraft) -> str:
    """Return the page after reading: the preview where the layout is known."""
    report = draft.report
    if draft.is_running or draft.stage != "read" or report is None or report["remembered"]:
        return address(".draft", draft_id=draft.id)
    several = len(report["sheets"]) >= _SEVERAL and not draft.choices["sheets"]
    return address(".sheets" if several else ".columns", draft_id=draft.id)


def _step(draft_id: UUID, template: str) -> AnyResponse | str:
    found = queries.find(actor(), draft_id)
    if found.is_running or found.stage in ("written", "stopped"):
        return redirect(address(".draft", draft_id=draft_id), 303)
    return _shown(template, found)


def _chosen(
    draft_id: UUID, following: str, template: str, choose: Callable[[ImportDraft], dict[str, Any]]
) -> AnyResponse:
    """Read by other choices and go on, or show the form again with the faults."""
    found = queries.find(actor(), draft_id)
    try:
        commands.demand_revision(found, import_steps.sent_revision())
        commands.choose(actor(), found, choose(found))
    except (BadInput, NotPossible, StaleItem) as error:
        shown = _shown(template, found, error, import_steps.sent_again())
        return make_response(shown, status_of(error))
    return redirect(address(f".{following}", draft_id=draft_id), 303)


def _forgotten(_: ImportDraft) -> dict[str, Any]:
    return choosing.no_meanings()


def _ending() -> dict[str, Any]:
    finished = request.form.get("finished", "skip")
    return choosing.ending(finished, only_good=request.form.get("only_good") == "yes")


def _shown(
    template: str,
    found: ImportDraft,
    error: WorkflowError | None = None,
    told: Mapping[str, str] | None = None,
) -> str:
    return render_template(
        template,
        draft=found,
        report=found.report,
        sums=found.report["counts"] if found.report else None,
        steps=import_steps,
        groups=import_steps.value_groups(found),
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
        told=told or {},
        **more_of(template, found),
    )
