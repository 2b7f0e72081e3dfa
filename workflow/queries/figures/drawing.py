"""The charts of a report on figures: one for a group, one of the units, one of the months."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.declaration import pack
from workflow.queries.figures.charts import Series, chart, styled
from workflow.queries.figures.reckoning import Figure
from workflow.queries.figures.report import CHOSEN, FiguresReport
from workflow.queries.papers.fonts import families
from workflow.words import Language

_DRAWN_UNITS = 15


def of_figures(found: Iterable[Figure], language: Language) -> str:
    """Return bars of some figures of one kind."""
    some = [*found]
    labels = [one.indicator.words.of(language) for one in some]
    return chart("bars", labels, [Series("", [one.value for one in some])])


def on_paper(drawn: str, language: Language, *, coloured: bool = False) -> str:
    """Return a chart with colours and fonts for paper.

    Raises ``NotPossible`` on a machine without Chinese fonts.
    """
    return styled(drawn, families("song", language), coloured=coloured)


def of_group(told: FiguresReport, group: str, language: Language) -> str:
    """Return the bars of a group of indicators; of those chosen, the bars of counts alone."""
    if group == CHOSEN.key:
        counts = [one for one in told.of(group) if one.indicator.unit == "items"]
        return of_figures(counts, language) if len(counts) > 1 else ""
    drawn = {one.key for one in pack().figures.groups if one.drawn}
    return of_figures(told.of(group), language) if group in drawn else ""


def of_units(told: FiguresReport, language: Language) -> str:
    """Return the open items of the units with the most, by colour."""
    keys = [key for key in pack().figures.coloured if key in told.found]
    some = sorted(told.units, key=lambda unit: -_sum(unit.figures[key] for key in keys))
    some = [unit for unit in some if _sum(unit.figures[key] for key in keys)][:_DRAWN_UNITS]
    series = [
        Series(
            told.found[key].indicator.words.of(language), [unit.figures[key].rows for unit in some]
        )
        for key in keys
    ]
    return chart("stacked", [unit.words.of(language) for unit in some], series)


def of_months(told: FiguresReport, language: Language) -> str:
    """Return the counts of each month as lines."""
    counted = [key for key in told.monthly if pack().figures.indicators[key].unit == "items"]
    months = [next(iter(month.values())).wish.begin for month in told.months if month]
    series = [
        Series(
            told.found[key].indicator.words.of(language), [one[key].value for one in told.months]
        )
        for key in counted
    ]
    return chart("lines", [f"{month:%Y-%m}" for month in months], series) if series else ""


def _sum(found: Iterable[Figure]) -> int:
    return sum(one.rows for one in found)
