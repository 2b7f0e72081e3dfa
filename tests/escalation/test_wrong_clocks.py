"""Clocks that are set forward and back, zones with summer time, leap days: nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from tests.cast import Persona
from tests.escalation.late_items import assigned, climbed, on, set_clock
from tests.servers import Database
from workflow.declaration import NOTHING_SET
from workflow.delivery.mail_hours import is_time_for_digest
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.sweep import sweep
from workflow.platform import settings
from workflow.snapshots import policies

BERLIN = ZoneInfo("Europe/Berlin")
NOW = timedelta(0)


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def germany(owner: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the organisation be in Berlin: another zone, another calendar, a summer time."""
    monkeypatch.setenv("RECTIFY_TIMEZONE", BERLIN.key)
    monkeypatch.setenv("RECTIFY_COUNTRY", "DE")
    # A process never changes its country, and every test's settings have the same version.
    monkeypatch.setattr(policies.snapshot, "cached", NOTHING_SET)
    settings.cache_clear()
    yield
    settings.cache_clear()


def berlin(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BERLIN)


@pytest.mark.usefixtures("germany")
@pytest.mark.parametrize(
    ("due", "day", "utc"),
    [("2026-03-27", "2026-03-30", 7), ("2026-10-23", "2026-10-26", 8)],
    ids=["into summer", "into winter"],
)
def test_a_rung_comes_at_nine_by_the_clock_there_once_the_clock_was_changed(
    owner: psycopg.Connection[Any], due: str, day: str, utc: int
) -> None:
    assigned(due=due)
    sweep(berlin(due, "10:00"))  # the reminders are past
    assert sweep(berlin(day, "08:59")).fired == []
    assert len(sweep(berlin(day, "09:00")).fired) == 1
    assert climbed(owner) == ["overdue"]
    [(at,)] = owner.execute("SELECT planned_at AT TIME ZONE 'UTC' FROM escalations")
    assert at.isoformat() == f"{day}T{utc:02}:00:00"


@pytest.mark.usefixtures("germany")
def test_a_holiday_of_that_country_puts_a_rung_off_and_one_of_china_does_not(
    owner: psycopg.Connection[Any],
) -> None:
    easter, autumn = *assigned(due="2026-04-02"), *assigned(due="2026-10-02")
    sweep(berlin("2026-04-06", "10:00"))  # Easter Monday
    assert climbed(owner, easter) == []
    sweep(berlin("2026-04-07", "09:00"))
    assert climbed(owner, easter) == ["overdue"]
    sweep(berlin("2026-10-02", "10:00"))
    assert climbed(owner, autumn) == []
    sweep(berlin("2026-10-05", "09:00"))  # the holidays of October go on in China
    assert climbed(owner, autumn) == ["overdue"]


@pytest.mark.usefixtures("germany", "owner")
def test_the_digest_comes_by_the_clock_there_on_either_side_of_the_change() -> None:
    calendar = policies.calendar()
    for day in ("2026-03-27", "2026-03-30", "2026-10-23", "2026-10-26"):
        assert not is_time_for_digest(calendar, berlin(day, "09:29"))
        assert is_time_for_digest(calendar, berlin(day, "09:30"))


def test_a_leap_day_is_a_due_date_like_another(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned(due="2028-02-29", now=on("2028-02-01"))
    sweep(on("2028-02-28", 9))
    assert climbed(owner, number) == ["remind_1"]
    assert sweep(on("2028-02-29", 23)).fired == []
    assert len(sweep(on("2028-03-01", 9)).fired) == 1
    assert climbed(owner, number) == ["remind_1", "overdue"]


def test_a_clock_that_is_set_back_climbs_nothing_twice_and_nothing_too_soon(
    owner: psycopg.Connection[Any],
) -> None:
    assigned()
    sweep(on("2026-03-19"))
    sweep(on("2026-03-23"))
    for day in ("2026-03-02", "2026-03-13", "2026-03-19", "2026-03-23", "2026-03-24"):
        assert sweep(on(day)).fired == [], day
    sweep(on("2026-03-25"))
    assert climbed(owner) == ["remind_1", "overdue", "supervise"]


def test_a_clock_that_ran_a_year_ahead_costs_one_rung_and_is_made_good_once_it_is_right(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(3)
    set_clock(owner, "2026-03-02 11:00+08")
    replan(NOW)
    set_clock(owner, "2027-03-02 11:00+08")
    for _ in range(3):
        sweep()
    assert climbed(owner) == ["overdue"]  # of all that seemed to be due, one a day
    replan(NOW)
    set_clock(owner, "2026-03-03 11:00+08")
    assert replan(NOW) == 3
    assert sweep().fired == []
    set_clock(owner, "2026-03-25 10:00+08")
    sweep()
    assert climbed(owner) == ["overdue", "supervise"]
