"""The figures as a file: a sheet, or a paper with the charts of the page beside their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from workflow.declaration import UNITS, Actor
from workflow.queries.exports.files import ExportFile
from workflow.queries.figures import drawing
from workflow.queries.figures.boards import TITLE
from workflow.queries.figures.reckoning import Figure
from workflow.queries.figures.report import FiguresReport, report, sheet
from workflow.queries.papers.files import MEDIA_TYPES, file_name
from workflow.queries.table_papers import (
    PaperColumn,
    PaperSection,
    TablePaper,
    table_pdf,
    table_word,
)
from workflow.words import Language, Words

FigureForm = Literal["xlsx", "csv", "json", "docx", "pdf"]
_HEADED = Words("{title}：{unit}", "{title}: {unit}")
_INDICATOR, _VALUE = Words("指标", "Indicator"), Words("数值", "Value")
_ROWS, _BEFORE = Words("项数", "Items"), Words("上一同长期间", "Period before")
_UNIT, _UNITS = Words("单位", "Unit"), Words("单位比较", "Units compared")
_MONTHS, _MONTH = Words("逐月", "Month by month"), Words("月份", "Month")
_TARGETS, _TARGET = Words("指标目标", "Targets"), Words("目标值", "Target")
_PERIOD, _GAP = Words("期间", "Period"), Words("差距", "Gap")
_OF = "{rows} / {among}"


def figures_file(
    actor: Actor, given: Mapping[str, str], form: FigureForm, language: Language, title: str = ""
) -> ExportFile:
    """Return the figures asked for in an address as a file.

    Raises as ``report`` does, and ``NotPossible`` for a paper without Chinese fonts.
    """
    if form == "docx" or form == "pdf":  # so that the type narrows
        return _paper_file(actor, given, form, language, title)
    return sheet(actor, given, form, language)


def _paper_file(
    actor: Actor, given: Mapping[str, str], form: Literal["docx", "pdf"], language: Language,
    title: str,
) -> ExportFile:  # fmt: skip
    told = report(actor, given)
    paper = figures_paper(told, language, title)
    content = table_pdf(paper) if form == "pdf" else table_word(paper)
    name = file_name(f"{title or TITLE.of(language)}-{told.wish.end}", form)
    return ExportFile(name, MEDIA_TYPES[form], (piece for piece in (content,)))


def figures_paper(told: FiguresReport, language: Language, title: str = "") -> TablePaper:
    """Return the contents of the page as a paper in a language."""
    headed = _HEADED.format(title=title or TITLE, unit=told.wish.unit).of(language)
    sections = [*_groups(told, language), *_units(told, language), *_months(told, language)]
    if told.targets:
        sections.append(_targets(told, language))
    return TablePaper(
        language=language, title=headed, about=told.about.of(language), sections=sections
    )


def number(figure: Figure) -> str:
    """Return the number of a figure as people read it."""
    if figure.value is None:
        return "—"
    return f"{figure.value:g}%" if figure.indicator.unit == "percent" else f"{figure.value:g}"


def _groups(told: FiguresReport, language: Language) -> Iterator[PaperSection]:
    for group in told.groups:
        yield PaperSection(
            heading=group.words.of(language),
            chart=drawing.on_paper(drawing.of_group(told, group.key, language), language),
            columns=_columns(language, (_INDICATOR, 30), (_VALUE, 12), (_ROWS, 14), (_BEFORE, 14)),
            rows=[_row(one, told.before[one.indicator.key], language)
                  for one in told.of(group.key)],
        )  # fmt: skip


def _row(figure: Figure, before: Figure, language: Language) -> list[str]:
    indicator, behind = figure.indicator, str(figure.rows)
    if figure.among is not None:
        behind = _OF.format(rows=figure.rows, among=figure.among)
    measured = indicator.unit in ("days", "pieces") and figure.value is not None
    unit = f" {UNITS[indicator.unit].of(language)}" if measured else ""
    return [indicator.words.of(language), number(figure) + unit, behind, number(before)]


def _units(told: FiguresReport, language: Language) -> Iterator[PaperSection]:
    if told.units and told.compared:
        named = [(told.found[key].indicator.words, 8) for key in told.compared]
        drawn = drawing.of_units(told, language)
        yield PaperSection(
            heading=_UNITS.of(language),
            chart=drawing.on_paper(drawn, language, coloured=True),
            columns=_columns(language, (_UNIT, 18), *named),
            rows=[
                [unit.words.of(language), *(number(unit.figures[key]) for key in told.compared)]
                for unit in told.units
            ],
        )


def _months(told: FiguresReport, language: Language) -> Iterator[PaperSection]:
    if told.monthly:
        named = [(told.found[key].indicator.words, 12) for key in told.monthly]
        first = told.monthly[0]
        yield PaperSection(
            heading=_MONTHS.of(language),
            chart=drawing.on_paper(drawing.of_months(told, language), language),
            columns=_columns(language, (_MONTH, 12), *named),
            rows=[
                [f"{one[first].wish.begin:%Y-%m}", *(number(one[key]) for key in told.monthly)]
                for one in told.months
            ],
        )


def _targets(told: FiguresReport, language: Language) -> PaperSection:
    return PaperSection(
        heading=_TARGETS.of(language),
        columns=_columns(
            language, (_INDICATOR, 24), (_PERIOD, 16), (_TARGET, 10), (_VALUE, 10), (_GAP, 10)
        ),
        rows=[
            [one.indicator.words.of(language), one.period.words.of(language), str(one.value),
             number(one.figure), "—" if one.gap is None else f"{one.gap:g}"]
            for one in told.targets
        ],
    )  # fmt: skip


def _columns(language: Language, *named: tuple[Words, int]) -> Sequence[PaperColumn]:
    """Return columns; all but the first hold numbers."""
    return [
        PaperColumn(words.of(language), width, is_number=place > 0)
        for place, (words, width) in enumerate(named)
    ]
