"""Reports by a timetable: what was made for the person, and what the person has set up."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from web.auth import actor
from web.languages import language
from web.sheets import sent_bytes
from workflow.delivery.reports import copies, overview
from workflow.delivery.reports.answers import media_type

blueprint = Blueprint("reports", __name__, url_prefix="/reports")


@blueprint.get("")
def show() -> str:
    """Show the copies made for the person, newest first, and the person's own reports."""
    units = [post.unit_id for post in actor().posts]
    return render_template(
        "reports.html",
        copies=copies.copies(actor()),
        own=overview.own_reports(actor()),
        unit=units[0] if units else None,
    )


@blueprint.get("/copies/<int:copy_id>")
def fetch(copy_id: int) -> Response:
    """Send the file of a copy."""
    name, content = copies.copy_file(actor(), copy_id)
    return sent_bytes(content, name, media_type(name))


@blueprint.get("/<int:report_id>/now")
def at_once(report_id: int) -> Response:
    """Send a report as it would be now."""
    made = overview.at_once(actor(), report_id, language())
    return sent_bytes(made.content, made.name, media_type(made.name))
