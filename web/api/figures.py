"""``/figures`` and ``/exports/figures``: the indicators of a unit and a period, with their rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import Response, url_for
from pydantic import ConfigDict, Field

from web.api import said
from web.api.blueprint import blueprint
from web.api.bodies import Day, Id, OneOf, Sent
from web.api.declared import Told, Words
from web.api.reading import declared_filters
from web.api.refusals import Malformed
from web.api.spec import answers, spec
from web.auth import actor
from web.languages import language
from web.sheets import sent
from workflow.errors import BadInput
from workflow.queries.figures.boards import PERIODS, filter_fields
from workflow.queries.figures.figures_paper import FigureForm, figures_file
from workflow.queries.figures.reckoning import Figure, UnitFigures
from workflow.queries.figures.report import FiguresReport, report


class FiguresQuery(Sent):
    """A unit, or the widest of one's own, and a period, both days included: the running quarter.

    ``period`` is one in place of two days; ``show`` names indicators in their order, with commas
    between them; ``severity`` and the fields of problems by codes narrow what is counted.
    """

    model_config = ConfigDict(extra="allow")

    unit: Id | None = None
    begin: Day | None = None
    end: Day | None = None
    period: Annotated[str, OneOf(tuple(PERIODS))] | None = None
    show: Annotated[str, Field(max_length=400)] | None = None
    severity: Annotated[str, Field(max_length=40)] | None = None


class FiguresSheet(FiguresQuery):
    """A unit, a period, and the form: a sheet, or a paper with the charts of the page."""

    form: FigureForm = "xlsx"


class FigureTold(Told):
    """An indicator's number; ``items`` leads to exactly ``rows`` items, ``items_among`` to all."""

    indicator: str
    words: Words
    told: Words
    list: str
    measure: Literal["items", "percent", "days", "pieces"]
    good: Literal["", "more", "less"]
    value: float | None
    rows: int
    among: int | None
    items: str
    items_among: str | None


class UnitTold(Told):
    """A unit directly below, with the indicators by which units are compared."""

    id: int
    words: Words
    figures: list[FigureTold]


class MonthTold(Told):
    """A month of the year up to the end of the period."""

    month: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}$")]
    figures: list[FigureTold]


class TargetTold(Told):
    """A target of the unit in a period, such as 2026-Q3, with the figure up to now."""

    period: str
    value: int
    met: bool
    gap: float | None
    percent: int | None
    figure: FigureTold


class FiguresTold(Told):
    """The figures of a unit in a period and in the one before, as of the moment ``as_of``."""

    unit_id: int
    unit: Words
    begin: date
    end: date
    as_of: datetime
    figures: list[FigureTold]
    before: list[FigureTold]
    units: list[UnitTold]
    months: list[MonthTold]
    targets: list[TargetTold]


@blueprint.get("/figures")
@spec.validate(resp=answers(FiguresTold, 404), tags=["figures"], operation_id="figures")
def figures(query: FiguresQuery) -> FiguresTold:
    """Return every indicator of a unit with the units below, each with the number of rows.

    The rows are those that the account sees now, as they were at the end of the period.
    """
    try:
        return _told(report(actor(), _given(query)))
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error


@blueprint.get("/exports/figures")
@spec.validate(resp=answers(None, 404), tags=["exports"], operation_id="export_figures")
def export_figures(query: FiguresSheet) -> Response:
    """Return the same figures as a sheet: of the unit, then of each unit below."""
    try:
        return sent(lambda: figures_file(actor(), _given(query), query.form, language()))
    except BadInput as error:
        raise Malformed(error.words, error.fields) from error


def _given(query: FiguresQuery) -> dict[str, str]:
    names = {"unit", "begin", "end", "period", "show", "severity"}
    asked = query.model_dump(include=names, exclude_none=True)
    codes = declared_filters(query, tuple(filter_fields()))
    return {name: str(value) for name, value in asked.items()} | codes


def _told(found: FiguresReport) -> FiguresTold:
    wish = found.wish
    return FiguresTold(
        unit_id=wish.unit_id, unit=said.words(wish.unit), begin=wish.begin, end=wish.end,
        as_of=wish.as_of, figures=_each(found.found.values()), before=_each(found.before.values()),
        units=[_unit(unit) for unit in found.units],
        months=[
            MonthTold(month=f"{next(iter(of.values())).wish.begin:%Y-%m}",
                      figures=_each(of.values()))
            for of in found.months if of
        ],
        targets=[
            TargetTold(period=str(one.period), value=one.value, met=one.is_met, gap=one.gap,
                       percent=one.percent, figure=figure_told(one.figure))
            for one in found.targets
        ],
    )  # fmt: skip


def _unit(unit: UnitFigures) -> UnitTold:
    return UnitTold(id=unit.id, words=said.words(unit.words), figures=_each(unit.figures.values()))


def _each(found: Iterable[Figure]) -> list[FigureTold]:
    return [figure_told(one) for one in found]


def figure_told(one: Figure) -> FigureTold:
    """Return a figure as the API tells it."""
    indicator = one.indicator
    return FigureTold(
        indicator=indicator.key, words=said.words(indicator.words), told=said.words(indicator.told),
        list=indicator.list_key, measure=indicator.unit, good=indicator.good, value=one.value,
        rows=one.rows, among=one.among, items=_items(indicator.list_key, one.address),
        items_among=None if one.among is None else _items(indicator.list_key, one.among_address),
    )  # fmt: skip


def _items(list_key: str, words: dict[str, str]) -> str:
    asked: dict[str, Any] = {"list": list_key, **words}
    return url_for("api.items", **asked)
