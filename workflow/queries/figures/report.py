"""The figures of a unit and a period as a whole: for the page, the API and the sheet alike."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace

from workflow.declaration import READ_FIGURES, UNITS, Actor, Indicator, IndicatorGroup, pack
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
from workflow.queries.figures.boards import (
    TITLE,
    Board,
    board_address,
    filters_told,
    read_board,
)
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
from workflow.words import Words, joined

_ABOUT = Words(
    "{unit}（含下级），{begin}至{end}，截至{moment}",
    "{unit} with the units below, {begin} to {end}, as of {moment}",
)
_TARGET = Words("{indicator}（目标，{period}）", "{indicator} (target, {period})")
_BETWEEN = Words("，", ", ")
CHOSEN = IndicatorGroup(key="chosen", words=Words("所选指标", "Indicators chosen"))
_COLUMNS: tuple[tuple[str, Words, int], ...] = (
    ("unit", Words("单位", "Unit"), 24), ("indicator", Words("指标", "Indicator"), 22),
    ("value", Words("数值", "Value"), 10), ("measure", Words("计量单位", "Measured in"), 10),
    ("rows", Words("项数", "Items"), 10), ("among", Words("总项数", "Of"), 10),
    ("before", Words("上一同长期间", "Period before"), 12),
    ("told", Words("计算方法", "How it is reckoned"), 60),
    ("target", Words("目标值", "Target"), 10), ("gap", Words("差距", "Gap"), 10),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresReport:
    """The report on a unit in a period, beside the period before."""

    wish: Wish
    board: Board
    found: FigureSet
    before: FigureSet
    units: list[UnitFigures]
    months: list[FigureSet]
    targets: list[UnitTarget]

    def of(self, group: str) -> list[Figure]:
        """Return the figures of a group of indicators; of a board, those chosen."""
        return [one for one in self.found.values() if group in (CHOSEN.key, one.indicator.group)]

    @property
    def groups(self) -> list[IndicatorGroup]:
        """The headings with figures: one where indicators were chosen."""
        if self.board.shown:
            return [CHOSEN]
        return [one for one in pack().figures.groups if self.of(one.key)]

    @property
    def tiles(self) -> list[Figure]:
        """The figures above all: those chosen, or the first of the headings."""
        return self.of(CHOSEN.key if self.board.shown else "flow")

    @property
    def compared(self) -> tuple[str, ...]:
        """The indicators by which units stand side by side."""
        declared = pack().figures
        return self._known(self.board.shown or (*declared.compared, *declared.coloured))

    @property
    def monthly(self) -> tuple[str, ...]:
        """The indicators followed month by month."""
        some = self._known(self.board.shown or pack().figures.monthly)
        return tuple(key for key in some if self.found[key].indicator.over in ("found", "closed"))

    def _known(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in dict.fromkeys(keys) if key in self.found)

    @property
    def about(self) -> Words:
        """Unit, period and moment in a line."""
        local = self.wish.as_of.astimezone(settings().zone)
        told = _ABOUT.format(
            unit=self.wish.unit, begin=self.wish.begin, end=self.wish.end,
            moment=f"{local:%Y-%m-%d %H:%M}",
        )  # fmt: skip
        return joined(_BETWEEN, [told, *filters_told(self.board)])


def report(actor: Actor, given: Mapping[str, str]) -> FiguresReport:
    """Return the figures asked for in an address.

    Raises as ``read_wish`` and ``read_board`` do.
    """
    READ_FIGURES.demand(actor)
    board = read_board(actor, given)
    wish, keys = read_wish(actor, given, board), [one.key for one in board.indicators]
    found = figures(actor, wish, keys)
    told = FiguresReport(
        wish=wish,
        board=board,
        found={key: found[key] for key in keys},
        before=figures(actor, wish.before, keys),
        units=[],
        months=[],
        # A target is of all items; filtered figures say nothing about it.
        targets=[one for one in targets(actor, wish) if one.indicator.key in keys]
        if not board.more
        else [],
    )
    units = by_unit(actor, wish, told.compared)
    return replace(told, units=units, months=by_month(actor, wish, told.monthly))


def board_query(actor: Actor, given: Mapping[str, str]) -> dict[str, str]:
    """Return the words of an address that a board is kept by.

    Raises as ``report`` does.
    """
    READ_FIGURES.demand(actor)
    board = read_board(actor, given)
    read_wish(actor, given, board)
    return board_address(board, given)


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
    for one in told.targets:
        yield _target_line(told.wish.unit, one, language)


def _line(unit: Words, figure: Figure, before: Figure | None, language: str) -> list[SheetCell]:
    indicator: Indicator = figure.indicator
    return [
        unit.of(language), indicator.words.of(language), figure.value,
        UNITS[indicator.unit].of(language), figure.rows, figure.among,
        before.value if before else None, indicator.told.of(language), None, None,
    ]  # fmt: skip


def _target_line(unit: Words, target: UnitTarget, language: str) -> list[SheetCell]:
    """Return the line of a target, called by its indicator and its own period."""
    line = _line(unit, target.figure, None, language)
    words = _TARGET.format(indicator=target.indicator.words, period=target.period.words)
    return [line[0], words.of(language), *line[2:-2], target.value, target.gap]
