"""Which rows are data: no row of a ledger is lost and none is made up."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imports.ledger.books import HEADER, ROW, csv_text, saved, workbook
from workflow.imports.ledger.reading import read_ledger_bytes
from workflow.imports.ledger.result_types import Ledger

TODAY = date(2026, 3, 12)
FOOTERS = [
    ["填报人：张三", "", "", "审核人：李四", "", "负责人（签字）："],
    ["填报人：", "张三", "审核人：", "李四", "联系电话：", "0312-1234567"],
    ["合计", "", "", "", "", "70"],
    ["注：本表一式两份，由责任单位和党建部门各存一份，长期保存备查。"],
    ["备注说明"],
    ["签发单位负责人（签字）", "", "", "接收单位负责人（签字）"],
]


def ledger(data: bytes, name: str = "台账.xlsx") -> Ledger:
    return read_ledger_bytes(data, name, TODAY)


def from_csv(*rows: list[str]) -> Ledger:
    return ledger(csv_text(rows).encode(), "台账.csv")


@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_is_no_problem(footer: list[str]) -> None:
    read = from_csv(HEADER, [str(cell) for cell in ROW], footer)
    assert (read.rows_read, read.refused) == (1, ())


def test_a_problem_that_begins_like_a_footer_is_still_a_problem() -> None:
    row = [
        "说明：讲解牌缺失，三处景点没有任何介绍文字",
        "由宣传科统一补做并安装",
        "宣传科",
        "2026年底",
    ]
    read = from_csv(["存在问题", "整改措施", "责任单位", "时限"], row)
    assert read.rows_read == 1


def test_blank_rows_and_preprinted_numbers_are_skipped() -> None:
    read = from_csv(HEADER, [""], [str(cell) for cell in ROW], ["2"], ["3", "", " ", "　"], ["4"])
    assert (read.rows_read, read.refused) == (1, ())


def test_a_row_without_its_problem_is_refused_with_its_row() -> None:
    read = from_csv(HEADER, [str(cell) for cell in ROW], ["2", "检查", "", "补全", "一支部", ""])
    assert not read.can_go_in
    (refused,) = read.refused
    assert (refused.row, refused.column, refused.effect) == (3, "具体问题", "row")
    assert read.rows_read == 2


def test_a_section_title_is_kept_with_the_rows_below_it() -> None:
    rows = [
        HEADER,
        ["一、组织生活方面"],
        ROW,
        ["二、党费方面"],
        [2, "检查", "漏缴", "补缴", "二支部", ""],
    ]
    read = ledger(workbook(rows))
    assert [problem.section for problem in read.problems] == ["一、组织生活方面", "二、党费方面"]


def test_a_header_that_is_printed_again_on_the_next_page_is_no_row() -> None:
    row = [str(cell) for cell in ROW]
    read = from_csv(HEADER, row, HEADER, ["2", "检查", "漏缴党费", "补缴", "二支部", "年底"])
    assert read.rows_read == 2


def test_a_second_table_on_the_same_sheet_follows_its_own_header() -> None:
    row = [str(cell) for cell in ROW]
    read = from_csv(HEADER, row, [""], ["责任部门", "存在问题"], ["宣传科", "标语过时"])
    assert read.problems[1].text["problem"] == "标语过时"
    assert read.problems[1].units[0].text == "宣传科"


def test_several_sheets_are_read_and_one_without_a_ledger_is_said() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([HEADER, ROW])))
    second, manual = book.create_sheet("第二批"), book.create_sheet("填表说明")
    second.append(["存在问题", "责任单位"])
    second.append(["活动室被占用", "三支部"])
    manual.append(["请如实填写"])
    read = ledger(saved(book))
    assert [(p.sheet, p.row) for p in read.problems] == [("台账", 2), ("第二批", 2)]
    assert [note.en for note in read.notes] == [
        'Sheet "填表说明" has no ledger header and was not read.'
    ]


def test_values_of_vertically_merged_cells_hold_for_all_their_rows() -> None:
    rows = [HEADER, ROW, [2, None, "会费漏缴", "补缴", None, None]]
    read = ledger(workbook(rows, "B2:B3", "E2:E3", "F2:F3"))
    assert [p.text["source"] for p in read.problems] == ["季度检查", "季度检查"]
    assert read.problems[1].deadline.due == date(2026, 6, 30)
    assert read.problems[1].units[0].text == "第一党支部"


def test_rows_under_one_merged_problem_are_one_problem_with_several_tasks() -> None:
    rows = [
        HEADER,
        [1, "季度检查", "会议记录不全", "补全上半年记录", "一支部", "2026年5月底前"],
        [None, None, None, "建立记录抽查制度", "组织科", "2026年8月底前"],
    ]
    read = ledger(workbook(rows, "A2:A3", "B2:B3", "C2:C3"))
    (problem,) = read.problems
    assert read.rows_read == 1
    assert [(t.text, t.deadline.due, t.units[0].text) for t in problem.tasks] == [
        ("补全上半年记录", date(2026, 5, 31), "一支部"),
        ("建立记录抽查制度", date(2026, 8, 31), "组织科"),
    ]
    assert problem.deadline.due == date(2026, 8, 31)
    assert {unit.text for unit in problem.units} == {"一支部", "组织科"}


def test_the_day_of_the_ledger_is_read_beside_its_label() -> None:
    row = [str(cell) for cell in ROW]
    beside = from_csv(["检查于2026年1月5日", "填报日期：2026年2月10日"], HEADER, row)
    assert beside.dated == date(2026, 2, 10)
    below = from_csv(HEADER, row, ["填报日期", "2026-02-11"])
    assert below.dated == date(2026, 2, 11)
    assert from_csv(["（2026年2月12日）"], HEADER, row).dated == date(2026, 2, 12)
    assert from_csv(HEADER, row).dated is None


def _is_told(text: str) -> bool:
    """A problem is told in words; a column of nothing but numbers counts problems."""
    return any(letter.isalpha() for letter in text)


CELL = st.text("检查会议记录不全补0123,；“\n", max_size=8)


@given(st.lists(st.tuples(CELL.filter(_is_told), CELL, CELL), min_size=1, max_size=12))
def test_every_row_with_a_problem_comes_out_once_and_in_order(
    rows: list[tuple[str, str, str]],
) -> None:
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    read = from_csv(["具体问题", "整改措施", "备注"], *quoted)
    assert [p.text["problem"] for p in read.problems] == [row[0].strip() for row in rows]
    assert len({p.key for p in read.problems}) == len(rows)
