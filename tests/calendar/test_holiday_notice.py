"""The nine real notices of docs/domain/deadlines.md#conventions: seven agree, two are explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from rectify.commands.calendar import command
from workflow.calendar import PUBLICITY, STATUTORY
from workflow.calendar.holiday_notice import Checked, check
from workflow.platform import settings

AGREE = (
    ("2023-07-07", "2023-07-20", 10),
    ("2023-07-27", "2023-08-09", 10),
    ("2024-12-13", "2024-12-26", 10),
    ("2025-02-14", "2025-02-27", 10),
    ("2025-09-01", "2025-09-12", 10),
    ("2025-09-04", "2025-09-17", 10),
    ("2024-12-25", "2024-12-31", 5),
)
DIFFER = (("2025-08-14", "2025-08-28", 11, 10), ("2024-09-29", "2024-10-09", 4, 3))


def _checked(start: str, end: str, stated: int) -> Checked:
    first = STATUTORY.counts_first_of(PUBLICITY)
    days = date.fromisoformat(start), date.fromisoformat(end)
    return check(STATUTORY, *days, stated, counts_first=first)


@pytest.mark.parametrize(("start", "end", "stated"), AGREE)
def test_seven_notices_agree_with_the_convention_of_publicity(
    start: str, end: str, stated: int
) -> None:
    checked = _checked(start, end, stated)
    assert (checked.agrees, checked.with_first) == (True, stated)
    assert STATUTORY.count(date.fromisoformat(start), stated, PUBLICITY).isoformat() == end


@pytest.mark.parametrize(("start", "end", "with_first", "without"), DIFFER)
def test_two_notices_do_not_agree_and_both_counts_are_told(
    start: str, end: str, with_first: int, without: int
) -> None:
    checked = _checked(start, end, 10)
    assert not checked.agrees
    assert (checked.with_first, checked.without_first) == (with_first, without)


def test_one_notice_is_right_by_the_other_convention_and_that_is_said() -> None:
    zh, en = zip(*_checked("2025-08-14", "2025-08-28", 10).sentences, strict=True)
    assert en[0].endswith("holds 11 working days (the first day counted); 10 are stated.")
    assert en[1] == "One gets 10 in this way: the first day not counted."
    assert "到2025-08-27才满" in zh[2]


def test_the_other_notice_forgot_the_national_day_and_that_is_said() -> None:
    checked = _checked("2024-09-29", "2024-10-09", 10)
    assert "不分工作日、按自然日数、起始日不计入" in checked.sentences[1].zh
    assert "2024-10-16" in checked.sentences[2].en
    assert [day.day.day for day in checked.skipped] == [1, 2, 3, 4, 5, 6, 7]
    assert checked.skipped[0].name == ("国庆节", "National Day")
    assert [(day.day.isoformat(), day.name.zh) for day in checked.worked_weekends] == [
        ("2024-09-29", "调休上班")
    ]


def test_a_number_that_nobody_gets_is_said_to_be_such() -> None:
    assert _checked("2025-08-14", "2025-08-28", 200).sentences[1].en == (
        "No way of counting gives 200."
    )


@pytest.fixture
def nothing_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("nothing_set_up")
def test_the_command_explains_a_notice_and_prints_it_for_programs() -> None:
    asked = ["explain", "2025-08-14", "2025-08-28", "--stated", "10"]
    told = CliRunner().invoke(command, asked, env={"RECTIFY_LANG": "zh"})
    assert told.exit_code == 0
    assert "10个要这样数才对：起始日不计入。" in told.output
    told = CliRunner().invoke(command, [*asked, "--json"])
    said = json.loads(told.output)
    assert (said["agrees"], said["first_day_counted"], said["first_day_not_counted"]) == (
        False, 11, 10,
    )  # fmt: skip


def test_a_period_that_ends_before_it_begins_is_bad_usage() -> None:
    told = CliRunner().invoke(command, ["explain", "2025-08-28", "2025-08-14", "--stated", "1"])
    assert told.exit_code == 2
