"""The quick sheet writes the very bytes that the library alone writes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from workflow.platform.sheets.workbook import QuickSheet

Cells = list[str | int | date]


def _written(sheet_class: Any, rows: list[Cells]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("S", sheet_class)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                elif isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                else:
                    sheet.write_number(row, column, cell)
    with zipfile.ZipFile(file) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


_CELL = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.integers(-(10**9), 10**9),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


@given(st.lists(st.lists(_CELL, max_size=5), max_size=4))
@example([["_x0041_", "\x00\x1f", "a\nb", " a ", '<&">', "<r>b</r>", "￾"], ["=1+1", "甲，乙。"]])
def test_every_cell_is_as_the_library_writes_it(rows: list[Cells]) -> None:
    assert _written(QuickSheet, rows) == _written(Worksheet, rows)
