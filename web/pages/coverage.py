"""Coverage: the checks of each procedure in each unit, the findings, and the open problems."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from web.auth import actor
from workflow.errors import NO_PAGE, NotFound
from workflow.inspections.coverage import coverage, sheets_covered
from workflow.inspections.covered_units import checked_kinds

blueprint = Blueprint("coverage", __name__, url_prefix="/coverage")


@blueprint.get("")
def show() -> Response | str:
    """Show the coverage of a sheet by the units below the person."""
    sheets = sheets_covered(actor())
    if not sheets:
        raise NotFound(NO_PAGE)
    asked = request.args.get("sheet") or sheets[0].sheet
    after = request.args.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else 0
    found = coverage(actor(), asked, checked_kinds(), start)
    return render_template(
        "coverage.html",
        sheets=sheets,
        asked=asked,
        found=found,
        next=url_for(".show", sheet=asked, after=found.after) if found.after else None,
    )
