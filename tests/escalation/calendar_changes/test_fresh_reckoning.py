"""After a calendar was applied, every open due date is what a fresh reckoning gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import START, Stage, Step
from tests.escalation.calendar_changes.open_items import (
    ADMIN,
    OFF,
    USUAL,
    Owner,
    apply,
    by_rule,
    due,
    items,
)
from tests.escalation.late_items import set_clock
from tests.servers import Database
from workflow.audit.verifying import verify
from workflow.calendar import CONVENTIONS, Calendar, OwnDay
from workflow.escalation.calendar_changes import commands
from workflow.platform import db
from workflow.profession.limits import LIMITS
from workflow.profession.lists import LIST_TYPES


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[Owner]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-04 11:00+08")
        yield connection


def _everything() -> None:
    """Make items of every list in every state, some by rule, paused, extended."""
    stage = Stage()
    for list_type in LIST_TYPES.values():
        for state in list_type.states:
            stage.one(list_type.key, state.key)
    first, second, _ = by_rule(3)
    [pause] = stage.many("pauses", "running", 1, parents=[first])
    stage.bulk([pause], Step("leader", "resume", day=3))
    stage.many("extensions", "approved", 1, parents=[second], asked_for=str(USUAL + timedelta(20)))


def _another_calendar(chance: Random) -> None:
    # Not a set of days, whose order differs from process to process.
    days = [START.date() + timedelta(days=n) for n in chance.sample(range(-10, 200), 40)]
    commands.set_days(actor(ADMIN), [OwnDay(day, chance.random() < 0.4, OFF) for day in days])
    for key in CONVENTIONS:
        commands.set_convention(actor(ADMIN), key, counts_first=chance.random() < 0.5)


def _walked(calendar: Calendar, start: date, days: int) -> date:
    while days:
        start += timedelta(days=1)
        days -= calendar.is_working_day(start)
    return start


def _fresh(calendar: Calendar, basis: dict[str, Any]) -> date | None:
    """Reckon a date day by day from what was asked for; nothing where people have set it."""
    shifts = basis.get("shifts", [])
    if "rule" not in basis or any(shift["by"] == "extension" for shift in shifts):
        return None
    day = date.fromisoformat(basis["from"])
    day -= timedelta(days=calendar.counts_first_of(LIMITS[basis["rule"]].convention))
    counted = basis["unit"] == "working"
    day = _walked(calendar, day, basis["days"]) if counted else day + timedelta(basis["days"])
    day = max(day, date.fromisoformat(basis.get("not_before", "0001-01-01")))
    for shift in shifts:
        if shift["by"] == "pause":
            began, over = (date.fromisoformat(shift[key]) for key in ("from", "to"))
            stood = sum(calendar.is_working_day(began + timedelta(days=n + 1))
                        for n in range((over - began).days))  # fmt: skip
            day = _walked(calendar, day, stood)
    return day


def _dates(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return every date of an item that a calendar may move: its own, a pause's, its step's."""
    step, suspended = (row["process"].get(key) or {} for key in ("step", "suspended"))
    return row["due_at"], suspended.get("due"), step.get("on")


@pytest.mark.parametrize("seed", range(6))
def test_afterwards_every_open_date_is_what_a_fresh_reckoning_gives_and_nothing_else_moved(
    owner: Owner, seed: int
) -> None:
    chance = Random(seed)
    _everything()
    for _ in range(2):
        before = {row["id"]: row for row in items(owner)}
        _another_calendar(chance)
        calendar = commands.in_force_now()
        moved = apply()
        ruled = steps = changed = 0
        for row in items(owner):
            old, fresh = before[row["id"]], _fresh(calendar, row["due_basis"] or {})
            step = row["process"].get("step")
            changed += sum(was != now for was, now in zip(_dates(old), _dates(row), strict=True))
            if row["awaits"] and step:
                steps += 1
                assert step["on"] == str(_fresh(calendar, step["basis"]))
                assert step["rung"] >= old["process"]["step"]["rung"]
            if row["awaits"] == "" or row["due_at"] is None or fresh is None:
                unlike = {key for key in row if row[key] != old[key]}
                assert not unlike or (step and "due_at" not in unlike)
                continue
            ruled += 1
            assert due(owner, row["number"]) == str(fresh)
            assert row["rung"] >= old["rung"]
            assert row["due_version"] - old["due_version"] == (row["due_at"] != old["due_at"])
        assert moved == changed > 0
        assert steps > 1
        assert ruled > 20
        assert apply() == 0
        with db.connect() as connection:
            assert verify(connection) == []
