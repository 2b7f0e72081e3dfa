"""One matter is one matter: what a rung opens is shared by the late items of a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, LOOKS, PERSONAS, Persona, actor
from tests.engine.stage import PHOTO, REASON
from tests.escalation.late_items import DUE, MONDAY, PLANNED, climbed, count, on
from tests.servers import Database
from workflow.audit.invariants.check_job import check
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.escalation.forecast import future
from workflow.escalation.raised_queries import raised_by
from workflow.escalation.sweep import sweep
from workflow.profession.lists import LIST_TYPES
from workflow.queries.document import paper
from workflow.queries.item import item

HEAD = PERSONAS["branch-head"].id
RUNGS = ("overdue", "supervise", "interview", "criticise", "account")
NOTICE = {"basis": "b", "lag": "l", "demand": "d", "feedback": "f", "reply_days": "10"}
# The seals come from a job of their own; and these days are long past for the database.
_CLEAN = {"unsealed", "missed"}


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def matter(tasks: int = 3, responsibilities: int = 2, due: str = DUE) -> list[str]:
    """Raise a problem with its tasks and responsibilities, and assign all; return the numbers."""
    given = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
    problem = commands.raise_item("problems", actor("inspector"), fields=given, now=MONDAY).number
    below = [commands.NewItem(list_key="tasks", fields=given, parent=problem)] * tasks
    below += [
        commands.NewItem(list_key="responsibilities", fields=given, parent=problem)
    ] * responsibilities
    numbers = [problem]
    if below:
        made = commands.raise_items(below, actor("director"), MONDAY)
        numbers += [done.number for done in made]
    fields = {"holder": HEAD, "due_on": due}
    commands.fire(problem, "assign", actor("coordinator"), fields=fields, now=MONDAY)
    return numbers


def climb(numbers: Sequence[str], *rungs: str) -> None:
    """Let the days of the rungs come."""
    for rung in rungs:
        sweep(on(PLANNED[rung]))


def opened(owner: psycopg.Connection[Any]) -> dict[str, int]:
    """Return how many documents of each kind there are."""
    rows = owner.execute(
        "SELECT list_key, count(*) FROM items WHERE list_key = ANY (%s) GROUP BY 1",
        [[key for key, list_type in LIST_TYPES.items() if list_type.shared]],
    )
    return dict(rows.fetchall())


def of_due(owner: psycopg.Connection[Any], number: str) -> list[str]:
    """Return the climbed rungs of the due date; a step's own are left out."""
    return [rung for rung in climbed(owner, number) if rung in RUNGS]


def contents(number: str) -> list[str]:
    """Return the numbers of the items that a document is about, as its page shows them."""
    return [line.number for line in item(number, actor("secretary")).contents]


def sound(owner: psycopg.Connection[Any]) -> None:
    """Every invariant holds, and every event can be verified."""
    assert {finding.key for finding in check()} <= _CLEAN
    assert [fault for fault in verify(owner) if "seal" not in str(fault.words)] == []


