"""A page of Word in the making: lines, rules, tables and page numbers, by python-docx.

What python-docx has no word for (the grid of characters, borders, floating tables, fields) is
written as the elements of Office Open XML that stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor

from workflow.queries.papers.word_elements import (
    border,
    border_table,
    child,
    float_at_the_foot,
    in_order,
    name_font,
)

_TWIPS = 635  # English metric units of a twentieth of a point


@dataclass(frozen=True, slots=True)
class Typeface:
    """How characters look."""

    font: str
    size: Length
    colour: str = ""
    bold: bool = False
    spaced: Length | None = None


class WordSheet:
    """A document of one section on A4."""

    def __init__(
        self, text: Typeface, *, top: Length, left: Length, right: Length, bottom: Length,
        footer: Length,
    ) -> None:  # fmt: skip
        self.made = Document()
        self.section = self.made.sections[0]
        self.section.page_width, self.section.page_height = Mm(210), Mm(297)
        self.section.top_margin, self.section.bottom_margin = top, bottom
        self.section.left_margin, self.section.right_margin = left, right
        self.section.footer_distance = footer
        self.high, self.wide = Emu(Mm(297) - top - bottom), Emu(Mm(210) - left - right)
        self.size = text.size
        self.pitch: Length | None = None
        normal = self.made.styles["Normal"]
        normal.font.size = text.size
        name_font(normal.element.get_or_add_rPr(), text.font)
        for between in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no space added at Latin, nor digits
            child(normal.element.get_or_add_pPr(), between).set(qn("w:val"), "0")
        normal.paragraph_format.space_after = Pt(0) if text.size >= Pt(12) else Pt(6)

    def grid(self, *, lines: int, characters: int) -> None:
        """Set the type area as a grid of characters, as the standard counts them."""
        self.pitch = Emu(self.high // lines)
        grid = child(self.section._sectPr, "w:docGrid")
        grid.set(qn("w:type"), "linesAndChars")
        grid.set(qn("w:linePitch"), str(self.pitch // _TWIPS))
        wide = Emu(self.wide // characters)
        grid.set(qn("w:charSpace"), str(round((wide.pt - self.size.pt) * 4096)))

    def line(
        self,
        text: str,
        look: Typeface | None = None,
        align: WD_ALIGN_PARAGRAPH | None = None,
        indent: Length | None = None,
    ) -> Any:
        """Add a paragraph."""
        paragraph = self.made.add_paragraph()
        self._settled(paragraph, look, align, indent)
        self.run(paragraph, text, look)
        return paragraph

    def run(self, paragraph: Any, text: str, look: Typeface | None) -> None:
        """Add characters of one look to a paragraph."""
        run = paragraph.add_run(text)
        if look is None:
            return
        name_font(run._r.get_or_add_rPr(), look.font)
        run.font.size, run.font.bold = look.size, look.bold or None
        if look.colour:
            run.font.color.rgb = RGBColor.from_string(look.colour)
        if look.spaced:
            child(run._r.rPr, "w:spacing").set(qn("w:val"), str(look.spaced // _TWIPS))

    def empty(self, look: Typeface, lines: int = 1) -> None:
        """Leave lines empty."""
        for _ in range(lines):
            self.line("", look)

    def two_ends(self, left: str, right: str, look: Typeface, inside: Length = Mm(0)) -> None:  # noqa: B008
        """Add a line with a text at either end, ``inside`` the type area."""
        paragraph = self.line(f"{left}\t{right}", look)
        paragraph.paragraph_format.left_indent = inside
        stop = Emu(self.wide - inside)
        paragraph.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)

    def signature(self, issuer: str, date: str, look: Typeface, *, inside: Length) -> None:
        """Add issuer above date, centred on each other, with a place for the seal over both."""
        block = Mm(60)
        for text in (issuer, date):
            paragraph = self.line(text, look, WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.left_indent = Emu(self.wide - block - inside + Mm(10))
            paragraph.paragraph_format.right_indent = Emu(inside - Mm(10))
            paragraph.paragraph_format.keep_with_next = text == issuer
            paragraph.paragraph_format.keep_together = True

    def rule(self, colour: str, eighths: int, above: Length) -> None:
        """Rule a line as wide as the type area; its weight is in eighths of a point."""
        paragraph = self.line("", Typeface("宋体", Pt(4)))
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Mm(4)
        paragraph.paragraph_format.space_after = above
        borders = child(paragraph._p.get_or_add_pPr(), "w:pBdr")
        border(borders, "bottom", eighths, colour)

    def numbered_pages(self, look: Typeface, pattern: str, *, centred: bool = False) -> None:
        """Number the pages: at the outer edge, one character in, or centred."""
        self.made.settings.odd_and_even_pages_header_footer = not centred
        sides = [(self.section.footer, WD_ALIGN_PARAGRAPH.RIGHT)]
        if centred:
            sides = [(self.section.footer, WD_ALIGN_PARAGRAPH.CENTER)]
        else:
            sides.append((self.section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
        before, after = pattern.split("{page}")
        for footer, side in sides:
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            paragraph.paragraph_format.left_indent = look.size
            paragraph.paragraph_format.right_indent = look.size
            self.run(paragraph, before, look)
            self._page_field(paragraph, look)
            self.run(paragraph, after, look)

    def rows(
        self,
        each: tuple[str, str],
        last: tuple[str, str],
        label: Typeface,
        text: Typeface,
        narrow: Length,
        wide: Length,
    ) -> None:
        """Add a table of labels and paragraphs, a row for each part, and one for attachments."""
        table = self._table(7, (narrow, Emu(wide - narrow)))
        tags = {0: "{%tr for part in parts %}", 2: "{%tr endfor %}", 3: "{%tr if attachments %}",
                5: "{%tr endif %}"}  # fmt: skip
        for place, tag in tags.items():
            table.rows[place].cells[0].paragraphs[0].add_run(tag)
        self._row(table.rows[1].cells, each, label, text)
        self._row(table.rows[4].cells, last, label, text)
        table._tbl.remove(table.rows[6]._tr)

    def boxes(
        self, word: str, hint: str, label: Typeface, small: Typeface, high: Length, wide: Length
    ) -> None:
        """Add a box to sign in for each name under ``word``, one below the other."""
        self.line(f"{{%p if {word} %}}")
        table = self._table(3, (Mm(30), Emu(wide - Mm(30))))
        table.rows[0].cells[0].paragraphs[0].add_run(f"{{%tr for name in {word} %}}")
        cells = table.rows[1].cells
        self.run(cells[0].paragraphs[0], "{{ name }}", label)
        self.run(cells[1].paragraphs[0], hint, small)
        table.rows[1].height = high
        table.rows[2].cells[0].paragraphs[0].add_run("{%tr endfor %}")
        self.line("{%p endif %}")

    def imprint(
        self, copies: tuple[str, str], last: tuple[str, str], look: Typeface, wide: Length
    ) -> None:
        """Add the imprint (版记) at the foot of the page on which the text ends."""
        table = self._table(4, (wide,))
        text, word = copies
        table.rows[0].cells[0].paragraphs[0].add_run(f"{{%tr if {word} %}}")
        self._imprinted(table.rows[1].cells[0], text, look, above=8, below=6)
        table.rows[2].cells[0].paragraphs[0].add_run("{%tr endif %}")
        self._imprinted(table.rows[3].cells[0], "\t".join(last), look, above=8, below=8)
        stops = table.rows[3].cells[0].paragraphs[0].paragraph_format.tab_stops
        stops.add_tab_stop(Emu(wide - 2 * look.size), WD_TAB_ALIGNMENT.RIGHT)
        border_table(table._tbl.tblPr, 0)
        float_at_the_foot(table._tbl.tblPr)

    def saved(self) -> bytes:
        """Return the file."""
        self.line("", Typeface("宋体", Pt(1)))  # a table is never the last of a document
        footers = (self.section.footer, self.section.even_page_footer)
        for part in (self.made.styles["Normal"], self.made, *footers):
            in_order(part._element)
        made = BytesIO()
        self.made.save(made)
        return made.getvalue()

    def _settled(
        self,
        paragraph: Any,
        look: Typeface | None,
        align: WD_ALIGN_PARAGRAPH | None,
        indent: Length | None,
    ) -> None:
        shape = paragraph.paragraph_format
        paragraph.alignment, shape.first_line_indent = align, indent
        if self.pitch and look and look.size <= Pt(16):
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, self.pitch

    def _page_field(self, paragraph: Any, look: Typeface) -> None:
        for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
            self.run(paragraph, "", look)
            run = paragraph.runs[-1]._r
            if code:
                told = OxmlElement("w:instrText")
                told.text = code
            else:
                told = OxmlElement("w:fldChar")
                told.set(qn("w:fldCharType"), kind)
            run.append(told)

    def _table(self, rows: int, widths: tuple[Length, ...]) -> Any:
        table = self.made.add_table(rows, len(widths))
        table.autofit = False
        border_table(table._tbl.tblPr, 4)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return table

    def _row(self, cells: Any, told: tuple[str, str], label: Typeface, text: Typeface) -> None:
        name, paragraphs = told
        self.run(cells[0].paragraphs[0], name, label)
        cells[1].paragraphs[0].add_run(f"{{%p for told in {paragraphs} %}}")
        self.run(cells[1].add_paragraph(), "{{ told }}", text)
        cells[1].add_paragraph("{%p endfor %}")
        cells[1].add_paragraph(f"{{%p if not {paragraphs} %}}")
        self.run(cells[1].add_paragraph(), "—", text)
        cells[1].add_paragraph("{%p endif %}")

    def _imprinted(self, cell: Any, text: str, look: Typeface, *, above: int, below: int) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.left_indent = look.size
        paragraph.paragraph_format.right_indent = look.size
        self.run(paragraph, text, look)
        borders = child(cell._tc.get_or_add_tcPr(), "w:tcBorders")
        border(borders, "top", above, "000000")
        border(borders, "bottom", below, "000000")
