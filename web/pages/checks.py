"""A check line by line, and the problems that its failing lines make."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from web import answers, drafts
from web.auth import actor
from web.errors import problem_of, status_of
from web.forms import Filled, form_keys, inputs
from workflow import queries
from workflow.declaration import ANSWER, CHECKS, pack
from workflow.engine import commands
from workflow.errors import KeyReused, NotFound, WorkflowError
from workflow.inspections import findings
from workflow.inspections.answering import check_sheet, part_of, verdicts

blueprint = Blueprint("checks", __name__, url_prefix="/checks/<number>")


@blueprint.get("")
def show(number: str) -> str:
    """Show a check with every line of its sheet."""
    return _page(number, Filled())


@blueprint.post("/answer")
def answer(number: str) -> Response:
    """Keep the answer on one line or on several, or show the page again with the reason."""
    filled = Filled.sent()
    try:
        if filled.is_to_be_taken:
            filled.take(queries.move_form(number, ANSWER, actor()).transition)
        commands.fire(
            number, ANSWER, actor(), fields=filled.values, evidence=filled.uploads.pieces,
            key=filled.idempotency_key(),
        )  # fmt: skip
    except NotFound:
        raise
    except KeyReused as error:
        return _refused(number, filled, form_keys.sent_before(error))
    except WorkflowError as error:
        return _refused(number, filled, error)
    if not answers.is_quiet():
        drafts.done(gettext("Kept."))
    line = filled.values["lines"].split(",")[0]
    return answers.taken(_at(number, line))


@blueprint.post("/findings")
def raise_all(number: str) -> Response:
    """Raise the three lists for every failing line."""
    try:
        done = findings.raise_all(actor(), number)
    except NotFound:
        raise
    except WorkflowError as error:
        return make_response(_page(number, Filled(), error), status_of(error))
    flash(gettext("Raised: %(numbers)s", numbers=", ".join(one.number for one in done)))
    return redirect(url_for(".show", number=number), 303)


@blueprint.get("/findings/<line>")
def form(number: str, line: str) -> str:
    """Show the form of the problem for a failing line, filled in with what the sheet says."""
    found = findings.failure(actor(), number, line)
    return _form(found, Filled(found.suggested))


@blueprint.post("/findings/<line>")
def raise_one(number: str, line: str) -> Response:
    """Raise the three lists for a failing line, or show the form again with the reason."""
    filled = Filled.sent()
    try:
        done = findings.raise_finding(actor(), number, line, filled.values)
    except NotFound:
        raise
    except WorkflowError as error:
        filled.note(error)
        found = findings.failure(actor(), number, line)
        return make_response(_form(found, filled, error), status_of(error))
    drafts.done(gettext("Raised: %(numbers)s", numbers=", ".join(one.number for one in done)))
    return redirect(url_for("items.item", number=done[0].number), 303)


def _refused(number: str, filled: Filled, error: WorkflowError) -> Response:
    filled.note(error)
    if answers.in_data():
        return problem_of(error, kept=filled.uploads.tokens())
    return make_response(_page(number, filled, error), status_of(error))


def _at(number: str, line: str) -> str:
    """Return the address of a line on the part of the page that shows it."""
    part = request.args.get("part") or None
    return url_for(".show", number=number, part=part, _anchor=f"line-{line}")


def _page(number: str, filled: Filled, error: WorkflowError | None = None) -> str:
    sheet = check_sheet(actor(), number)
    parts = sheet.parts
    return render_template(
        "check.html",
        sheet=sheet,
        sheet_parts=parts,
        part=part_of(parts, request.args.get("part", "")),
        state=pack().lists[CHECKS].state(sheet.item.state),
        verdicts=verdicts(),
        filled=filled,
        error=error,
        faults=[*filled.faults.values()],
    )


def _form(found: findings.Failure, filled: Filled, error: WorkflowError | None = None) -> str:
    asked = findings.finding_form()
    return render_template(
        "finding.html",
        found=found,
        inputs=inputs(asked, filled, actor(), found.check.scope),
        levels=pack().responsibility,
        error=error,
        faults=filled.faults_beside({field.key for field in asked.fields}),
    )
