"""The record of a person and of a unit: the consequences of lateness, in order."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from web.auth import actor
from web.numbers import LARGEST_LONG, number
from workflow.engine.visibility import oversees
from workflow.queries import record
from workflow.queries.item import ItemView
from workflow.words import Words

blueprint = Blueprint("records", __name__, url_prefix="/record")


@blueprint.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """Show the record of a person."""
    whole = record.of_person(person_id, actor(), _before())
    return _page(whole, url_for(".person", person_id=person_id), person_id=person_id)


@blueprint.get("/units/<int:unit_id>")
def unit(unit_id: int) -> str:
    """Show the record of a unit and the units below."""
    whole = record.of_unit(unit_id, actor(), _before())
    return _page(whole, url_for(".unit", unit_id=unit_id), unit_id=unit_id)


def _before() -> int | None:
    """Return the place from which older entries are asked for, or ``None``."""
    return number(request.args, "before", LARGEST_LONG) or None


def _page(found: record.Record, address: str, **whose: int | None) -> str:
    return render_template(
        "record.html",
        record=found,
        newest=address if _before() else None,
        older=f"{address}?before={found.next}" if found.next else None,
        **{"person_id": None, "unit_id": None} | whose,
    )


def links(view: ItemView) -> list[tuple[str, Words]]:
    """Return the records linked from an item, limited to those open to the reader."""
    item, pages = view.item, []
    if item.list_key in record.RECORDED and item.holder_id is not None and view.holder:
        pages.append((url_for("records.person", person_id=item.holder_id), view.holder))
    if oversees(actor(), item.scope):
        pages.append((url_for("records.unit", unit_id=item.unit_id), view.unit))
    return pages
