"""The record of a person and of a unit: what lateness has led to, in order."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from web.auth import actor
from workflow.queries import record
from workflow.queries.item import ItemView
from workflow.visibility import oversees
from workflow.words import Words

blueprint = Blueprint("records", __name__, url_prefix="/record")


@blueprint.get("/people/<int:person_id>")
def person(person_id: int) -> str:
    """Show what concerns one person."""
    found = record.of_person(person_id, actor())
    return render_template("record.html", record=found, person_id=person_id, unit_id=None)


@blueprint.get("/units/<int:unit_id>")
def unit(unit_id: int) -> str:
    """Show what concerns one unit and those below it."""
    found = record.of_unit(unit_id, actor())
    return render_template("record.html", record=found, person_id=None, unit_id=unit_id)


def links(view: ItemView) -> list[tuple[str, Words]]:
    """Return the records that lead on from an item, those that the reader may open."""
    item, found = view.item, []
    if item.list_key in record.RECORDED and item.holder_id is not None and view.holder:
        found.append((url_for("records.person", person_id=item.holder_id), view.holder))
    if oversees(actor(), item.scope):
        found.append((url_for("records.unit", unit_id=item.unit_id), view.unit))
    return found
