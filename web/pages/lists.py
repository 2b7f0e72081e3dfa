"""The lists: filtered by the address, followed page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from web.auth import actor
from web.forms import unit_label
from web.languages import language
from web.register_forms import declared_filters, shown_fields
from web.sheets import asked_form, asked_layout, sent
from workflow import queries
from workflow.declaration import ListType, pack
from workflow.engine.visibility import no_list
from workflow.errors import BadInput
from workflow.imports.ledger.special_ledger import TITLE
from workflow.queries import Filters
from workflow.queries.exports.export import LEDGER_OF, ExportWish, What, printed
from workflow.queries.exports.export import export as exported
from workflow.queries.exports.own_layouts import layouts
from workflow.queries.unit_choices import MOST

blueprint = Blueprint("lists", __name__)
ROWS = 50


def list_type_of(key: str) -> ListType:
    """Return the declared list.

    Raises ``NotFound`` for an unknown list.
    """
    if key not in pack().lists:
        raise no_list(key)
    return pack().lists[key]


@blueprint.get("/lists/<key>")
def items(key: str) -> str:
    """Show a page of a list."""
    list_type = list_type_of(key)
    filters = filters_in_address(list_type)
    units = queries.units(actor(), MOST)
    page = queries.items(key, actor(), filters, request.args.get("after"), ROWS)
    return render_template(
        "list.html",
        list_type=list_type,
        page=page,
        filters=filters,
        units=units,
        searched=len(units) >= MOST,
        unit_text=unit_label(actor(), str(filters.unit_id or "")),
        severities=pack().severity_choices,
        inputs=declared_filters(list_type.filters, filters.fields),
        shown=shown_fields(list_type.columns, page),
        may_raise=not list_type.needs_parent and queries.may_raise(key, actor(), datetime.now(UTC)),
        asked=_shown(filters),
        order=_order(key, filters),
        layouts=[layout.name for layout in layouts()],
        ledger=TITLE if key == LEDGER_OF else None,
        next=url_for(".items", key=key, **_shown(filters), after=page.next) if page.next else None,
        first=url_for(".items", key=key, **_shown(filters)) if request.args.get("after") else None,
    )


@dataclass(frozen=True, slots=True)
class HeadOrder:
    """The orders behind a head of the table: the first, and the next after each order."""

    first: str
    others: Mapping[str, str]
    list_key: str
    filters: Filters

    def address(self, sort: str) -> str:
        """Return the address of the list in an order."""
        return url_for(".items", key=self.list_key, **_shown(replace(self.filters, sort=sort)))


def _order(key: str, filters: Filters) -> dict[str, HeadOrder]:
    by_number = {"newest": "oldest", "oldest": "newest"}
    return {
        "item": HeadOrder("newest", by_number, key, filters),
        "due": HeadOrder("due", {"due": "due"}, key, filters),
    }


@blueprint.get("/lists/<key>/export")
def export(key: str) -> Response:
    """Send a list as filtered, or the special ledger, as a file."""
    return sent(lambda: exported(actor(), _wish(key), datetime.now(UTC)))


@blueprint.get("/lists/<key>/print")
def paper(key: str) -> str:
    """Show a list as filtered as one table, to be printed."""
    table = printed(actor(), _wish(key), datetime.now(UTC))
    back = url_for(".items", key=key, **_shown(filters_in_address(list_type_of(key))))
    return render_template("printed.html", table=table, back=back)


def _wish(key: str) -> ExportWish:
    what: What = "ledger" if request.args.get("what") == "ledger" else "list"
    if what == "ledger" and key != LEDGER_OF:
        raise no_list(key)
    return ExportWish(
        list_key=key,
        filters=filters_in_address(list_type_of(key)),
        what=what,
        form=asked_form(),
        language=language(),
        photos=request.args.get("photos") == "1",
        layout=asked_layout(),
    )


def filters_in_address(list_type: ListType) -> Filters:
    """Return the filter of a list in the address.

    Raises ``BadInput`` where no unit or more than one unit matches.
    """
    address = request.args
    return Filters(
        q=address.get("q", ""),
        states=queries.states_in(address.get("state", "")),
        severity=address.get("severity", ""),
        unit_id=_unit(address.get("unit", "").strip()),
        overdue=address.get("overdue") == "1",
        continuing=address.get("continuing") == "1",
        mine=address.get("mine") == "1",
        colour=address.get("colour", ""),
        sort=address.get("sort", "newest"),
        fields={f.key: address[f.key] for f in list_type.filters if address.get(f.key)},
    )


def _unit(text: str) -> int | None:
    """Return the id of the filtered unit.

    Raises ``BadInput`` where no unit or more than one unit matches.
    """
    try:
        return queries.unit_of(actor(), text) if text else None
    except BadInput as refusal:
        raise BadInput(refusal.fields["unit"]) from None


def _shown(filters: Filters) -> dict[str, Any]:
    """Return the filters for an address; default values are left out."""
    values = {
        "q": filters.q,
        "state": ",".join(filters.states),
        "severity": filters.severity,
        "unit": filters.unit_id,
        "overdue": "1" if filters.overdue else "",
        "continuing": "1" if filters.continuing else "",
        "mine": "1" if filters.mine else "",
        "colour": filters.colour,
        "sort": filters.sort if filters.sort != "newest" else "",
    }
    return {key: value for key, value in (values | {**filters.fields}).items() if value}
