"""Whoever is waited for has a clock, and a level above that hears of it when it has run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, Persona
from tests.deadlines.waiting_items import (
    LOGINS,
    due_on,
    fire,
    raised,
    rectified,
    sweep_on,
    told,
    verified,
)
from tests.engine.stage import Stage
from tests.escalation.late_items import MONDAY, climbed
from tests.profession.test_pauses import item
from tests.servers import Database
from workflow.declaration import SYSTEM, ListType, Notice
from workflow.engine import commands, recipients
from workflow.engine.loading import read
from workflow.errors import NotPossible
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES
from workflow.profession.roles import ABOVE


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


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


def test_a_major_matter_is_reviewed_first_and_each_of_both_looks_has_its_days(
    owner: psycopg.Connection[Any],
) -> None:
    number = rectified()
    assert (item(number).awaits, due_on(number)) == ("party_work_clerk", date(2026, 3, 11))
    with pytest.raises(NotPossible, match="preliminary review"):
        fire(number, "record_check", "verifier", "2026-03-05")
    sweep_on("2026-03-10", "2026-03-12")
    assert told(owner, "overdue") == {"coordinator", "director"}
    fire(number, "pass_review", "coordinator", "2026-03-12")
    assert (item(number).awaits, due_on(number)) == ("verifier", date(2026, 3, 26))
    sweep_on("2026-03-25", "2026-03-27")
    assert told(owner, "overdue") == {"verifier", "verifier-2", "director"}
    with pytest.raises(NotPossible, match="passed already"):
        fire(number, "pass_review", "director", "2026-03-27")


@pytest.mark.usefixtures("owner")
def test_what_was_returned_is_reviewed_anew_and_a_minor_matter_never_is() -> None:
    number = rectified()
    fire(number, "pass_review", "coordinator", "2026-03-05")
    fire(number, "return", "verifier", "2026-03-05")
    assert "preliminary" not in item(number).process
    minor = Stage().one("problems", "rectified")
    assert item(minor).awaits == "verifier"
    with pytest.raises(NotPossible, match="no preliminary review"):
        fire(minor, "pass_review", "coordinator", "2026-03-05")


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
        list_key="problems",
        fields={"title": "x", "unit": BRANCH, "severity": "minor"},
        source_key="row 1",
    )
    task = commands.NewItem(list_key="tasks", fields=new.fields, under=0)
    done = commands.raise_items([new, task], SYSTEM, MONDAY)
    assert {due_on(made.number) for made in done} == {date(2026, 3, 30)}


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
