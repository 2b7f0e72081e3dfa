"""The header row is found by its names, wherever it stands and in any order."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imports.ledger.books import HEADER, ROW, csv_text, saved, workbook
from tests.imports.ledger.office import office
from tests.servers import ROOT
from workflow.errors import BadInput
from workflow.imports.ledger.meanings import MEANINGS, weights
from workflow.imports.ledger.reading import read_ledger_bytes
from workflow.imports.ledger.result_types import Ledger
from workflow.imports.ledger.states import state_of

SYNONYMS = ROOT / "workflow/imports/ledger/synonyms.csv"
TODAY = date(2026, 3, 12)


def ledger(data: bytes, name: str = "台账.xlsx") -> Ledger:
    return read_ledger_bytes(data, name, TODAY)


def from_csv(*rows: list[str]) -> Ledger:
    return ledger(csv_text(rows).encode(), "台账.csv")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("存在问题", "problem"),
        ("问题描述", "problem"),
        ("整改目标", "target"),
        ("具体措施", "measures"),
        ("牵头单位", "lead_unit"),
        ("责任领导", "direct"),
        ("具体责任人", "specific"),
        ("整改期限(天)", "due"),
        ("工作进展情况", "progress"),
        ("检查时间", "found_on"),
        (" 责任 单位 ", "responsible_unit"),
        ("*具体问题：", "problem"),
        ("整改\n时限", "due"),
        ("责任人（签字）", "specific"),
        ("Due Date", "due"),
        ("Corrective actions", "measures"),
        ("隐患照片", "text"),
        ("什么时候改完", "due"),
        ("由谁来改", "specific"),
        ("怎么改", "measures"),
        ("存在哪些问题", "problem"),
        ("要求处治时间", "due"),
        ("Repaired on", "completed_on"),
    ],
)
def test_a_column_is_known_by_its_name(name: str, field: str) -> None:
    found = weights(name)
    assert max(found, key=lambda meaning: found[meaning]) == field


def test_every_meaning_has_names() -> None:
    rows = csv.DictReader(SYNONYMS.read_text(encoding="utf-8").splitlines())
    assert {row["meaning"] for row in rows} == set(MEANINGS)


@given(st.permutations(range(6)), st.integers(0, 3))
def test_moved_columns_and_titles_above_change_nothing(order: list[int], titles: int) -> None:
    top = [["关于整改工作的台账"], ["填报单位：某局", "", "填报日期：2026年3月12日"], []]
    moved = [[row[column] for column in order] for row in (HEADER, [str(cell) for cell in ROW])]
    read = from_csv(*top[:titles], *moved)
    (problem,) = read.problems
    assert problem.text["problem"] == "会议记录不全"
    assert problem.deadline.due == date(2026, 6, 30)
    assert [unit.text for unit in problem.units] == ["第一党支部"]


def test_unknown_columns_and_columns_without_a_name_are_kept_as_text() -> None:
    read = from_csv([*HEADER, "隐患照片"], [*map(str, ROW), "照片3", "旁注"])
    assert read.problems[0].extras == {"隐患照片": "照片3", "H": "旁注"}


def test_a_second_column_of_the_same_name_is_kept_and_does_not_replace_the_first() -> None:
    read = from_csv([*HEADER, "具体问题"], [*map(str, ROW), "另一段描述"])
    assert read.problems[0].text["problem"] == "会议记录不全"
    assert read.problems[0].extras == {"具体问题": "另一段描述"}


def test_a_header_of_two_lines_under_merged_cells_is_read() -> None:
    upper = ["序号", "具体问题", "责任单位", None, "整改时限"]
    lower = [None, None, "牵头单位", "配合单位", None]
    row = [1, "牌匾破损", "综合科", "后勤中心", "立行立改"]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([["台账"], upper, lower, row], "A1:E1", "C2:D2"))
    )
    for merge in ("A2:A3", "B2:B3", "E2:E3"):
        book.worksheets[0].merge_cells(merge)
    read = ledger(saved(book))
    assert read.rows_read == 1
    assert [(u.text, u.role) for u in read.problems[0].units] == [
        ("综合科", "lead"),
        ("后勤中心", "assisting"),
    ]


def test_the_first_data_row_is_not_taken_for_a_second_header_line() -> None:
    read = from_csv(HEADER, ["1", "检查", "漏缴", "补缴", "二支部", "年底"], [*map(str, ROW)])
    assert read.rows_read == 2


def test_completion_time_is_the_deadline_only_where_there_is_no_better_column() -> None:
    alone = from_csv(["序号", "存在问题", "完成时间"], ["1", "牌匾破损", "2026年底"])
    assert alone.problems[0].deadline.due == date(2026, 12, 31)
    both = from_csv(["存在问题", "完成时间", "整改时限"], ["牌匾破损", "2026年5月1日", "2026年底"])
    assert both.problems[0].deadline.due == date(2026, 12, 31)
    assert both.problems[0].text["completed_on"] == "2026年5月1日"
    assert both.problems[0].state == "open"  # that day lies ahead


def test_days_in_the_header_are_the_unit_of_the_numbers_below() -> None:
    read = from_csv(["存在问题", "检查时间", "整改期限（天）"], ["牌匾破损", "2026-03-01", "30"])
    assert read.problems[0].deadline.due == date(2026, 3, 31)


def test_no_header_is_refused_with_the_names_that_were_known() -> None:
    with pytest.raises(BadInput, match="Known names seen: 措施"):
        from_csv(["甲", "乙"], ["1", "措施"])


def test_a_header_without_a_problem_column_is_refused_with_its_row() -> None:
    with pytest.raises(BadInput, match=r"Row 2 .*序号、整改措施、责任单位"):
        from_csv(["台账"], ["序号", "整改措施", "责任单位"], ["1", "补全", "一支部"])


def test_a_header_with_nothing_below_is_refused() -> None:
    with pytest.raises(BadInput, match="no rows below"):
        from_csv(HEADER, ["1"], ["填报人：张三"])


def test_a_column_of_kinds_that_holds_grades_tells_the_severity() -> None:
    head = ["问题描述", "问题类型", "责任单位", "整改期限"]
    rows = [["台账缺页", "一般问题", "一支部", ""], ["公章乱放", "严重问题", "一支部", "立行立改"]]
    assert [problem.severity for problem in from_csv(head, *rows).problems] == ["general", "major"]


def test_a_person_beside_a_telephone_number_in_one_column_is_read() -> None:
    head = ["存在问题", "整改措施", "责任人及联系电话"]
    row = ["台账缺页", "补齐", "周敏 13800000000"]
    (problem,) = from_csv(head, row).problems
    assert [person.name for person in problem.people] == ["周敏"]


def test_a_ledger_of_a_known_unit_speaks_of_that_unit() -> None:
    known = office()
    unit = known.units[-1].name
    title, head = [f"{unit}2026年党建检查问题整改清单"], ["问题", "措施", "时限"]
    data = csv_text([title, head, ["记录不全", "补全", "12月底"]]).encode()
    read = read_ledger_bytes(data, "台账.csv", TODAY, known=known)
    assert [one.text for one in read.problems[0].units] == [unit]


def test_the_day_on_which_something_was_raised_is_the_day_of_finding() -> None:
    head = ["Non-conformance", "Corrective action", "Raised", "Target date"]
    row = ["Extinguisher expired", "Replace", "25/02/2026", "within 30 days"]
    (problem,) = from_csv(head, row).problems
    assert (problem.found_on, problem.deadline.due) == (date(2026, 2, 25), date(2026, 3, 27))


@pytest.mark.parametrize(("told", "state"), [("Yes", "done"), ("y", "done"), ("No", "open")])
def test_a_column_that_asks_is_answered_in_english(told: str, state: str) -> None:
    read = state_of(told, "Cleared")
    assert (read.state, read.certain) == (state, True)
