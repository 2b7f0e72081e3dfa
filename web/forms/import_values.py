"""Additional values of single pages of an import: choices of values, and lines."""

from __future__ import annotations

from typing import Any

from flask import request

from web.auth import actor
from web.numbers import number
from workflow.declaration import KEEP_PEOPLE, KEEP_UNITS, TAKE_OVER_ROWS
from workflow.imports.drafts import choosing, queries
from workflow.imports.drafts.records import ImportDraft
from workflow.imports.ledger.row_kinds import CHOSEN_KINDS


def more_of(template: str, draft: ImportDraft) -> dict[str, Any]:
    """Return the additional values for the template of a page."""
    make = _MORE.get(template)
    return make(draft) if make else {}


def _values(draft: ImportDraft) -> dict[str, Any]:
    """Return the units and people to choose from."""
    directory = choosing.read_organisation()
    return {
        "units": choosing.units_within(actor(), directory),
        "people": sorted({person.name for person in directory.people if person.here}),
        "options": choosing.options,
        "may_found": KEEP_UNITS.held_by(actor()),
        "may_add": KEEP_PEOPLE.held_by(actor()),
        "missing": len(queries.missing_people(draft)),
    }


def _rows(draft: ImportDraft) -> dict[str, Any]:
    """Return a page of lines; with ``asking`` only lines with a question."""
    asking, after = request.args.get("asking") == "1", number(request.args, "after") or 0
    lines, following = queries.lines(draft, after, asking)
    return {
        "lines": lines, "following": following, "asking": asking, "after": after,
        "chosen_kinds": CHOSEN_KINDS,
    }  # fmt: skip


def _preview(_: ImportDraft) -> dict[str, Any]:
    return {"may_take_over": TAKE_OVER_ROWS.held_by(actor())}


def _result(draft: ImportDraft) -> dict[str, Any]:
    return {"record": queries.record(draft), "may_take_back": TAKE_OVER_ROWS.held_by(actor())}


_MORE = {
    "import_values.html": _values, "import_rows.html": _rows, "import_preview.html": _preview,
    "import_result.html": _result,
}  # fmt: skip
