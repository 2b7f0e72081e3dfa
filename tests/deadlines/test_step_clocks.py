"""Steps that are waited for beside the due date have clocks and ladders of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, Persona, actor
from tests.deadlines.waiting_items import assigned, due_on, fire, sweep_on, told
from tests.engine.stage import Stage
from tests.escalation.late_items import climbed, on, set_clock
from tests.profession.test_pauses import ask, item
from tests.servers import Database
from workflow.audit.invariants.plans import misplanned
from workflow.calendar import OwnDay
from workflow.deadlines.step_clock import read
from workflow.engine import commands
from workflow.escalation import breaker
from workflow.escalation.calendar_changes import commands as calendar_change_commands
from workflow.escalation.ladders.replan_job import replan
from workflow.platform import connect
from workflow.words import Words


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_a_receipt_is_missed_while_the_due_date_is_far(owner: psycopg.Connection[Any]) -> None:
    number = assigned()
    assert item(number).process["step"]["on"] == "2026-03-05"
    sweep_on("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09")
    assert climbed(owner, number) == ["receipt_remind_1", "receipt_overdue"]
    assert told(owner, "receipt_overdue") == {"branch-head", "director"}
    fire(number, "sign_for", "branch-head", "2026-03-09")
    assert item(number).process["step"]["key"] == "plan"
    assert item(number).process["step"]["on"] == "2026-03-23"
    # The ladder of the due date itself has never moved.
    assert (item(number).rung, due_on(number)) == (0, date(2026, 6, 1))


def test_a_plan_and_its_approval_each_have_their_time_and_their_level_above(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned()
    fire(number, "sign_for", "branch-head", "2026-03-03")
    sweep_on("2026-03-16", "2026-03-18")
    assert told(owner, "plan_overdue") == {"branch-head", "director"}
    fire(number, "submit_plan", "branch-head", "2026-03-18", cause="x", plan="y")
    sweep_on("2026-03-24", "2026-03-26")
    assert told(owner, "plan_approval_overdue") == {"committee", "leader"}
    fire(number, "return_plan", "committee", "2026-03-26")
    assert item(number).process["step"]["key"] == "plan_again"
    assert item(number).process["step"]["on"] == "2026-04-02"
    fire(number, "submit_plan", "branch-head", "2026-03-27", cause="x", plan="z")
    Stage(start=on("2026-03-27")).complete(number)
    fire(number, "approve_plan", "committee", "2026-03-27")
    assert "step" not in item(number).process


def test_a_step_that_comes_again_has_its_rungs_again_though_the_due_date_is_the_same(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned()
    sweep_on("2026-03-06")
    fire(number, "sign_for", "branch-head", "2026-03-06")
    version = item(number).due_version
    fire(number, "hand_over", "coordinator", "2026-03-09", holder=PERSONAS["branch-member"].id)
    sweep_on("2026-03-10", "2026-03-12")
    assert climbed(owner, number).count("receipt_overdue") == 2
    assert item(number).due_version == version
    assert told(owner, "receipt_overdue") == {"branch-member", "director"}


def test_two_ladders_run_beside_each_other_and_neither_disturbs_the_other(
    owner: psycopg.Connection[Any],
) -> None:
    alone, both = assigned("minor", "2026-03-20"), assigned(due="2026-03-20")
    days = ["2026-03-06", "2026-03-13", "2026-03-19", "2026-03-23", "2026-03-25", "2026-04-09"]
    sweep_on("2026-03-04", *days)
    own = [rung for rung in climbed(owner, both) if not rung.startswith("receipt")]
    assert own == climbed(owner, alone)
    assert own[-2:] == ["supervise", "interview"]
    planned = "SELECT x.rung, planned_at FROM escalations x JOIN items i ON i.id = x.item_id"
    rows = {n: owner.execute(f"{planned} WHERE number = %s AND x.rung !~ 'receipt' ORDER BY seq",
                             [n]).fetchall() for n in (alone, both)}  # fmt: skip
    assert rows[alone] == rows[both]


def test_whoever_comes_late_climbs_both_ladders_in_the_order_of_time(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned(due="2026-03-20")
    sweep_on("2026-03-26", "2026-03-27", "2026-03-30")
    assert climbed(owner, number) == ["receipt_overdue", "overdue", "supervise"]


def test_an_extension_that_is_asked_for_holds_the_due_date_and_not_the_step(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned(due="2026-04-15")
    fields = {"title": "x", "asked_for": "2026-04-22", "progress": "half"}
    commands.raise_item(
        "extensions", actor("branch-head"), parent=number, fields=fields, now=on("2026-03-04")
    )
    sweep_on("2026-03-06")
    assert climbed(owner, number) == ["receipt_overdue"]
    assert item(number).rung_at is None


def test_a_pause_stops_the_clock_of_the_step_too(owner: psycopg.Connection[Any]) -> None:
    number = assigned()
    fire(number, "sign_for", "branch-head", "2026-03-03")  # the plan is due on the 17th
    pause = ask(number, "2026-03-19", on("2026-03-10"))
    fire(pause, "approve", "leader", "2026-03-10")
    assert item(number).rung_at is None
    sweep_on("2026-03-18")
    assert climbed(owner, number) == []
    fire(pause, "resume", "leader", "2026-03-13")  # three working days later
    assert item(number).process["step"]["on"] == "2026-03-20"
    sweep_on("2026-03-19", "2026-03-23")
    assert climbed(owner, number) == ["plan_remind_1", "plan_overdue"]


def test_the_rungs_of_a_step_follow_a_calendar_that_was_changed(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned()
    sweep_on("2026-03-04")
    set_clock(owner, "2026-03-04 12:00+08")
    free = OwnDay(date(2026, 3, 6), working=False, name=Words("局庆", "Founding day"), note="x")
    calendar_change_commands.set_days(actor("system-admin"), [free])
    assert replan(timedelta(0)) == 1
    assert read(item(number).process["step"]["at"]) == on("2026-03-09", 9)
    with connect() as connection:
        assert misplanned(connection) == []


def test_many_receipts_that_are_missed_at_once_trip_the_breaker(
    owner: psycopg.Connection[Any],
) -> None:
    for _ in range(breaker.LEAST + 1):
        assigned()
    with connect() as connection:
        assert breaker.tripped(connection, on("2026-03-05")) is None
        assert breaker.tripped(connection, on("2026-03-06")) is not None
