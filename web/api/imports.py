"""``/imports``: imported ledgers, the items of each, and taking an import back whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from web.api.blueprint import blueprint
from web.api.bodies import Before, Limit, Sent
from web.api.declared import Told
from web.api.forms import NoFields
from web.api.items import next_page
from web.api.once import once
from web.api.spec import REFUSED, answers, spec
from web.auth import actor
from workflow.imports import past
from workflow.imports.records import ImportRecord


class ImportsQuery(Sent):
    """The page of imports: before the number ``before``, from the ``next`` link of a page."""

    before: Before | None = None
    limit: Limit = 50


class ImportItemsQuery(Sent):
    """The page of an import's items: after the number ``after``, from the ``next`` link."""

    after: str = ""
    limit: Limit = 50


class ImportLine(Told):
    """An import: file, person, time, counts by list, and whether it was taken back."""

    id: int
    name: str
    sha256: str
    at: datetime
    by: str
    counts: dict[str, int]
    taken_back_at: datetime | None
    taken_back_by: str | None


class ImportsPage(Told):
    """A page of imports, the newest first; ``next`` is the address of the next page."""

    imports: list[ImportLine]
    next: str | None


class ImportItem(Told):
    """An item of an import, with the row; ``is_new``: raised by the import, else changed."""

    number: str
    title: str
    list: str
    state: str
    sheet: str
    row: int
    is_new: bool


class Import(ImportLine):
    """An import with a page of its items; ``next`` is the address of the next page."""

    items: list[ImportItem]
    next: str | None


class TakenBack(Told):
    """The number of items withdrawn."""

    withdrawn: int


@blueprint.get("/imports")
@spec.validate(resp=answers(ImportsPage, 403, 404), tags=["imports"], operation_id="imports")
def imports(query: ImportsQuery) -> ImportsPage:
    """Return the imports whose items the account may import."""
    found, following = past.page(actor(), query.before, query.limit)
    next_ = next_page(before=following) if following else None
    return ImportsPage(imports=[ImportLine(**_line(one)) for one in found], next=next_)


@blueprint.get("/imports/<int:import_id>")
@spec.validate(resp=answers(Import, 403, 404), tags=["imports"], operation_id="import")
def import_(import_id: int, query: ImportItemsQuery) -> Import:
    """Return an import and its items."""
    record = past.find(actor(), import_id)
    items, following = past.items(record, query.after, query.limit)
    told = [
        ImportItem(
            number=one.number, title=one.title, list=one.list_key, state=one.state,
            sheet=one.sheet, row=one.row, is_new=one.is_new,
        ) for one in items
    ]  # fmt: skip
    return Import(
        **_line(record), items=told, next=next_page(after=following) if following else None
    )


@blueprint.post("/imports/<int:import_id>/take-back")
@spec.validate(resp=answers(TakenBack, *REFUSED), tags=["imports"], operation_id="take_back_import")
def take_back_import(import_id: int, json: NoFields) -> tuple[TakenBack, int, dict[str, str]]:
    """Withdraw all items of an import, unless a person has worked on them."""
    past.find(actor(), import_id)
    return once(TakenBack, json, lambda: TakenBack(withdrawn=past.take_back(actor(), import_id)))


def _line(one: ImportRecord) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "sha256": one.sha256, "at": one.at, "by": one.by_name,
        "counts": one.counts, "taken_back_at": one.taken_back_at,
        "taken_back_by": one.taken_back_by,
    }  # fmt: skip
