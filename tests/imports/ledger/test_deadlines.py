"""Deadlines as people write them: what is understood, how, and what is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.calendar import add_working_days
from workflow.imports.ledger.deadline_phrases import DeadlineReading, PhraseBasis
from workflow.imports.ledger.deadlines import read_deadline
from workflow.imports.ledger.written_dates import last_of_month
from workflow.words import Words

FOUND = PhraseBasis(date(2026, 3, 12), Words("发现时间", "the day it was found"))


def read(text: object, basis: PhraseBasis = FOUND) -> DeadlineReading:
    return read_deadline(text, basis, add_working_days)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        # Written out in full.
        ("2024年12月底", "2024-12-31"),
        ("2024年底", "2024-12-31"),
        ("2024年底。", "2024-12-31"),
        ("2024年年底前", "2024-12-31"),
        ("2023年9月30日前", "2023-09-30"),
        ("2023年6月底", "2023-06-30"),
        ("2024年2月底", "2024-02-29"),
        ("2025年12月31日前", "2025-12-31"),
        ("2018年11月", "2018-11-30"),
        ("2019年", "2019-12-31"),
        ("2017年底前", "2017-12-31"),
        ("2016年11月底前完成整改", "2016-11-30"),
        ("2020年1月17日前完成整改落实工作", "2020-01-17"),
        ("2024-12-31", "2024-12-31"),
        ("2024/12/31", "2024-12-31"),
        ("2024.12.31", "2024-12-31"),
        ("20241231", "2024-12-31"),
        ("2024-12-31 00:00:00", "2024-12-31"),  # as programs write a date cell into a CSV
        ("2024.12", "2024-12-31"),
        ("24年12月底", "2024-12-31"),
        ("２０２４年１２月３１日", "2024-12-31"),
        ("2026 年 6 月 30 日 之前", "2026-06-30"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二○二四年", "2024-12-31"),
        ("整改时限：2026年5月31日", "2026-05-31"),
        ("截至2026年6月30日止", "2026-06-30"),
        ("力争2026年9月底前全面完成", "2026-09-30"),
        ("持续整改至2026年底", "2026-12-31"),
        # Parts of a year or a month.
        ("2026年上半年", "2026-06-30"),
        ("2026年下半年", "2026-12-31"),
        ("2026年一季度", "2026-03-31"),
        ("2026年第三季度末", "2026-09-30"),
        ("2026年6月上旬", "2026-06-10"),
        ("2026年6月中旬前", "2026-06-20"),
        ("2026年2月下旬", "2026-02-28"),
        ("2026年6月前", "2026-05-31"),
        ("2026年1月前", "2025-12-31"),
        ("2027年前", "2026-12-31"),
        # Ranges end at their end.
        ("2024年3月至6月", "2024-06-30"),
        ("2024年11月至2月", "2025-02-28"),
        ("2024年3月1日至2024年6月30日", "2024-06-30"),
        ("2024.3-2024.6", "2024-06-30"),
        ("即日起至2026年6月底", "2026-06-30"),
        ("2026年5月1日-15日", "2026-05-15"),
    ],
)
def test_a_date_with_its_year_does_not_depend_on_the_finding(text: str, due: str) -> None:
    early = PhraseBasis(date(2001, 1, 1), FOUND.words)
    if "即日" not in text:
        assert read(text, early).due == date.fromisoformat(due)
    reading = read(text)
    assert (reading.kind, reading.due) == ("date", date.fromisoformat(due))
    assert reading.certain


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前", "2026-06-30"),
        ("3月15日前", "2026-03-15"),
        ("3月12日前", "2026-03-12"),
        ("3月11日前", "2027-03-11"),
        ("2月29日前", "2028-02-29"),
        ("十二月三十一日", "2026-12-31"),
        ("3月21日前完成整改", "2026-03-21"),
        ("3月至6月", "2026-06-30"),
        ("上半年", "2026-06-30"),
        ("第三季度末", "2026-09-30"),
        ("一季度", "2026-03-31"),
        ("七一前", "2026-06-30"),
        ("国庆节前", "2026-09-30"),
        ("12.31前", "2026-12-31"),
        ("年底前", "2026-12-31"),
        ("年内", "2026-12-31"),
        ("今年年底", "2026-12-31"),
        ("明年6月底", "2027-06-30"),
        ("本月底", "2026-03-31"),
        ("下月底", "2026-04-30"),
        ("季度末", "2026-03-31"),
        ("下季度", "2026-06-30"),
        ("15日前", "2026-03-15"),
        ("11日前", "2026-04-11"),
    ],
)
def test_a_date_without_its_year_is_the_next_such_day_and_says_so(text: str, due: str) -> None:
    reading = read(text)
    assert reading.due == date.fromisoformat(due)
    assert "2026-03-12" in reading.note.zh
    assert "the day it was found" in reading.note.en


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("5个工作日内", "2026-03-19"),
        ("五个工作日", "2026-03-19"),
        ("10日内", "2026-03-22"),
        ("三十天", "2026-04-11"),
        ("两周内", "2026-03-26"),
        ("一个月内", "2026-04-12"),
        ("三个月", "2026-06-12"),
        ("3个季度", "2026-12-12"),
        ("半年内", "2026-09-12"),
        ("半个月内", "2026-03-27"),
        ("1年内", "2027-03-12"),
        ("接到通知后10日内", "2026-03-22"),
        ("收到整改通知书之日起3个工作日内", "2026-03-17"),
    ],
)
def test_a_period_counts_from_the_day_after_the_finding(text: str, due: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.due) == ("period", date.fromisoformat(due))


def test_a_month_after_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert read("一个月内", PhraseBasis(date(2026, 1, 31), FOUND.words)).due == date(2026, 2, 28)


@pytest.mark.parametrize(
    "text", ["立行立改", "即知即改", "立整立改", "边查边改", "立即整改", "立查立改", "当场整改"]
)
def test_at_once_means_five_working_days(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.due) == ("immediate", date(2026, 3, 19))


def test_working_days_skip_the_national_holiday() -> None:
    assert read("立行立改", PhraseBasis(date(2026, 9, 30), FOUND.words)).due == date(2026, 10, 13)


@pytest.mark.parametrize("text", ["长期坚持", "持续推进", "持续整改", "常态化推进", "常抓不懈"])
def test_long_term_has_no_day_and_needs_none(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.due, reading.long_term) == ("long_term", None, True)
    assert reading.certain


@pytest.mark.parametrize("text", ["限期整改", "尽快完成", "按要求整改", "限期"])
def test_a_deadline_without_a_day_is_unclear(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.due, reading.certain) == ("unclear", None, False)


@pytest.mark.parametrize(
    "text",
    [
        "春节前",
        "市住建局整改时限（未列日期）",
        "2024年2月30日",
        "2024年13月底",
        "10日",
        "2024.1",
        "2026年一季度前",
        "验收合格后10日内",
        "3个月前",
        "3026年底",
        "一" * 200,
    ],
)
def test_what_is_not_understood_keeps_its_text_and_gets_no_date(text: str) -> None:
    reading = read(text)
    assert (reading.kind, reading.due, reading.certain) == ("unknown", None, False)
    assert reading.text == text


@pytest.mark.parametrize("text", [None, "", "  ", "/", "—", "无"])
def test_no_deadline_is_no_fault(text: str | None) -> None:
    reading = read(text)
    assert (reading.kind, reading.due, reading.certain) == ("none", None, True)


def test_a_date_outweighs_at_once_and_long_term_stays_a_flag() -> None:
    assert read("立行立改，2026年6月底前完成").due == date(2026, 6, 30)
    both = read("2026年12月底前完成，并长期坚持")
    assert (both.due, both.long_term) == (date(2026, 12, 31), True)
    assert read("立行立改，长期坚持").long_term


def test_of_several_dates_the_last_counts_and_what_was_not_read_is_said() -> None:
    reading = read("2026年6月底完成第一阶段，2026年12月底全部完成")
    assert (reading.due, reading.certain) == (date(2026, 12, 31), False)
    assert "完成第一阶段" in reading.note.zh
    assert read("1、2026年5月底前；2、2026年8月底前").due == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        (date(2024, 12, 31), date(2024, 12, 31)),
        (datetime(2024, 12, 31, 17, 30), date(2024, 12, 31)),
        (45657, date(2024, 12, 31)),
        (45657.0, date(2024, 12, 31)),
        (20241231, date(2024, 12, 31)),
        (2024.12, date(2024, 12, 31)),
        (2025, date(2025, 12, 31)),
    ],
)
def test_cells_that_are_dates_or_numbers_are_read(cell: object, due: date) -> None:
    assert read(cell).due == due


@pytest.mark.parametrize("cell", [30, 12.3, 2024.1, -5, float("nan"), float("inf"), 1e300, True])
def test_a_number_gone_astray_is_no_date(cell: object) -> None:
    assert read(cell).due is None


@given(st.text(max_size=300))
def test_no_text_whatever_raises(text: str) -> None:
    reading = read(text)
    assert reading.note.zh
    assert reading.note.en


PIECES = (
    "2024 年 月 日 底 前 内 个 工作日 至 - . / 12 31 季度 上半年 半 十 二 第 "
    "立行立改 长期 ， 。 （ ） 后 起"
)


@example("2026年13月45日，/31月")
@given(st.lists(st.sampled_from([*PIECES.split(), " "]), max_size=12).map("".join))
def test_no_mixture_of_date_words_raises(text: str) -> None:
    reading = read(text)
    assert reading.due is None or date(1989, 1, 1) <= reading.due <= date(2200, 1, 1)


@given(st.floats() | st.integers() | st.booleans())
def test_no_number_raises(number: float) -> None:
    assert read(number).note.zh


DAYS = st.dates(date(1991, 1, 1), date(2100, 12, 31))
CHINESE = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    written = {0: "", 1: "十"}.get(tens, f"{CHINESE[tens]}十")
    return written + (CHINESE[ones] if ones else "")


def forms_of(day: date) -> tuple[str, ...]:
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    return (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日前完成整改。",
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日之前",
    )


@given(DAYS)
def test_every_day_comes_back_from_every_form(day: date) -> None:
    assert {read(form).due for form in forms_of(day)} == {day}


@given(DAYS, DAYS)
def test_a_month_means_its_last_day_and_without_a_year_the_next_one(day: date, found: date) -> None:
    assert read(f"{day.year}年{day.month}月底前").due == last_of_month(day.year, day.month)
    due = read(f"{day.month}月底", PhraseBasis(found, FOUND.words)).due
    if found.year < 2100:
        assert due
        assert due.month == day.month
        assert found <= due < found + timedelta(days=366)


@given(DAYS.filter(lambda day: day.year < 2099), st.integers(1, 400))
def test_a_period_in_days_is_that_many_days(found: date, days: int) -> None:
    assert read(f"{days}日内", PhraseBasis(found, FOUND.words)).due == found + timedelta(days=days)
