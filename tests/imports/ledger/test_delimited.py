"""CSV files in the encodings and with the delimiters that people send."""

from __future__ import annotations

import pytest

from tests.imports.ledger.books import HEADER, ROW, csv_text
from workflow.errors import WrongType
from workflow.imports.ledger import file_faults
from workflow.imports.ledger.workbook import read_workbook

ROWS = [HEADER, ROW]
AS_TEXT = [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_any_usual_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    book = read_workbook(csv_text(ROWS, delimiter).encode(encoding), "台账.csv")
    assert book.sheets[0].rows == AS_TEXT


def test_commas_in_a_title_do_not_mislead_about_the_delimiter() -> None:
    text = "台账,一,二,三,四,五,六,七,八\n" + csv_text(ROWS, ";")
    assert read_workbook(text.encode(), "台账.csv").sheets[0].rows[1:] == AS_TEXT


def test_a_cell_may_hold_line_breaks_and_delimiters_in_quotes() -> None:
    text = csv_text([HEADER]) + '1,检查,"第一行\n第二行，""引文""",补全,一支部,2026年底\n'
    rows = read_workbook(text.encode(), "台账.csv").sheets[0].rows
    assert rows[1][2] == '第一行\n第二行，"引文"'


def test_a_quote_without_a_partner_is_refused_with_its_line() -> None:
    text = csv_text([HEADER, ROW]) + '2,检查,"没有结束的引号,补全,一支部,2026年底\n'
    with pytest.raises(WrongType) as caught:
        read_workbook(text.encode(), "台账.csv")
    assert caught.value.words == file_faults.BAD_QUOTES.format(line=3)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(WrongType) as caught:
        read_workbook("具体问题,措施\n".encode() + b"\xff\xff\x80", "台账.csv")
    assert caught.value.words == file_faults.UNKNOWN_ENCODING


def test_binary_content_is_no_table() -> None:
    with pytest.raises(WrongType, match="binary"):
        read_workbook(b"\x01\x02\x03 some bytes", "台账.csv")


def test_leading_zeros_that_excel_protects_are_kept() -> None:
    text = csv_text([HEADER]) + '="0012",检查,问题,措施,单位,2026年底\n'
    assert read_workbook(text.encode(), "台账.csv").sheets[0].rows[1][0] == "0012"


def test_a_formula_in_a_csv_is_nothing_but_text() -> None:
    text = csv_text([HEADER]) + "1,检查,=cmd|'/c calc'!A0,措施,单位,2026年底\n"
    sheet = read_workbook(text.encode(), "台账.csv").sheets[0]
    assert sheet.rows[1][2] == "=cmd|'/c calc'!A0"
    assert sheet.formulas == {}
