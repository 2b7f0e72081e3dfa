"""The figures: a picture of a unit in a period, every number with the rows behind."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from web.auth import actor
from web.errors import answered
from web.forms.register_forms import declared_filters
from web.languages import language
from web.numbers import number as id_in
from web.sheets import asked_form, sent
from workflow.accounts import list_views as views
from workflow.accounts.list_views import ViewWish
from workflow.declaration import FIGURES, OPEN_RETURNS, UNITS, pack
from workflow.errors import BadInput
from workflow.queries.figures import drawing
from workflow.queries.figures.boards import (
    MOST,
    PERIODS,
    board_address,
    days_of,
    filter_fields,
)
from workflow.queries.figures.figures_paper import FigureForm, figures_file, number
from workflow.queries.figures.reckoning import Figure
from workflow.queries.figures.report import FiguresReport, report
from workflow.queries.figures.wishes import Wish

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
_FEWEST_PLACES = 6
_PRESETS = ("month", "quarter", "last_quarter", "year")


@blueprint.get("")
def show() -> str:
    """Show the figures of a unit and a period: all, or a board."""
    return _page(report(actor(), given()))


@blueprint.post("/views")
def save_view() -> AnyResponse:
    """Save the board of the address under a name."""
    try:
        wish = ViewWish(
            FIGURES, request.form.get("name", ""), given(), id_in(request.form, "share")
        )
        views.save(actor(), wish)
    except BadInput as error:
        return answered(_page(report(actor(), given()), error), error)
    flash(gettext("The view was saved."))
    here: dict[str, Any] = given()
    return redirect(url_for(".show", **here), 303)


@blueprint.post("/views/<int:view_id>/remove")
def remove_view(view_id: int) -> AnyResponse:
    """Remove an own board."""
    views.remove(actor(), view_id)
    flash(gettext("The view was removed."))
    return redirect(url_for(".show"), 303)


def given() -> dict[str, str]:
    """Return the words of the address: several values of a name with commas, none empty.

    The form sends the days beside a relative period, which goes before them.
    """
    found = {name: ",".join(filter(None, values)) for name, values in request.args.lists()}
    left_out = ("begin", "end") if found.get("period") else ()
    return {name: text for name, text in found.items() if text and name not in left_out}


def _page(told: FiguresReport, error: BadInput | None = None) -> str:
    desk, here = views.desk_of(actor(), FIGURES), board_address(told.board, given())
    asked: dict[str, Any] = here
    return render_template(
        "figures.html",
        told=told,
        wish=told.wish,
        declared=pack().figures,
        charts={one.key: _svg(drawing.of_group(told, one.key, language())) for one in told.groups},
        colours_drawn=_svg(drawing.of_units(told, language())),
        months_drawn=_svg(drawing.of_months(told, language())),
        desk=desk,
        error=error,
        here=here,
        take_out=lambda form: url_for(".take_out", **asked, form=form),
        places=_places(told.board.shown),
        periods=PERIODS,
        severities=pack().severities,
        code_filters=declared_filters(filter_fields(), told.board.more),
        view_address=lambda view: url_for(".show", **view.query),
        save_address=url_for(".save_view", **asked),
        rows_of=rows_of,
        among_of=among_of,
        shown=number,
        change=change,
        measures=UNITS,
        presets=[(PERIODS[key], _address(told.wish, *days_of(key, told.wish.as_of.date())))
                 for key in _PRESETS],
        address=_address,
        may_ask=OPEN_RETURNS.held_by(actor()),
    )  # fmt: skip


@blueprint.get("/sheet")
def take_out() -> Response:
    """Send the figures as a sheet, or as a paper with the charts of the page."""
    return sent(lambda: figures_file(actor(), given(), _form(), language()))


def _form() -> FigureForm:
    asked = request.args.get("form", "")
    return "docx" if asked == "docx" else "pdf" if asked == "pdf" else asked_form()


def _places(shown: tuple[str, ...]) -> list[str]:
    """Return the indicators chosen, and some empty places for further ones."""
    wanted = min(MOST, max(_FEWEST_PLACES, len(shown) + 2))
    return [*shown, *[""] * (wanted - len(shown))]


def _svg(drawn: str) -> Markup:
    return Markup(drawn)  # noqa: S704 -- the texts in it are escaped


def rows_of(figure: Figure) -> str:
    """Return the address of the list with exactly the rows of a figure."""
    return url_for("lists.items", key=figure.indicator.list_key, **_words(figure.address))


def among_of(figure: Figure) -> str:
    """Return the address of the list with all the rows of which a figure is a share."""
    return url_for("lists.items", key=figure.indicator.list_key, **_words(figure.among_address))


def _words(address: dict[str, str]) -> dict[str, Any]:
    return {**address}


def change(figure: Figure, before: Figure) -> tuple[str, str]:
    """Return the difference to the period before, and whether that is good or bad."""
    if figure.value is None or before.value is None:
        return "", ""
    more = round(figure.value - before.value, 1)
    if not more or not figure.indicator.good:
        return f"{more:+g}" if more else "±0", ""
    return f"{more:+g}", "good" if (more > 0) == (figure.indicator.good == "more") else "bad"


def _address(wish: Wish, begin: date, end: date, unit: int | None = None) -> str:
    kept: dict[str, Any] = {k: v for k, v in given().items() if k not in ("period", "form")}
    asked = kept | {"unit": unit or wish.unit_id, "begin": begin, "end": end}
    return url_for(".show", **asked)
