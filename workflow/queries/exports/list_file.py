"""A list as a file in a wanted form: its workbook, or its printed table as a paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from workflow.declaration import Actor
from workflow.queries.exports.export import ExportWish, export, printed
from workflow.queries.exports.files import PrintedTable
from workflow.queries.table_papers import (
    PaperColumn,
    PaperSection,
    TablePaper,
    table_pdf,
    table_word,
)
from workflow.words import LANGUAGES, Language


def list_file(
    actor: Actor, wish: ExportWish, form: Literal["xlsx", "docx", "pdf"], title: str, now: datetime
) -> Iterable[bytes]:
    """Return the bytes of a list as filtered; a paper has the title.

    Raises as ``export`` and ``printed`` do.
    """
    if form == "xlsx":
        return export(actor, wish, now)
    language = next(one for one in LANGUAGES if one == wish.language)
    paper = paper_of(printed(actor, wish, now, form), title, language)
    return [table_pdf(paper) if form == "pdf" else table_word(paper)]


def paper_of(table: PrintedTable, title: str, language: Language) -> TablePaper:
    """Return a printed table as a paper under a title."""
    rows = [[*line] for block in table.blocks for line in block.lines]
    columns = [
        PaperColumn(column.name, column.width, _are_numbers(row[place] for row in rows))
        for place, column in enumerate(table.head.columns)
    ]
    told = [[_text(cell) for cell in row] for row in rows]
    section = PaperSection(columns=columns, rows=told)
    return TablePaper(language=language, title=title, about=table.head.about, sections=[section])


def _are_numbers(cells: Iterable[object]) -> bool:
    told = [cell for cell in cells if cell is not None]
    return bool(told) and all(isinstance(cell, int | float) for cell in told)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
