"""Papers with tables as Word (.docx), by python-docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt

from workflow.queries.papers.word_elements import border_table, child, in_order, name_font
from workflow.queries.table_papers.contents import NOTHING, PaperSection, TablePaper
from workflow.queries.table_papers.pdf import chart_picture

_FONT, _HEAD_FONT = "宋体", "黑体"
_LONG, _SHORT, _MARGIN = Mm(297), Mm(210), Mm(16)
_SHADE = "F1F4F8"
_VIEW = re.compile(r'viewBox="0 0 (\d+)')
_PIXEL = 9525  # English metric units of a pixel


def table_word(paper: TablePaper) -> bytes:
    """Return a paper as a Word document, with the same contents as its PDF."""
    made = Document()
    wide = _lay_out(made, paper)
    _line(made.add_paragraph(), paper.title, Pt(16), _HEAD_FONT, centred=True)
    _line(made.add_paragraph(), paper.about, Pt(9), centred=True)
    for section in paper.sections:
        _section(made, section, wide)
        if section.columns and not section.rows:
            _line(made.add_paragraph(), NOTHING.of(paper.language), Pt(9))
    for part in (made.styles["Normal"], made):
        in_order(part._element)
    made.core_properties.title = paper.title
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def _lay_out(made: Any, paper: TablePaper) -> Length:
    """Set page and font; return the width of the type area."""
    page, turned = made.sections[0], paper.is_landscape
    page.orientation = WD_ORIENT.LANDSCAPE if turned else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (_LONG, _SHORT) if turned else (_SHORT, _LONG)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    normal = made.styles["Normal"]
    normal.font.size = Pt(9)
    name_font(normal.element.get_or_add_rPr(), _FONT)
    normal.paragraph_format.space_after = Pt(4)
    return Emu(page.page_width - 2 * _MARGIN)


def _section(made: Any, section: PaperSection, wide: Length) -> None:
    if section.heading:
        heading = made.add_paragraph()
        _line(heading, section.heading, Pt(11), _HEAD_FONT)
        heading.paragraph_format.space_before = Pt(8)
        heading.paragraph_format.keep_with_next = True
    if section.chart:
        _picture(made, section, wide)
    if section.columns:
        _table(made, section, wide)


def _picture(made: Any, section: PaperSection, wide: Length) -> None:
    """Add a chart in its own size, or as wide as the type area where it is wider."""
    units = _VIEW.search(section.chart)
    own = Emu(int(units[1]) * _PIXEL) if units else wide
    drawn = made.add_picture(BytesIO(chart_picture(section.chart)), width=min(own, wide))
    drawn._inline.docPr.set("descr", section.heading)


def _table(made: Any, section: PaperSection, wide: Length) -> None:
    """Add a table with its head on every page; rows are not split between pages."""
    letters = sum(column.width for column in section.columns)
    table = made.add_table(1 + len(section.rows), len(section.columns))
    table.autofit = False
    border_table(table._tbl.tblPr, 4)
    names = [column.name for column in section.columns]
    for place, (row, cells) in enumerate(zip(table.rows, [names, *section.rows], strict=True)):
        child(row._tr.get_or_add_trPr(), "w:cantSplit")
        if place == 0:
            child(row._tr.get_or_add_trPr(), "w:tblHeader")
        _cells(row, section, cells, Emu(wide // letters), is_head=place == 0)
    made.add_paragraph()


def _cells(
    row: Any, section: PaperSection, texts: Sequence[str], letter: Length, *, is_head: bool
) -> None:
    for cell, column, text in zip(row.cells, section.columns, texts, strict=True):
        cell.width = Emu(letter * column.width)
        paragraph = cell.paragraphs[0]
        _line(paragraph, text, Pt(9), _HEAD_FONT if is_head else _FONT)
        paragraph.paragraph_format.space_after = Pt(0)
        if column.is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            shade = child(cell._tc.get_or_add_tcPr(), "w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), _SHADE)


def _line(
    paragraph: Any, text: str, size: Length, font: str = _FONT, *, centred: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.size = size
    name_font(run._r.get_or_add_rPr(), font)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
