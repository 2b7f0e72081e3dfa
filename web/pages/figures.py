"""The figures: a picture of a unit in a period, every number with the rows behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from web.auth import actor
from web.charts import Series, chart
from web.languages import language
from web.sheets import asked_form, sent
from workflow.calendar import MONTH, QUARTER, YEAR, Period
from workflow.declaration import OPEN_RETURNS, pack
from workflow.declaration.indicators import UNITS
from workflow.queries.figures.reckoning import Figure
from workflow.queries.figures.report import FiguresReport, report, sheet
from workflow.queries.figures.wishes import Wish
from workflow.words import Words

blueprint = Blueprint("figures", __name__, url_prefix="/figures")
_DRAWN_UNITS = 15
_PRESETS: dict[str, Words] = {
    "month": Words("本月", "This month"),
    "quarter": Words("本季度", "This quarter"),
    "last_quarter": Words("上季度", "Last quarter"),
    "year": Words("本年", "This year"),
}
_LONG = {"month": MONTH, "quarter": QUARTER, "year": YEAR}


@blueprint.get("")
def show() -> str:
    """Show the figures of a unit and a period."""
    told = report(actor(), request.args)
    return render_template(
        "figures.html",
        told=told,
        wish=told.wish,
        declared=pack().figures,
        charts={group.key: _of_group(told, group.key) for group in pack().figures.groups},
        colours_drawn=_of_units(told),
        months_drawn=_of_months(told),
        rows_of=rows_of,
        among_of=among_of,
        shown=shown,
        change=change,
        measures=UNITS,
        presets=[(words, _address(told.wish, *days(key, told.wish.as_of.date())))
                 for key, words in _PRESETS.items()],
        address=_address,
        may_ask=OPEN_RETURNS.held_by(actor()),
    )  # fmt: skip


@blueprint.get("/sheet")
def take_out() -> Response:
    """Send the figures as a sheet."""
    return sent(lambda: sheet(actor(), request.args, asked_form(), language()))


def rows_of(figure: Figure) -> str:
    """Return the address of the list with exactly the rows of a figure."""
    return url_for("lists.items", key=figure.indicator.list_key, **_words(figure.address))


def among_of(figure: Figure) -> str:
    """Return the address of the list with all the rows of which a figure is a share."""
    return url_for("lists.items", key=figure.indicator.list_key, **_words(figure.among_address))


def _words(address: dict[str, str]) -> dict[str, Any]:
    return {**address}


def shown(figure: Figure) -> str:
    """Return the number of a figure as people read it."""
    if figure.value is None:
        return "—"
    return f"{figure.value:g}%" if figure.indicator.unit == "percent" else f"{figure.value:g}"


def change(figure: Figure, before: Figure) -> tuple[str, str]:
    """Return the difference to the period before, and whether that is good or bad."""
    if figure.value is None or before.value is None:
        return "", ""
    more = round(figure.value - before.value, 1)
    if not more or not figure.indicator.good:
        return f"{more:+g}" if more else "±0", ""
    return f"{more:+g}", "good" if (more > 0) == (figure.indicator.good == "more") else "bad"


def days(preset: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a usual period."""
    if preset == "last_quarter":
        quarter = Period.of(today, QUARTER).before
        return quarter.first, quarter.last
    return Period.of(today, _LONG[preset]).first, today


def _address(wish: Wish, begin: date, end: date, unit: int | None = None) -> str:
    return url_for(".show", unit=unit or wish.unit_id, begin=begin, end=end)


def _say(words: Words) -> str:
    return words.of(language())


def _of_group(told: FiguresReport, group: str) -> Markup:
    drawn = {one.key for one in pack().figures.groups if one.drawn}
    if group not in drawn:
        return Markup("")
    found = told.of(group)
    labels = [_say(one.indicator.words) for one in found]
    return chart("bars", labels, [Series("", [one.value for one in found])])


def _of_units(told: FiguresReport) -> Markup:
    keys = pack().figures.coloured
    some = sorted(told.units, key=lambda unit: -_sum(unit.figures[key] for key in keys))
    some = [unit for unit in some if _sum(unit.figures[key] for key in keys)][:_DRAWN_UNITS]
    series = [
        Series(_say(told.found[key].indicator.words), [unit.figures[key].rows for unit in some])
        for key in keys
    ]
    return chart("stacked", [_say(unit.words) for unit in some], series)


def _sum(found: Iterable[Figure]) -> int:
    return sum(one.rows for one in found)


def _of_months(told: FiguresReport) -> Markup:
    counted = [key for key in pack().figures.monthly
               if pack().figures.indicators[key].unit == "items"]  # fmt: skip
    months = [next(iter(month.values())).wish.begin for month in told.months]
    series = [
        Series(_say(told.found[key].indicator.words), [m[key].value for m in told.months])
        for key in counted
    ]
    return chart("lines", [f"{month:%Y-%m}" for month in months], series)
