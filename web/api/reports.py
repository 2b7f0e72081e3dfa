"""``/reports``: the reports of the account with their next times, and the copies made for it.

Reports are entries of the register ``reports``, their readers of ``report_recipients``.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response

from web.api import said
from web.api.blueprint import blueprint
from web.api.declared import Told, Words
from web.api.spec import answers, spec
from web.auth import actor
from web.languages import language
from web.sheets import sent_bytes
from workflow.delivery.reports import copies, overview
from workflow.delivery.reports.answers import media_type


class ReportTold(Told):
    """A report set up by the account; ``last`` is the due time last seen to."""

    id: int
    name: str
    form: str
    when: Words
    next: datetime | None
    last: datetime | None
    readers: list[Words]


class CopyTold(Told):
    """A copy made for the account, or why none was made; ``opens``: its file can be fetched."""

    id: int
    report_id: int
    report: str
    due_at: datetime
    name: str
    size: int
    opens: bool
    withheld: Words | None


class ReportsTold(Told):
    """The account's own reports, and the newest copies made for it."""

    reports: list[ReportTold]
    copies: list[CopyTold]


@blueprint.get("/reports")
@spec.validate(resp=answers(ReportsTold, 404), tags=["reports"], operation_id="reports")
def reports() -> ReportsTold:
    """Return the reports set up by the account, and the copies made for it."""
    return ReportsTold(
        reports=[_report(one) for one in overview.own_reports(actor())],
        copies=[_copy(one) for one in copies.copies(actor())],
    )


@blueprint.get("/reports/copies/<int:copy_id>")
@spec.validate(resp=answers(None, 404), tags=["reports"], operation_id="report_copy")
def report_copy(copy_id: int) -> Response:
    """Return the file of a copy."""
    name, content = copies.copy_file(actor(), copy_id)
    return sent_bytes(content, name, media_type(name))


@blueprint.get("/reports/<int:report_id>/now")
@spec.validate(resp=answers(None, 404), tags=["reports"], operation_id="report_now")
def report_now(report_id: int) -> Response:
    """Return a report as it would be now; nothing is sent to anybody."""
    made = overview.at_once(actor(), report_id, language())
    return sent_bytes(made.content, made.name, media_type(made.name))


def _report(one: overview.OwnReport) -> ReportTold:
    return ReportTold(
        id=one.id, name=one.name, form=one.form, when=said.words(one.when), next=one.next,
        last=one.last, readers=[said.words(name) for name in one.readers],
    )  # fmt: skip


def _copy(one: copies.CopyRow) -> CopyTold:
    return CopyTold(
        id=one.id, report_id=one.report_id, report=one.report, due_at=one.due_at, name=one.name,
        size=one.size, opens=one.opens, withheld=said.maybe(one.withheld),
    )  # fmt: skip
