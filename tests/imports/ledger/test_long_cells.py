"""Cells that are as long as a spreadsheet allows, and files that are nothing but rows."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.imports.ledger.books import HEADER, ROW
from tests.patience import ENOUGH
from workflow.errors import TooLarge
from workflow.escalation.calendar_changes.day_sheets import LARGEST, read_days
from workflow.imports.ledger.numerals import western
from workflow.imports.ledger.problems import LONGEST
from workflow.imports.ledger.reading import read_ledger_bytes
from workflow.imports.ledger.result_types import Ledger

MORE = ["责任人", "分管领导", "第一责任人", "发现时间", "交办日期", "严重程度", "完成情况", "备注"]
LONGEST_CELL = 32_767  # characters, in Excel
TODAY = date(2026, 11, 24)
BITS = (
    "一", "十", "1", "（", "(", "、", "年", "一一年", "2026年", "1月", "书记", "主任：",
    "前底", " ",
    "\n", "是", "第一是", "①", "(1)",
    "一、", "责任人：", "Ⅷ", "A ", "·", "至", "1.", "，",
)  # fmt: skip


def read(*rows: list[object]) -> Ledger:
    text = io.StringIO()
    csv.writer(text).writerows([[*HEADER, *MORE], *rows])
    return read_ledger_bytes(text.getvalue().encode(), "台账.csv", TODAY)


def filled(column: int, text: str) -> list[object]:
    row: list[object] = [*ROW, *[""] * len(MORE)]
    row[column] = text
    return row


@pytest.mark.timeout(ENOUGH)  # all of these take seconds; one alone took ten of them
def test_no_cell_takes_long_to_read_however_long_it_is() -> None:
    for column in range(len(HEADER) + len(MORE)):
        for bit in BITS:
            read(filled(column, (bit * LONGEST_CELL)[:LONGEST_CELL]))


@pytest.mark.timeout(ENOUGH)
def test_a_title_takes_no_longer() -> None:
    for bit in BITS:
        title = (bit * LONGEST_CELL)[:LONGEST_CELL]
        text = io.StringIO()
        csv.writer(text).writerows([[title], HEADER, ROW, [title]])
        read_ledger_bytes(text.getvalue().encode(), "台账.csv", TODAY)


def test_what_is_too_long_to_be_a_date_is_refused_with_its_place_and_texts_are_kept() -> None:
    column = HEADER.index("整改时限")
    other = [2, *filled(3, "补全。" * 1000)[1:]]
    ledger = read(filled(column, "长" * (LONGEST + 1)), other)
    (refused,) = ledger.refused
    assert (refused.cell, refused.effect) == ("F2", "row")
    assert "超过 1000 个字" in refused.reason.zh
    assert [problem.text["measures"] for problem in ledger.problems] == ["补全。" * 1000]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("十二月", "12月"), ("二十日", "20日"), ("一百八十天", "180天"), ("上一年", "上一年"),
        ("下十二月", "下十2月"), ("三十", "三十"), ("十二月三十一日", "12月31日"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_before(written: str, read_as: str) -> None:
    assert western(written) == read_as


@pytest.mark.parametrize("filling", [b"\n", b";\n", b",", b"2027-01-02,\xe5\x90\xa6,x\n"])
def test_a_calendar_that_is_far_too_large_is_refused_before_it_is_read(filling: bytes) -> None:
    data = "日期,上班,名称\n".encode() + filling * (10_000_000 // len(filling))
    with pytest.raises(TooLarge) as refused:
        read_days(data, "日历.csv")
    assert "2000天" in refused.value.words.zh
    assert len(data) > LARGEST
