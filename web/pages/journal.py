"""The logs, for the audit administrator: to read, to narrow down, to take away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from web import step_up
from web.auth import actor
from web.errors import answered
from web.sheets import log_file
from workflow.declaration import READ_LOGS
from workflow.errors import BadInput, TooManyTries, WorkflowError
from workflow.journal import KINDS
from workflow.journal.logs import export as log_export
from workflow.journal.logs import queries, wording
from workflow.journal.logs.queries import LogFilter
from workflow.platform import settings
from workflow.words import Words

blueprint = Blueprint("journal", __name__, url_prefix="/journal")
ROWS = 50
_BAD_DAY = Words(
    "“{value}”不是日期，请按 2026-11-24 的样子填写。",
    '"{value}" is no date; write it as 2026-11-24.',
)
_BAD_FORM = Words("只能导出为 csv 或 xlsx。", "It can be exported as csv or xlsx only.")


@blueprint.get("")
def entries() -> str:
    """Show the journal: events outside of items."""
    READ_LOGS.demand(actor())
    sought, after = _sought(request.args), request.args.get("after")
    rows, more = queries.entries(actor(), sought, after, ROWS)
    return _page("journal.html", sought, rows, more)


@blueprint.get("/items")
def moves() -> str:
    """Show the moves of every item, without the items' content."""
    READ_LOGS.demand(actor())
    sought, after = _sought(request.args), request.args.get("after")
    rows, more = queries.moves(actor(), sought, _today(), after, ROWS)
    return _page("journal_items.html", sought, rows, more)


@blueprint.post("/export")
def export() -> Response:
    """Send a log as a file."""
    READ_LOGS.demand(actor())
    asked = request.form.get("form")
    form = next((known for known in log_export.FORMATS if known == asked), None)
    if form is None:
        raise BadInput(_BAD_FORM)
    log: log_export.Log = "items" if request.form.get("log") == "items" else "journal"
    try:
        step_up.prove()
    except (BadInput, TooManyTries) as error:
        return answered(_again(log, error), error)
    made = log_export.export(actor(), log, _sought(request.form), form, _today())
    return log_file(made, log, form, _today())


def _again(log: log_export.Log, error: WorkflowError) -> str:
    """Show the log to be exported again, with the demand of the refusal first."""
    sought = _sought(request.form)
    if log == "items":
        rows, more = queries.moves(actor(), sought, _today(), None, ROWS)
        return _page("journal_items.html", sought, rows, more, error)
    entries, more = queries.entries(actor(), sought, None, ROWS)
    return _page("journal.html", sought, entries, more, error)


def _page(
    template: str, sought: LogFilter, rows: list[Any], more: str | None,
    error: WorkflowError | None = None,
) -> str:  # fmt: skip
    shown: dict[str, Any] = {key: value for key, value in _shown(sought).items() if value}
    here = "journal.moves" if template == "journal_items.html" else "journal.entries"
    return render_template(
        template,
        rows=rows,
        sought=sought,
        shown=_shown(sought),
        kinds=KINDS,
        telling=wording,
        unproved=step_up.needed(),
        error=error,
        faults=error.fields if isinstance(error, BadInput) else {},
        next=url_for(here, **shown, after=more) if more else None,
        first=url_for(here, **shown) if request.args.get("after") else None,
    )


def _sought(given: MultiDict[str, str]) -> LogFilter:
    return LogFilter(
        kind=given.get("kind", ""),
        person=given.get("person", "").strip(),
        number=given.get("number", "").strip(),
        begin=_day(given.get("begin", "")),
        end=_day(given.get("end", "")),
    )


def _shown(sought: LogFilter) -> dict[str, str]:
    return {
        "kind": sought.kind,
        "person": sought.person,
        "number": sought.number,
        "begin": sought.begin.isoformat() if sought.begin else "",
        "end": sought.end.isoformat() if sought.end else "",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise BadInput(_BAD_DAY.format(value=text[:40])) from None


def _today() -> date:
    return datetime.now(UTC).astimezone(settings().zone).date()
