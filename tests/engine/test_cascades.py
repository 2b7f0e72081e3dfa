"""What hangs on a problem moves with it: to the right people, named before, and noted after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests import clock
from tests.cast import BRANCH, LOOKS, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, START, Stage
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.engine.commands import Done
from workflow.errors import NotPermitted

pytestmark = pytest.mark.usefixtures("cast")
LEVELS = {"first": "secretary", "direct": "committee", "specific": "branch-head"}
ASSIGN = {"holder": PERSONAS["branch-head"].id, "due_on": "2026-04-30"}
DONE = {"statement": "done", "pledge": True}


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection


def matter(severity: str = "minor", **unit: int) -> tuple[str, str, dict[str, str]]:
    """Return the numbers of a raised problem, its task, and a responsibility of each level."""
    problem = Stage().one("problems", "raised", severity=severity)
    [task] = Stage().many("tasks", "raised", 1, [problem], severity=severity, **unit)
    answering = {
        level: Stage().many("responsibilities", "raised", 1, [problem], severity=severity,
                            level=level)[0]
        for level in LEVELS
    }  # fmt: skip
    return problem, task, answering


def row(owner: psycopg.Connection[Any], number: str) -> dict[str, Any]:
    [found] = owner.execute("SELECT * FROM items WHERE number = %s", [number]).fetchall()
    return found


def fire(number: str, trigger: str, who: str, **fields: Any) -> Done:
    pieces = (PHOTO,) if trigger == "rectify" else ()
    return commands.fire(
        number, trigger, actor(who), fields=fields, comment=REASON, evidence=pieces, now=START
    )


def test_each_responsibility_goes_to_whom_its_level_names(owner: psycopg.Connection[Any]) -> None:
    problem, task, answering = matter()
    fire(problem, "assign", "coordinator", **ASSIGN)
    held = {level: row(owner, number)["holder_id"] for level, number in answering.items()}
    assert held == {level: PERSONAS[login].id for level, login in LEVELS.items()}
    assert row(owner, task)["holder_id"] == PERSONAS["branch-head"].id


def test_whom_the_ledger_names_goes_before_the_level(owner: psycopg.Connection[Any]) -> None:
    problem = Stage().one("problems", "raised")
    named = {"level": "specific", "text": "孙丽", "person": PERSONAS["branch-member"].id}
    new = commands.NewItem(
        list_key="responsibilities",
        fields={"title": "x", "unit": BRANCH, "severity": "minor", "level": "specific"},
        parent=problem,
        process={"people": [named]},
    )
    [made] = commands.raise_items([new], actor("director"), START)
    fire(problem, "assign", "coordinator", **ASSIGN)
    assert row(owner, made.number)["holder_id"] == PERSONAS["branch-member"].id


def test_alone_its_form_suggests_the_same_person() -> None:
    _, _, answering = matter()
    shown = queries.move_form(answering["first"], "assign", actor("coordinator"))
    assert shown.suggested["holder"] == str(PERSONAS["secretary"].id)


@pytest.mark.parametrize(("severity", "who"), [("major", "director"), ("key", "leader")])
def test_whoever_assigns_a_matter_assigns_what_hangs_on_it(
    owner: psycopg.Connection[Any], severity: str, who: str
) -> None:
    problem, task, answering = matter(severity)
    foreseen = queries.move_form(problem, "assign", actor(who)).along
    assert {child.number: child.stays for child in foreseen} == dict.fromkeys(
        [task, *answering.values()]
    )
    done = fire(problem, "assign", who, **ASSIGN)
    assert {child.number: (child.state, child.stays) for child in done.along} == dict.fromkeys(
        [task, *answering.values()], ("assigned", None)
    )


def test_a_task_in_a_unit_of_its_own_goes_to_the_head_there(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task, _ = matter(unit=OTHER_BRANCH)
    assert fire(problem, "assign", "coordinator", **ASSIGN).state == "assigned"
    assert row(owner, task)["holder_id"] == PERSONAS["outsider"].id


def test_what_stays_behind_is_told_before_and_after(owner: psycopg.Connection[Any]) -> None:
    problem, task, answering = matter()
    owner.execute("UPDATE accounts SET active = false WHERE person_id = 15")  # the secretary
    done = fire(problem, "assign", "coordinator", **ASSIGN)
    [left] = [child for child in done.along if child.stays]
    assert left.number == answering["first"]
    assert left.stays
    assert "no account to sign in with" in left.stays.en
    [event] = [e for e in queries.item(problem, actor("coordinator")).events
               if e.trigger == "assign"]  # fmt: skip
    assert event.changes["note"]["along"] == [task, answering["direct"], answering["specific"]]
    assert event.changes["note"]["stayed"] == {left.number: list(left.stays)}
    [own] = [e for e in queries.item(task, actor("coordinator")).events if e.trigger == "assign"]
    assert own.changes["note"] == {"with": problem}


def test_nobody_closes_their_own_task_by_closing_the_problem() -> None:
    stage = Stage()
    problem = stage.one("problems", "verified", severity="minor")
    [task] = stage.many("tasks", "rectified", 1, [problem], severity="minor")
    commands.fire(task, "verify", actor("verifier"), fields=LOOKS, comment=REASON,
                  now=START)  # fmt: skip
    [child] = queries.move_form(problem, "close", actor("committee")).along
    assert (child.number, child.stays) == (task, None)
    fire(problem, "recuse", "director")


def test_nobody_verifies_the_work_of_a_unit_left_since_it_was_raised(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage(start=clock.now()).one("problems", "rectified")
    owner.execute(
        "INSERT INTO appointments (person_id, unit_id, role, valid_from, valid_to)"
        " VALUES (%s, %s, 'member', %s::date - 90, %s::date - 1)",
        [PERSONAS["verifier"].id, BRANCH, clock.today(), clock.today()],
    )
    fields, now = (
        LOOKS,
        clock.now() + timedelta(hours=1),
    )
    ended = "UPDATE appointments SET valid_to = %s WHERE valid_to IS NOT NULL"
    owner.execute(ended, [clock.today()])  # the day it is where the organisation works
    owner.execute("INSERT INTO instance VALUES ('demo_clock', '2 days')")
    with pytest.raises(NotPermitted, match="unit that rectifies"):
        commands.fire(number, "verify", actor("verifier"), fields=fields, comment=REASON, now=now)
    owner.execute("UPDATE appointments SET valid_to = '2025-01-01', valid_from = '2024-01-01'"
                  " WHERE valid_to IS NOT NULL")  # fmt: skip
    done = commands.fire(
        number, "verify", actor("verifier"), fields=fields, comment=REASON, now=now
    )
    assert done.state == "verified"


def test_what_is_verified_with_its_problem_has_no_clock_of_its_own(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task, _ = matter("minor")
    fire(problem, "assign", "coordinator", **ASSIGN)
    fire(task, "rectify", "branch-head", statement="done")
    fire(problem, "rectify", "branch-head", **DONE)
    fire(problem, "verify", "verifier", **LOOKS)
    found = row(owner, task)
    assert (found["state"], found["due_at"], found["rung_at"]) == ("verified", None, None)
    assert row(owner, problem)["due_at"] > START + timedelta(days=1)
