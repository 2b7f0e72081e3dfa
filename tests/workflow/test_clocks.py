"""Whoever is waited for has a clock, and a level above that hears of it when it has run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.servers import Database
from tests.workflow.lateness import MONDAY, climbed, on, set_clock
from tests.workflow.stage import HOLDER, PHOTO, REASON, Stage
from tests.workflow.test_pauses import ask, item
from workflow import commands, recipients
from workflow.calendar import OwnDay
from workflow.db import connect
from workflow.definition import ListType
from workflow.effects import Notice
from workflow.escalation import breaker
from workflow.escalation.sweep import sweep
from workflow.invariants.plans import misplanned
from workflow.ladders.replanning import replan
from workflow.lists import LIST_TYPES
from workflow.loading import read
from workflow.own_days import desk
from workflow.rules import SYSTEM
from workflow.stepping import step_at
from workflow.vocabulary import ABOVE
from workflow.words import Words

LOGINS = {persona.id: login for login, persona in PERSONAS.items()}


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def fire(number: str, trigger: str, who: str, day: str, **fields: Any) -> None:
    commands.fire(
        number, trigger, actor(who), fields=fields, comment=REASON, evidence=(), now=on(day)
    )


def raised(severity: str = "general") -> str:
    fields = {"title": "灭火器过期", "unit": BRANCH, "severity": severity}
    return commands.raise_item("problems", actor("inspector"), fields=fields, now=MONDAY).number


def assigned(severity: str = "general", due: str = "2026-06-01") -> str:
    """Return a problem that was assigned on Tuesday and is due in summer."""
    number = raised(severity)
    fire(number, "assign", "coordinator", "2026-03-03", holder=HOLDER, due_on=due)
    return number


def told(owner: psycopg.Connection[Any], rung: str) -> set[str]:
    """Return who was told of the newest climbing of a rung."""
    rows = owner.execute(
        "SELECT person_id FROM inbox JOIN (SELECT item_id, seq FROM escalations WHERE rung = %s"
        " ORDER BY seq DESC LIMIT 1) newest USING (item_id, seq)",
        [rung],
    )
    return {LOGINS[person] for (person,) in rows}


def sweep_on(*days: str) -> None:
    for day in days:
        swept = sweep(on(day))
        assert not swept.aside
        with connect() as connection:
            assert misplanned(connection) == []


def due_on(number: str) -> date:
    due = item(number).due_at
    assert due
    return (due - timedelta(seconds=1)).date()


def test_what_nobody_assigns_is_told_to_the_coordinator_and_then_to_the_level_above(
    owner: psycopg.Connection[Any],
) -> None:
    number = raised()
    assert due_on(number) == date(2026, 3, 5)
    sweep_on("2026-03-04", "2026-03-05", "2026-03-06")
    assert climbed(owner, number) == ["remind_1", "overdue"]
    assert told(owner, "remind_1") == {"coordinator"}
    assert told(owner, "overdue") == {"coordinator", "director"}


def test_what_a_leader_does_not_assign_is_told_to_the_secretary_above_him(
    owner: psycopg.Connection[Any],
) -> None:
    raised("key")
    sweep_on("2026-03-04", "2026-03-06")
    assert told(owner, "overdue") == {"leader", "secretary"}


def test_a_receipt_is_missed_while_the_due_date_is_far(owner: psycopg.Connection[Any]) -> None:
    number = assigned()
    assert item(number).data["step"]["on"] == "2026-03-05"
    sweep_on("2026-03-04", "2026-03-05", "2026-03-06", "2026-03-09")
    assert climbed(owner, number) == ["receipt_remind_1", "receipt_overdue"]
    assert told(owner, "receipt_overdue") == {"branch-head", "director"}
    fire(number, "sign_for", "branch-head", "2026-03-09")
    assert item(number).data["step"]["key"] == "plan"
    assert item(number).data["step"]["on"] == "2026-03-23"
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
    assert item(number).data["step"]["key"] == "plan_again"
    assert item(number).data["step"]["on"] == "2026-04-02"
    fire(number, "submit_plan", "branch-head", "2026-03-27", cause="x", plan="z")
    fire(number, "approve_plan", "committee", "2026-03-27")
    assert "step" not in item(number).data


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
    assert item(number).data["step"]["on"] == "2026-03-20"
    sweep_on("2026-03-19", "2026-03-23")
    assert climbed(owner, number) == ["plan_remind_1", "plan_overdue"]


def verified(day: str) -> str:
    """Return a major problem that was verified on this day, and is to be published."""
    number = Stage(start=on("2026-03-03")).one("problems", "raised", severity="major")
    fire(number, "assign", "director", "2026-03-03", holder=HOLDER, due_on="2026-06-01")
    fire(number, "sign_for", "branch-head", "2026-03-03")
    fire(number, "submit_plan", "branch-head", "2026-03-03", cause="x", plan="y")
    fire(number, "approve_plan", "committee", "2026-03-03")
    commands.fire(
        number, "rectify", actor("branch-head"), fields={"statement": "done", "pledge": True},
        evidence=(PHOTO,), now=on("2026-03-04"),
    )  # fmt: skip
    fire(number, "record_check", "verifier", day)
    fire(number, "verify", "verifier-2", day, looks="solved")
    return number


def test_publicity_objection_and_decision_follow_each_other_each_with_its_own_days(
    owner: psycopg.Connection[Any],
) -> None:
    number = verified("2026-03-05")
    assert due_on(number) == date(2026, 3, 10)  # three days to put it up
    sweep_on("2026-03-09", "2026-03-11")
    assert told(owner, "overdue") == {"coordinator", "director"}
    fire(number, "publish", "coordinator", "2026-03-11")  # until the 17th
    assert due_on(number) == date(2026, 3, 23)
    fire(number, "object", "branch-member", "2026-03-12")
    assert due_on(number) == date(2026, 3, 26)
    sweep_on("2026-03-25", "2026-03-27")
    assert told(owner, "overdue") == {"director", "leader"}
    fire(number, "answer_objection", "director", "2026-03-27")
    assert due_on(number) == date(2026, 4, 1)  # three days to decide
    sweep_on("2026-03-31", "2026-04-02")
    assert told(owner, "overdue") == {"leader", "secretary"}


@pytest.mark.usefixtures("owner")
def test_an_objection_that_is_answered_early_takes_no_day_from_the_publicity() -> None:
    number = verified("2026-03-05")
    fire(number, "publish", "coordinator", "2026-03-11")
    fire(number, "object", "branch-member", "2026-03-12")
    fire(number, "answer_objection", "director", "2026-03-12")
    assert due_on(number) == date(2026, 3, 20)  # three days after the 17th


@pytest.mark.usefixtures("owner")
def test_what_a_ledger_brought_in_is_assigned_within_weeks() -> None:
    new = commands.NewItem(
        "problems", {"title": "x", "unit": BRANCH, "severity": "minor"}, source_key="row 1"
    )
    task = commands.NewItem("tasks", new.fields, under=0)
    done = commands.raise_items([new, task], SYSTEM, MONDAY)
    assert {due_on(made.number) for made in done} == {date(2026, 3, 30)}


def test_the_rungs_of_a_step_follow_a_calendar_that_was_changed(
    owner: psycopg.Connection[Any],
) -> None:
    number = assigned()
    sweep_on("2026-03-04")
    set_clock(owner, "2026-03-04 12:00+08")
    free = OwnDay(date(2026, 3, 6), working=False, name=Words("局庆", "Founding day"), note="x")
    desk.set_days(actor("system-admin"), [free])
    assert replan(timedelta(0)) == 1
    assert step_at(item(number)) == on("2026-03-09", 9)
    with connect() as connection:
        assert misplanned(connection) == []


def test_many_receipts_that_are_missed_at_once_trip_the_breaker(
    owner: psycopg.Connection[Any],
) -> None:
    for _ in range(breaker.LEAST + 1):
        assigned()
    with connect() as connection:
        assert breaker.alarm(connection, on("2026-03-05")) is None
        assert breaker.alarm(connection, on("2026-03-06")) is not None


def test_the_level_above_is_the_nearest_with_somebody_in_post(
    owner: psycopg.Connection[Any],
) -> None:
    number = raised()
    with connect() as connection:
        facts = read(connection, [number])[number]
    notice = Notice(("superior",))
    seen = []
    for gone in ({"nobody"}, {"party_work_director"}, {"party_work_director", "leader_in_charge"}):
        standing = tuple(s for s in facts.standing if s.role not in gone)
        around = replace(facts, standing=standing)
        people = recipients.told(around, facts.item, notice, (notice,), SYSTEM)
        seen.append({LOGINS[person] for person in people})
    assert seen == [{"director"}, {"leader"}, {"secretary"}]


def test_nobody_is_above_everybody_so_the_chain_comes_to_an_end() -> None:
    for role in ABOVE:
        passed = []
        while role in ABOVE and role not in passed:
            passed.append(role)
            role = ABOVE[role]
        assert "party_group_secretary" in passed


@pytest.mark.parametrize("list_type", LIST_TYPES.values(), ids=LIST_TYPES)
def test_no_state_waits_without_a_ladder_that_somebody_else_hears_of(list_type: ListType) -> None:
    for state in list_type.states:
        if state.final or (list_type.key, state.key) == ("pauses", "running"):  # it ends by itself
            continue
        assert state.ladder, state.key
        alarms = [rung for rung in state.ladder if not rung.is_message]
        assert any(len(rung.tells) > 1 for rung in alarms), state.key
