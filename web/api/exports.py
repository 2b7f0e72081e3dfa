"""``/exports``: a list as filtered, the special ledger, and a register, as sheets."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response

from web.api import bodies
from web.api.blueprint import blueprint
from web.api.items import filters_of
from web.api.refusals import Malformed
from web.api.registers import EntriesFilter, sought_by
from web.api.spec import answers, spec
from web.auth import actor
from web.languages import language
from web.sheets import sent
from workflow.declaration import pack
from workflow.engine.visibility import no_list
from workflow.errors import BadInput
from workflow.queries.exports.export import LEDGER_OF, ExportWish, What, export
from workflow.queries.exports.own_layouts import Layout, layout_of
from workflow.registers import export as register_export
from workflow.registers import queries
from workflow.registers.export import RegisterWish


class EntriesSheet(EntriesFilter, bodies.SheetQuery):
    """The filter of a register and the form of its sheet."""


@blueprint.get("/exports/items")
@spec.validate(resp=answers(None, 404), tags=["exports"], operation_id="export_items")
def export_items(query: bodies.ItemsSheet) -> Response:
    """Return a list as filtered, as a sheet, limited to items visible to the account.

    The names of columns are in the language of Accept-Language; the journal notes the export.
    """
    return _sent(query, query.list, "list")


@blueprint.get("/exports/ledger")
@spec.validate(resp=answers(None, 404), tags=["exports"], operation_id="export_ledger")
def export_ledger(query: bodies.LedgerSheet) -> Response:
    """Return the special ledger of the problems that the filter leaves, as a sheet of 33 columns.

    A problem with several tasks has a line for each of them.
    """
    if LEDGER_OF not in pack().lists:
        raise no_list(LEDGER_OF)
    return _sent(query, LEDGER_OF, "ledger")


@blueprint.get("/exports/registers/<register>")
@spec.validate(resp=answers(None, 404), tags=["exports"], operation_id="export_register")
def export_register(register: str, query: EntriesSheet) -> Response:
    """Return a register as filtered, as a sheet, limited to entries visible to the account."""
    asked = queries.register_of(actor(), register)
    wish = RegisterWish(
        sought=sought_by(query, asked), form=query.form, language=language(), layout=_layout(query)
    )
    try:
        return sent(lambda: register_export.export(actor(), asked, wish))
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error


def _sent(query: bodies.ItemsSheet | bodies.LedgerSheet, list_key: str, what: What) -> Response:
    wish = ExportWish(
        list_key=list_key,
        filters=filters_of(query, list_key),
        what=what,
        form=query.form,
        language=language(),
        photos=query.photos,
        layout=_layout(query),
    )
    try:
        return sent(lambda: export(actor(), wish, datetime.now(UTC)))
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error


def _layout(query: bodies.SheetQuery) -> Layout | None:
    """Return the layout named in the address.

    Raises ``Malformed`` (400) where there is no such layout.
    """
    try:
        return layout_of(query.layout) if query.layout else None
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error
