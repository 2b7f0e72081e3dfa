"""The whole of a ledger: 70 published rows, keys that stay, and what is refused."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date

import pytest

from tests.imports.ledger.books import HEADER, REAL, ROW, csv_text, workbook
from workflow.errors import WorkflowError
from workflow.imports.ledger.reading import read_ledger, read_ledger_bytes
from workflow.imports.ledger.result_types import Ledger

TODAY = date(2026, 11, 24)
HEAD = ["具体问题", "发现时间", "整改时限", "责任单位", "严重程度"]


def from_csv(*rows: list[str]) -> Ledger:
    return read_ledger_bytes(csv_text(rows).encode(), "台账.csv", TODAY)


@pytest.fixture(scope="module")
def real() -> Ledger:
    return read_ledger(REAL / "ledger_real.xlsx", TODAY)


def test_seventy_published_rows_become_seventy_problems(real: Ledger) -> None:
    assert (real.rows_read, len(real.problems), real.can_go_in) == (70, 70, True)
    assert [problem.row for problem in real.problems] == list(range(4, 74))
    assert real.dated == TODAY


def test_the_published_ledger_says_the_same_as_a_csv(real: Ledger) -> None:
    csv = read_ledger(REAL / "ledger_real.csv", TODAY)
    for field in ("source", "problem", "target", "measures", "due", "progress", "status"):
        assert [p.text[field] for p in csv.problems] == [p.text[field] for p in real.problems]
    assert [p.deadline.text for p in csv.problems] == [p.deadline.text for p in real.problems]


def test_every_deadline_of_the_published_ledger_is_read_or_reported(real: Ledger) -> None:
    kinds = Counter(problem.deadline.kind for problem in real.problems)
    assert kinds == {"none": 38, "date": 15, "unclear": 11, "immediate": 5, "unknown": 1}
    reported = {refused.row for refused in real.refused if refused.column == "整改时限"}
    doubtful = {p.row for p in real.problems if not p.deadline.certain}
    assert reported == doubtful
    assert {refused.effect for refused in real.refused} == {"kept as text"}


def test_tasks_and_units_of_the_published_ledger(real: Ledger) -> None:
    assert sum(len(problem.tasks) for problem in real.problems) == 77
    assert sum(len(problem.units) for problem in real.problems) == 87
    leads = [u.text for p in real.problems for u in p.units if u.role == "lead"]
    assert leads == ["区委组织部", "区河长办"]


def test_keys_are_the_same_on_every_reading_and_differ_between_rows(real: Ledger) -> None:
    again = read_ledger(REAL / "ledger_real.xlsx", date(2027, 1, 1))
    assert [p.key for p in again.problems] == [p.key for p in real.problems]
    assert len({p.key for p in real.problems}) == 70


def test_a_key_survives_progress_renumbering_and_another_format() -> None:
    first = from_csv(["序号", *HEAD, "整改进展"], ["1", "牌匾破损", "", "年底", "一支部", "", ""])
    later = read_ledger_bytes(
        workbook(
            [
                ["台账"],
                ["整改进展", "序号", *HEAD],
                ["已更换", 9, " 牌匾破损", "", "年底前", "一支部", ""],
            ]
        ),
        "新.xlsx",
        TODAY,
    )
    assert later.problems[0].key == first.problems[0].key


def test_two_rows_that_say_the_same_are_two_problems() -> None:
    row = ["牌匾破损", "2026-03-01", "年底", "一支部", ""]
    read = from_csv(HEAD, row, row)
    assert len({problem.key for problem in read.problems}) == 2


def test_a_deadline_before_the_finding_is_asked_about_with_both_days_and_not_taken() -> None:
    read = from_csv(HEAD, ["牌匾破损", "2026年3月10日", "2026年3月1日前", "一支部", ""])
    assert read.can_go_in
    assert read.problems[0].deadline.due is None
    assert read.problems[0].text["due"] == "2026年3月1日前"
    (refused,) = read.refused
    assert (refused.row, refused.column, refused.cell) == (2, "整改时限", "C2")
    assert refused.value == "2026年3月1日前"
    assert "2026-03-01" in refused.reason.en
    assert "2026-03-10" in refused.reason.en


def test_every_bad_row_is_reported_and_not_the_first_alone() -> None:
    bad = ["", "2026-03-01", "年底", "一支部", ""]
    read = from_csv(HEAD, bad, ["牌匾破损", "2026-03-01", "年底", "一支部", ""], bad)
    assert [refused.row for refused in read.refused] == [2, 4]
    assert len(read.problems) == 1


def test_a_finding_date_that_cannot_be_read_is_kept_as_text() -> None:
    read = from_csv(HEAD, ["牌匾破损", "上周检查时", "2026年底", "一支部", ""])
    assert read.can_go_in
    assert read.problems[0].text["found_on"] == "上周检查时"
    assert (read.refused[0].column, read.refused[0].effect) == ("发现时间", "kept as text")


@pytest.mark.parametrize(
    ("written", "severity"),
    [("轻微", "minor"), ("一般", "general"), ("重大", "major"), ("重点", "key"), ("High", "major")],
)
def test_a_severity_column_decides(written: str, severity: str) -> None:
    read = from_csv(HEAD, ["牌匾破损", "2026-03-01", "立行立改", "一支部", written])
    assert read.problems[0].severity == severity


def test_without_a_severity_at_once_is_minor_and_all_else_general() -> None:
    rows = [["甲", "2026-03-01", "立行立改", "一支部", ""], ["乙", "", "年底", "一支部", ""]]
    assert [p.severity for p in from_csv(HEAD, *rows).problems] == ["minor", "general"]


def test_an_unknown_severity_is_general_and_reported() -> None:
    read = from_csv(HEAD, ["牌匾破损", "2026-03-01", "年底", "一支部", "三星"])
    assert read.problems[0].severity == "general"
    assert [(r.column, r.value, r.effect) for r in read.refused] == [
        ("严重程度", "三星", "kept as text")
    ]


def test_relative_deadlines_count_from_the_finding_then_the_ledger_and_else_are_asked() -> None:
    row = ["牌匾破损", "2026-03-02", "10日内", "一支部", ""]
    dated = ["填报日期：2026年5月1日"]
    unfound = [row[0], "", *row[2:]]
    assert from_csv(dated, HEAD, row).problems[0].deadline.due == date(2026, 3, 12)
    assert from_csv(dated, HEAD, unfound).problems[0].deadline.due == date(2026, 5, 11)
    asked = from_csv(HEAD, unfound)
    assert asked.problems[0].deadline.due is None
    assert [refused.column for refused in asked.refused] == ["整改时限"]


def test_without_measures_the_aim_is_the_one_task() -> None:
    read = from_csv(["具体问题", "整改目标"], ["牌匾破损", "牌匾完好"], ["标语过时", ""])
    assert [[task.text for task in p.tasks] for p in read.problems] == [["牌匾完好"], ["标语过时"]]


def test_five_thousand_rows_are_read_in_three_seconds() -> None:
    rows = [[n, *ROW[1:2], f"会议记录不全（{n}）", *ROW[3:]] for n in range(5_000)]
    data = workbook([HEADER, *rows])
    before = os.times()
    read = read_ledger_bytes(data, "台账.xlsx", TODAY)
    spent = sum(os.times()[:4]) - sum(before[:4])  # the processor's time, the child's too
    assert len(read.problems) == 5_000
    assert spent < 3


def test_every_sentence_of_a_refusal_is_in_both_languages(real: Ledger) -> None:
    for refused in real.refused:
        assert refused.reason.zh != refused.reason.en
    with pytest.raises(WorkflowError):
        read_ledger(REAL / "no-such-file.xlsx", TODAY)
