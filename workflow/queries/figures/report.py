"""The figures of a unit and a period as a whole: for the page, the API and the sheet alike."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass

from workflow.declaration import Actor, Indicator, pack
from workflow.declaration.indicators import UNITS
from workflow.platform import settings
from workflow.platform.sheets.table import (
    MEDIA_TYPES,
    SheetBlock,
    SheetCell,
    SheetColumn,
    SheetFormat,
    SheetHead,
)
from workflow.platform.sheets.writing import write
from workflow.queries.exports.files import ExportFile, page_foot
from workflow.queries.figures.reckoning import (
    Figure,
    FigureSet,
    UnitFigures,
    by_month,
    by_unit,
    figures,
)
from workflow.queries.figures.targets import UnitTarget, targets
from workflow.queries.figures.wishes import Wish, read_wish
from workflow.words import Words

TITLE = Words("统计", "Figures")
_ABOUT = Words(
    "{unit}（含下级），{begin}至{end}，截至{moment}",
    "{unit} with the units below, {begin} to {end}, as of {moment}",
)
_COLUMNS: tuple[tuple[str, Words, int], ...] = (
    ("unit", Words("单位", "Unit"), 24), ("indicator", Words("指标", "Indicator"), 22),
    ("value", Words("数值", "Value"), 10), ("measure", Words("计量单位", "Measured in"), 10),
    ("rows", Words("项数", "Items"), 10), ("among", Words("总项数", "Of"), 10),
    ("before", Words("上一同长期间", "Period before"), 12),
    ("told", Words("计算方法", "How it is reckoned"), 60),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresReport:
    """The report on a unit in a period, beside the period before."""

    wish: Wish
    found: FigureSet
    before: FigureSet
    units: list[UnitFigures]
    months: list[FigureSet]
    targets: list[UnitTarget]

    def of(self, group: str) -> list[Figure]:
        """Return the figures of a group of indicators."""
        return [one for one in self.found.values() if one.indicator.group == group]

    @property
    def about(self) -> Words:
        """Unit, period and moment in a line."""
        local = self.wish.as_of.astimezone(settings().zone)
        return _ABOUT.format(
            unit=self.wish.unit, begin=self.wish.begin, end=self.wish.end,
            moment=f"{local:%Y-%m-%d %H:%M}",
        )  # fmt: skip


def report(actor: Actor, given: Mapping[str, str]) -> FiguresReport:
    """Return the figures asked for in an address.

    Raises as ``read_wish`` does.
    """
    wish, declared = read_wish(actor, given), pack().figures
    return FiguresReport(
        wish=wish,
        found=_in_order(figures(actor, wish)),
        before=figures(actor, wish.before),
        units=by_unit(actor, wish, [*dict.fromkeys((*declared.compared, *declared.coloured))]),
        months=by_month(actor, wish, declared.monthly),
        targets=targets(actor, wish),
    )


def _in_order(found: FigureSet) -> FigureSet:
    return {key: found[key] for key in pack().figures.indicators}


def sheet(
    actor: Actor, given: Mapping[str, str], form: SheetFormat, language: str
) -> ExportFile:  # fmt: skip
    """Return the figures as a sheet: those of the unit, then of each unit below."""
    told = report(actor, given)
    day = told.wish.end.isoformat()
    name = f"{TITLE.of(language)}-{day}.{form}"
    return ExportFile(name, MEDIA_TYPES[form], _pieces(told, form, language))


def _pieces(told: FiguresReport, form: SheetFormat, language: str) -> Generator[bytes]:
    lines = [*_lines(told, language)]
    head = SheetHead(
        title=TITLE.of(language),
        about=told.about.of(language),
        columns=tuple(SheetColumn(key, words.of(language), w) for key, words, w in _COLUMNS),
        page=page_foot(language),
        frozen=2,
        rows=len(lines),
    )
    yield from write(head, [SheetBlock([line]) for line in lines], form)


def _lines(told: FiguresReport, language: str) -> Iterator[list[SheetCell]]:
    for key, figure in told.found.items():
        yield _line(told.wish.unit, figure, told.before[key], language)
    for unit in told.units:
        for figure in unit.figures.values():
            yield _line(unit.words, figure, None, language)


def _line(unit: Words, figure: Figure, before: Figure | None, language: str) -> list[SheetCell]:
    indicator: Indicator = figure.indicator
    return [
        unit.of(language), indicator.words.of(language), figure.value,
        UNITS[indicator.unit].of(language), figure.rows, figure.among,
        before.value if before else None, indicator.told.of(language),
    ]  # fmt: skip