def test_a_late_problem_with_tasks_and_responsibilities_leads_to_one_document_of_each_kind(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = matter()
    climb(numbers, *RUNGS)
    for number in numbers:
        assert of_due(owner, number) == [*RUNGS], number
    assert opened(owner) == dict.fromkeys(
        ("supervisions", "interviews", "criticisms", "accountabilities"), 1
    )
    for document in ("S2026-0001", "I2026-0001", "C2026-0001", "A2026-0001"):
        assert sorted(contents(document)) == sorted(numbers)
    sound(owner)


def test_what_falls_due_later_joins_the_document_that_runs(owner: psycopg.Connection[Any]) -> None:
    early = matter(tasks=1, responsibilities=0)
    late = {"title": "later", "unit": BRANCH, "severity": "minor"}
    task = commands.raise_item(
        "tasks", actor("director"), fields=late, parent=early[0], now=MONDAY
    ).number
    commands.fire(
        task, "assign", actor("coordinator"), fields={"holder": HEAD, "due_on": "2026-03-27"},
        now=MONDAY,
    )  # fmt: skip
    climb(early, "overdue", "supervise")
    fire("S2026-0001", "coordinator", "draft", **NOTICE)
    fire("S2026-0001", "leader", "sign")
    printed = paper("S2026-0001", 1, actor("secretary"))
    sweep(on("2026-03-30"))
    sweep(on("2026-04-01"))
    assert climbed(owner, task) == ["overdue", "supervise"]
    assert opened(owner) == {"supervisions": 1}
    assert contents("S2026-0001") == [*early, task]
    # What was issued stays as it was issued; what joined it is on its page and in its history.
    assert paper("S2026-0001", 1, actor("secretary")).lines == printed.lines
    history = item("S2026-0001", actor("secretary")).events
    assert f"{task}: Joined" in [event.move.en for event in history]
    sound(owner)


def fire(number: str, who: str, trigger: str, day: str = "2026-03-26", **fields: object) -> None:
    commands.fire(number, trigger, actor(who), fields=fields, comment=REASON, now=on(day))


def test_an_answer_covers_what_had_joined_when_it_was_given(
    owner: psycopg.Connection[Any],
) -> None:
    matter(0, 0)
    climb([], "overdue", "supervise")
    fire("S2026-0001", "coordinator", "draft", **NOTICE)
    fire("S2026-0001", "leader", "sign")
    fire("S2026-0001", "coordinator", "serve", channel="system")
    fire("S2026-0001", "branch-head", "acknowledge")
    fire("S2026-0001", "branch-head", "answer", answer="done")
    fire("S2026-0001", "director", "accept")
    assert item("S2026-0001", actor("secretary")).state.final


def test_the_ladder_of_each_item_names_the_document_through_which_it_was_climbed(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = matter(1, 1)
    climb(numbers, "overdue", "supervise")
    swept = sweep(on(PLANNED["interview"]))
    for number in numbers:
        view = item(number, actor("secretary"))
        assert view.ladder
        past = [mark.number for mark in view.ladder.marks if mark.kind == "climbed"]
        through = past[-3:]  # a receipt that was waited for has rungs of its own before
        assert through == ["", "S2026-0001", "I2026-0001"], number
        named = {other.number for other in (*view.children, *view.documents)}
        assert {"S2026-0001", "I2026-0001"} <= named
    raised = raised_by(owner, swept.fired, on(PLANNED["interview"], 9))
    told = [(r.number, r.document) for r in raised if r.rung == "interview"]
    assert told == [(number, "I2026-0001") for number in numbers]


def test_the_forecast_says_through_which_document_as_it_will_happen(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = matter(1, 1)
    owner.execute(
        "INSERT INTO instance VALUES ('demo_clock', ('2026-03-26 11:00+08' - now())::text)"
    )
    climb(numbers, "overdue", "supervise")
    moves = [*future(owner, on(PLANNED["interview"], 23)).unroll()]
    foretold = [(move.number, move.document) for move in moves if move.document]
    assert foretold == [(number, f"{numbers[0]}/I") for number in numbers]


def test_interviews_and_criticisms_are_shared_by_several_matters_of_a_person(
    owner: psycopg.Connection[Any],
) -> None:
    first, second = matter(1, 0), matter(0, 1)
    climb([*first, *second], *RUNGS)
    assert opened(owner) == {
        "supervisions": 2, "interviews": 1, "criticisms": 1, "accountabilities": 2,
    }  # fmt: skip
    assert sorted(contents("I2026-0001")) == sorted([*first, *second])
    sound(owner)


def test_after_the_interview_was_held_another_one_is_opened(
    owner: psycopg.Connection[Any],
) -> None:
    first = matter(0, 0)
    second = matter(0, 0, due="2026-04-10")
    climb(first, "overdue", "supervise", "interview")
    fire("I2026-0001", "leader", "withdraw", "2026-04-10")
    for day in ("2026-04-13", "2026-04-15", "2026-04-29", "2026-04-30", "2026-05-06"):
        sweep(on(day))
    assert contents("I2026-0001") == first
    assert contents("I2026-0002") == second


def test_closing_one_item_leaves_the_document_to_the_others(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task = matter(1, 0)
    climb([problem, task], "overdue", "supervise")
    commands.fire(
        task, "rectify", actor("branch-head"), now=on("2026-03-26"), evidence=[PHOTO],
        fields={"statement": "done"},
    )  # fmt: skip
    fire(task, "verifier", "verify", **LOOKS)
    fire(task, "committee", "close")
    assert item(task, actor("secretary")).state.final
    assert not item("S2026-0001", actor("secretary")).state.final
    assert contents("S2026-0001") == [problem, task]


def test_a_circulated_criticism_marks_every_item_in_it_until_it_is_revoked(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = [*matter(1, 0), *matter(0, 0)]
    climb(numbers, "overdue", "supervise", "interview", "criticise")
    day = "2026-04-24"
    fire("C2026-0001", "coordinator", "draft", day, facts="f", basis="b", criticism="c",
         demand="d", circle="unit")  # fmt: skip
    commands.fire("C2026-0001", "sign", actor("secretary"), now=on(day))
    marked = "SELECT count(*) FROM items WHERE process ? 'criticised'"
    assert count(owner, marked) == 0
    fire("C2026-0001", "coordinator", "publish", day)
    assert count(owner, marked) == len(numbers)
    fire("C2026-0001", "secretary", "revoke", day)
    assert count(owner, marked) == 0
    sound(owner)


def test_sweepers_that_race_open_one_document(owner: psycopg.Connection[Any]) -> None:
    numbers = matter()
    days = [on(PLANNED[rung]) for rung in RUNGS for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        for day in days:
            swept = [*pool.map(lambda _, at=day: sweep(at), range(4))]
            assert [s.poisoned for s in swept] == [{}] * 4
    for number in numbers:
        assert of_due(owner, number) == [*RUNGS], number
    assert set(opened(owner).values()) == {1}
    sound(owner)


def test_the_database_lets_nobody_join_in_another_state_than_is_declared(
    owner: psycopg.Connection[Any],
) -> None:
    rows = owner.execute("SELECT list_key, source FROM legal_moves WHERE trigger = 'join'")
    assert {*rows.fetchall()} == {
        (key, state)
        for key, list_type in LIST_TYPES.items()
        if list_type.shared
        for state in list_type.shared.joins
    }
