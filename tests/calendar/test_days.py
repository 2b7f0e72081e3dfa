"""Working days by their laws, over every year a date can be typed in."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.calendar import (
    BINDING,
    PUBLICITY,
    STATUTORY,
    Calendar,
    OwnDay,
    end_of,
    last_day,
    work_begins,
)
from workflow.calendar.public_holidays import year_of
from workflow.words import Words

NEAR = st.dates(date(2019, 1, 1), date(2032, 12, 31))
FAR = st.dates(date(1945, 1, 1), date(1955, 1, 1)) | st.dates(date(2095, 1, 1), date(2105, 1, 1))
DAYS = NEAR | FAR
STEPS = st.integers(-400, 400)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati",
         "Pacific/Pago_Pago", "Africa/Cairo", "Australia/Lord_Howe")  # fmt: skip


def _own(days: dict[date, bool]) -> Calendar:
    own = {day: OwnDay(day, works, Words("自定", "own")) for day, works in days.items()}
    return Calendar(own=own)


CALENDARS = st.builds(
    lambda country, days: Calendar(country, _own(days).own),
    st.sampled_from(["CN", "US", "DE", "SA", "HU"]),
    st.dictionaries(NEAR, st.booleans(), max_size=30),
)


@given(CALENDARS, NEAR, STEPS)
def test_adding_days_is_what_walking_day_by_day_gives(
    calendar: Calendar, start: date, steps: int
) -> None:
    day, left, step = start, abs(steps), timedelta(days=1 if steps > 0 else -1)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    assert calendar.add_working_days(start, steps) == day


@given(CALENDARS, DAYS, st.integers(1, 400))
def test_between_undoes_adding(calendar: Calendar, start: date, steps: int) -> None:
    end = calendar.add_working_days(start, steps)
    assert calendar.working_days_between(start, end) == steps
    assert calendar.working_days_between(end, start) == -steps
    assert calendar.is_working_day(end)


@given(CALENDARS, DAYS, st.integers(1, 400))
def test_from_a_working_day_back_is_the_way_there(
    calendar: Calendar, start: date, steps: int
) -> None:
    worked = calendar.add_working_days(start, 1)
    assert calendar.add_working_days(calendar.add_working_days(worked, steps), -steps) == worked


@given(CALENDARS, NEAR, NEAR, STEPS)
def test_a_later_start_never_ends_sooner(
    calendar: Calendar, one: date, other: date, steps: int
) -> None:
    sooner, later = sorted((one, other))
    ends = [calendar.add_working_days(start, steps) for start in (sooner, later)]
    assert ends == sorted(ends)


@given(CALENDARS, NEAR, NEAR, NEAR)
def test_what_lies_between_adds_up(calendar: Calendar, a: date, b: date, c: date) -> None:
    between = calendar.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(CALENDARS, NEAR, st.integers(0, 300))
def test_the_days_skipped_and_those_worked_are_all_there_are(
    calendar: Calendar, start: date, length: int
) -> None:
    end = start + timedelta(days=length)
    worked = calendar.working_days_between(start - timedelta(days=1), end)
    assert worked + len(calendar.skipped(start, end)) == length + 1


@given(NEAR, st.integers(1, 60))
def test_a_convention_says_whether_the_first_day_counts(start: date, days: int) -> None:
    worked = STATUTORY.add_working_days(start, 1)
    with_it = STATUTORY.count(worked, days, PUBLICITY)
    assert STATUTORY.count(worked, days + 1, PUBLICITY) == STATUTORY.count(worked, days, BINDING)
    changed = Calendar(counts_first={"publicity": False, "binding": True})
    assert changed.count(worked, days, BINDING) == with_it


def test_a_day_of_ones_own_wins_over_the_country() -> None:
    national, sunday = date(2026, 10, 1), date(2026, 11, 22)
    calendar = _own({national: True, sunday: True, date(2026, 11, 24): False})
    assert calendar.is_working_day(national)
    assert calendar.is_working_day(sunday)
    assert calendar.add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert [calendar.day(day).kind for day in (national, date(2026, 11, 24))] == [
        "own_working", "own_free",
    ]  # fmt: skip
    assert STATUTORY.day(national).name == ("国庆节", "National Day")


@pytest.mark.parametrize(
    ("country", "year", "provisional"),
    [
        ("CN", 2026, False), ("CN", 2027, True), ("CN", 2150, True), ("CN", 1900, True),
        ("US", 2026, False), ("US", 2031, False), ("US", 2150, True),
        ("MY", 2025, False), ("MY", 2030, True), ("HU", 2030, True),
    ],
)  # fmt: skip
def test_a_year_is_provisional_until_its_schedule_is_known(
    country: str, year: int, provisional: bool
) -> None:
    assert Calendar(country).is_provisional(year) is provisional


def test_a_year_that_was_completed_by_hand_is_not_provisional() -> None:
    assert not Calendar(settled=frozenset({2027})).is_provisional(2027)


def test_weekends_are_those_of_the_country() -> None:
    friday = date(2026, 11, 20)
    assert (STATUTORY.is_working_day(friday), Calendar("SA").is_working_day(friday)) == (
        True,
        False,
    )


@given(DAYS, st.sampled_from(ZONES))
def test_a_due_day_is_read_back_from_its_end_in_every_zone(day: date, name: str) -> None:
    zone = ZoneInfo(name)
    assert last_day(end_of(day, zone), zone) == day
    assert work_begins(day, zone) < end_of(day, zone)


def test_a_day_of_23_and_one_of_25_hours_end_when_the_clock_there_says_so() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        begins = datetime.combine(day, datetime.min.time(), berlin)
        length = end_of(day, berlin).timestamp() - begins.timestamp()
        assert length == hours * 3600


def test_a_leap_day_is_a_working_day_like_another() -> None:
    assert STATUTORY.add_working_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert STATUTORY.add_working_days(date(2028, 2, 29), 1) == date(2028, 3, 1)


@pytest.mark.parametrize("country", ["CN", "HU", "RU", "VN"])
def test_no_name_of_a_day_has_a_date_whose_month_one_has_to_guess(country: str) -> None:
    names = [name for year in (2024, 2026) for name in year_of(country, year).named.values()]
    assert any(re.search(r"from 202[46]-[01]\d-[0-3]\d", name.en) for name in names)
    assert not any(re.search(r"\d/\d", language) for name in names for language in name)


def test_a_name_keeps_the_date_that_it_tells_of() -> None:
    assert Calendar().day(date(2026, 10, 7)).name.en == "Day off (substituted from 2026-10-10)"


def test_two_holidays_of_a_day_stand_side_by_side_as_chinese_is_written() -> None:
    named = [words for year in range(2020, 2051) for words in year_of("CN", year).named.values()]
    assert not [words.zh for words in named if re.search("[;,] ", words.zh)]
    assert any("、" in words.zh for words in named)
