"""The lists: filtered by the address, followed page by page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.forms import unit_label
from web.forms.list_forms import asked, filter_form, given
from web.forms.register_forms import shown_fields
from web.languages import language
from web.sheets import asked_form, asked_layout, sent
from workflow import queries
from workflow.accounts import list_views as views
from workflow.accounts.list_views.looks import DENSITY_WORDS
from workflow.declaration import ListType, pack
from workflow.engine.visibility import no_list
from workflow.errors import BadInput
from workflow.imports.ledger.special_ledger import TITLE
from workflow.queries import Filters
from workflow.queries.exports.export import LEDGER_OF, ExportWish, What, printed
from workflow.queries.exports.export import export as exported
from workflow.queries.exports.filter_words import as_of_words
from workflow.queries.exports.own_layouts import layouts
from workflow.queries.list_address import address_of
from workflow.queries.list_columns import GROUPS, column_words, columns_filled, fields_shown
from workflow.queries.list_orders import SORT_WORDS
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
def items(key: str) -> AnyResponse | str:
    """Show a page of a list; an address with empty or repeated words is put in order first."""
    list_type = list_type_of(key)
    if any(values != [*filter(None, values)][:1] for _, values in request.args.lists()):
        return redirect(_tidied(list_type))
    return list_page(list_type)


def list_page(list_type: ListType, error: BadInput | None = None) -> str:
    """Return the page of a list, with the refusal of a form sent from the page."""
    key, plain = list_type.key, asked(list_type)
    desk = views.desk_of(actor(), key)
    filters, here = _with_columns(plain, desk.look.columns), _words(plain)
    units = queries.units(actor(), MOST)
    page = queries.items(key, actor(), filters, request.args.get("after"), ROWS, count=True)
    return render_template(
        "list.html",
        list_type=list_type,
        error=error,
        page=page,
        filters=filters,
        desk=desk,
        densities=DENSITY_WORDS,
        taken=_words(filters),
        units=units,
        searched=len(units) >= MOST,
        unit_text=unit_label(actor(), str(filters.unit_id or "")),
        severities=pack().severity_choices,
        form=filter_form(list_type, filters),
        columns=columns_filled(key, filters.columns, (row.fields for row in page.rows)),
        column_words=column_words(key),
        fields={field.key: field for field in fields_shown(key, filters.columns)},
        shown=shown_fields(fields_shown(key, filters.columns), page),
        groups=GROUPS,
        sorts=SORT_WORDS,
        may_raise=not list_type.needs_parent and queries.may_raise(key, actor(), datetime.now(UTC)),
        asked=here,
        as_of=as_of_words(filters.as_of) if filters.as_of else None,
        now_asked={name: text for name, text in here.items() if name != "as_of"},
        order=HeadOrder(key, plain),
        layouts=[layout.name for layout in layouts()],
        ledger=TITLE if key == LEDGER_OF else None,
        next=url_for("lists.items", key=key, **here, after=page.next) if page.next else None,
        first=url_for("lists.items", key=key, **here) if request.args.get("after") else None,
    )


def _with_columns(filters: Filters, kept: tuple[str, ...]) -> Filters:
    """Return the query with the columns kept by the person, unless others are named."""
    return filters if filters.columns else replace(filters, columns=kept)


def _words(filters: Filters) -> dict[str, Any]:
    return {**address_of(filters)}


def _tidied(list_type: ListType) -> str:
    """Return the address without empty words, and each word once."""
    others = request.args.to_dict()
    words: dict[str, Any] = others | given(list_type)
    return url_for(
        ".items", key=list_type.key, **{n: text for n, text in words.items() if text.strip()}
    )


@dataclass(frozen=True, slots=True)
class HeadOrder:
    """The order of a list, and the next order behind each head of the table."""

    list_key: str
    filters: Filters

    def next(self, column: str) -> str:
        """Return the order behind a head: this way, then the other way round."""
        ways = _WAYS.get(column, (column, f"-{column}"))
        return ways[1] if self.filters.sort == ways[0] else ways[0]

    def way(self, column: str) -> str:
        """Return how the rows stand by a column: ascending, descending, or not at all."""
        ways = _WAYS.get(column, (column, f"-{column}"))
        if self.filters.sort not in ways:
            return ""
        down = self.filters.sort == "newest" or self.filters.sort.startswith("-")
        return "descending" if down else "ascending"

    def address(self, sort: str) -> str:
        """Return the address of the list in an order."""
        words = _words(replace(self.filters, sort=sort))
        return url_for("lists.items", key=self.list_key, **words)


# Numbers are given in the order of raising.
_WAYS = {"item": ("newest", "oldest"), "raised": ("newest", "oldest")}


@blueprint.get("/lists/<key>/export")
def export(key: str) -> Response:
    """Send a list as filtered, or the special ledger, as a file."""
    return sent(lambda: exported(actor(), _wish(key), datetime.now(UTC)))


@blueprint.get("/lists/<key>/print")
def paper(key: str) -> str:
    """Show a list as filtered as one table, to be printed."""
    table = printed(actor(), _wish(key), datetime.now(UTC))
    here = _words(asked(list_type_of(key)))
    back = url_for("lists.items", key=key, **here)
    return render_template("printed.html", table=table, back=back)


def _wish(key: str) -> ExportWish:
    what: What = "ledger" if request.args.get("what") == "ledger" else "list"
    if what == "ledger" and key != LEDGER_OF:
        raise no_list(key)
    return ExportWish(
        list_key=key,
        filters=asked(list_type_of(key)),
        what=what,
        form=asked_form(),
        language=language(),
        photos=request.args.get("photos") == "1",
        layout=asked_layout(),
    )
