"""Make the demonstration's workbook from its CSV: ``python -m rectify.demo.workbook``."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from rectify.demo.organisation import DATA

_WIDTHS = (6, 11, 22, 14, 46, 30, 46, 14, 22, 18, 22, 20, 14, 18, 10, 20, 12, 18)
_HEADER = 2  # the row of the header, from zero: a title and a line of particulars stand above


def rows() -> list[list[str]]:
    """Return the rows of the ledger's CSV."""
    text = (DATA / "ledger.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write(path: Path) -> None:
    """Write the workbook, the same bytes every time."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": datetime(2026, 11, 20)})
        sheet = book.add_worksheet("专项工作台账")
        cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EEF4"}
        )
        title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        for number, row in enumerate(rows()):
            _write_row(sheet, number, row, head if number == _HEADER else cell)
        sheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, rows()[0][0], title)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(_HEADER + 1, 0)


def _write_row(sheet: Worksheet, number: int, row: list[str], form: Format) -> None:
    framed = number >= _HEADER and any(row[:1])
    for column, text in enumerate(row):
        if text.isdecimal() and column == 0:
            sheet.write_number(number, column, int(text), form)
        elif text or (framed and row[1]):
            sheet.write_string(number, column, text, form if framed else None)


if __name__ == "__main__":
    write(Path(str(DATA / "ledger.xlsx")))
