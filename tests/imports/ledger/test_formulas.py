"""Formulas: a saved value is taken, a missing one is refused with sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import xlsxwriter

from tests.imports.ledger.books import HEADER, ROW, with_entry, workbook
from workflow.imports.ledger.reading import read_ledger_bytes
from workflow.imports.ledger.result_types import Ledger
from workflow.imports.ledger.workbook import read_workbook

TODAY = date(2026, 3, 12)


def ledger(data: bytes) -> Ledger:
    return read_ledger_bytes(data, "台账.xlsx", TODAY)


def with_saved_value(formula: str, value: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula("C2", formula, None, value)
    return out.getvalue()


def test_a_formula_without_its_value_is_refused_with_sheet_row_and_column() -> None:
    read = ledger(workbook([HEADER, [1, "检查", '="会议"&"记录"', "补全", "一支部", "2026年底"]]))
    assert not read.can_go_in
    (refused,) = read.refused
    assert (refused.sheet, refused.row, refused.column, refused.cell) == (
        "台账", 2, "具体问题", "C2",
    )  # fmt: skip
    assert refused.value == '="会议"&"记录"'
    assert "粘贴为数值" in refused.reason.zh
    assert "paste values" in refused.reason.en


def test_a_formula_with_its_value_is_read_and_noted() -> None:
    read = ledger(with_saved_value('="会议"&"记录"', "会议记录不全"))
    assert read.can_go_in
    assert read.problems[0].text["problem"] == "会议记录不全"
    assert any("1 个公式" in note.zh for note in read.notes)


def test_a_formula_that_gave_an_error_has_no_value() -> None:
    assert not ledger(with_saved_value("=1/0", "#DIV/0!")).can_go_in


def test_a_serial_number_may_well_be_a_formula() -> None:
    read = ledger(workbook([HEADER, ["=ROW()-1", *ROW[1:]]]))
    assert read.can_go_in
    assert len(read.problems) == 1


def test_a_formula_in_a_column_we_do_not_know_is_kept_as_text() -> None:
    read = ledger(workbook([[*HEADER, "经费"], [*ROW, "=1000+200"]]))
    assert read.can_go_in
    assert read.problems[0].extras == {"经费": "=1000+200"}
    assert read.refused[0].effect == "kept as text"


def test_a_row_of_nothing_but_formulas_is_not_taken_for_a_blank_one() -> None:
    read = ledger(workbook([HEADER, ROW, [2, *(f"=Sheet9!{c}2" for c in "BCDEF")]]))
    assert not read.can_go_in
    assert {refused.row for refused in read.refused} == {3}


def test_preprinted_formulas_that_gave_empty_texts_leave_the_row_blank() -> None:
    rows = [[n, *[None] * 4, '=IF(C3="","","2026年底")'] for n in range(2, 30)]
    data = workbook([HEADER, ROW, *rows])
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read(name).replace(b"><f>", b' t="str"><f>')  # as Excel writes it
    read = ledger(with_entry(data, name, sheet))
    assert (read.rows_read, read.refused) == (1, ())


def test_a_shared_formula_without_references_in_its_cells_is_found() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="3"><c r="B3"><v>1</v></c><c><f t="shared" si="0">A1</f></c>'
        '<c><f t="shared" si="0"/><v>2</v></c></row></sheetData></worksheet>'
    )
    data = with_entry(workbook([HEADER]), "xl/worksheets/sheet1.xml", sheet.encode())
    formulas = read_workbook(data, "x.xlsx").sheets[0].formulas
    assert {place: f.has_value for place, f in formulas.items()} == {(2, 2): False, (2, 3): True}
