"""The other days are what their names say, and everything is told the same time."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests import clock
from tests.other_days.__main__ import environment, library
from tests.other_days.days import days, drawn
from tests.servers import Database
from workflow.calendar import STATUTORY

TODAY = date(2026, 11, 30)
DAYS = {name: datetime.fromisoformat(day.at) for name, day in days(TODAY).items()}
TELL = "import datetime, time; time.sleep(0.01); print(datetime.datetime.now(datetime.UTC))"

COME_AND_GO = """
import ctypes, os
places, between = set(), []
for turn in range(3):
    for name in (f"X_{n}" for n in range(50)):
        os.environ[name] = "x"
        between.append(bytearray(900))
        places.add(ctypes.c_void_p.in_dll(ctypes.CDLL(None), "environ").value)
    for name in (f"X_{n}" for n in range(50)):
        del os.environ[name]
print(len(places))
"""


def test_a_day_is_what_its_name_says() -> None:
    eve, middle, make_up = (DAYS[name].date() for name in (
        "eve-of-the-spring-festival", "middle-of-the-spring-festival", "make-up-saturday",
    ))  # fmt: skip
    assert not STATUTORY.is_working_day(eve + timedelta(days=1))
    assert not any(STATUTORY.is_working_day(middle + timedelta(days=n)) for n in (-1, 0, 1))
    assert make_up.weekday() == 5
    assert STATUTORY.is_working_day(make_up)
    assert DAYS["sunday"].weekday() == 6
    assert (DAYS["leap-day"].month, DAYS["leap-day"].day) == (2, 29)
    for name in ("last-hour-of-a-month", "last-half-hour-of-a-year"):
        assert (DAYS[name] + timedelta(hours=1)).month != DAYS[name].month
    assert DAYS["two-years-on"].date() - TODAY > timedelta(days=2 * 365)


def test_each_day_has_its_turn_and_a_date_always_draws_the_same() -> None:
    turns = [drawn(TODAY + timedelta(days=n)).name for n in range(len(DAYS))]
    assert set(turns) == set(DAYS)
    assert drawn(TODAY).name == turns[0]


@pytest.mark.parametrize("name", DAYS)
def test_a_process_is_told_the_time_of_the_day_and_may_sleep(name: str) -> None:
    if (path := library()) is None:
        pytest.skip("no libfaketime on this machine")
    env = environment(days(TODAY)[name], path)
    told = subprocess.run([sys.executable, "-c", TELL], env=env, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    late = datetime.fromisoformat(told.stdout.strip()) - DAYS[name]
    assert timedelta(seconds=-2) < late < timedelta(minutes=10)


@pytest.mark.skipif(library() is None, reason="no libfaketime on this machine")
def test_the_environment_stays_where_it_is_while_variables_come_and_go() -> None:
    env = environment(days(TODAY)["sunday"], library() or Path())
    told = subprocess.run([sys.executable, "-c", COME_AND_GO], env=env, capture_output=True)
    assert told.stdout.split() == [b"1"], told.stderr


def test_the_database_has_the_clock_of_the_tests(database: Database) -> None:
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT now()").fetchone()
    assert row
    assert abs(row[0] - clock.now()) < timedelta(minutes=10)
