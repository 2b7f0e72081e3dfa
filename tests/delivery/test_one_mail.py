"""One mail for one decision and person, whatever cascades; one for a bulk; it lists everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, LOOKS, PERSONAS, Persona, actor
from tests.engine.stage import PHOTO, REASON, START
from tests.servers import Database
from worker.letters import compose
from workflow.delivery import outbox
from workflow.engine import commands
from workflow.engine.commands import NewItem, Request
from workflow.errors import WorkflowError
from workflow.escalation.referral_sweep import look_again
from workflow.queries.letter import letter_of

HEAD = PERSONAS["branch-head"].id
_GIVEN = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
_ASSIGN = {"holder": HEAD, "due_on": (START + timedelta(days=30)).date().isoformat()}


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def family(tasks: int = 1, responsibilities: int = 1) -> list[str]:
    """Raise a problem with tasks and responsibilities; return their numbers."""
    problem = commands.raise_item("problems", actor("inspector"), fields=_GIVEN, now=START).number
    below = [NewItem(list_key="tasks", fields=_GIVEN, parent=problem)] * tasks
    below += [
        NewItem(list_key="responsibilities", fields=_GIVEN, parent=problem)
    ] * responsibilities
    done = commands.raise_items(below, actor("director"), START) if below else []
    return [problem, *(made.number for made in done)]


def fire(number: str, who: str, trigger: str, hours: int, **fields: object) -> None:
    commands.fire(
        number, trigger, actor(who), fields=fields, comment=REASON,
        evidence=(PHOTO,) if trigger == "rectify" else (), now=START + timedelta(hours=hours),
    )  # fmt: skip


def mails(owner: psycopg.Connection[Any]) -> Counter[tuple[Any, ...]]:
    """Count the mails by time of the decision and person."""
    rows = owner.execute("SELECT at, person_id FROM outbox WHERE about = 'item'")
    return Counter(rows.fetchall())


def test_a_small_problem_sends_one_mail_for_each_decision_and_person(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task, duty = family()
    fire(problem, "coordinator", "assign", 1, **_ASSIGN)
    fire(duty, "branch-head", "sign_for", 2)
    fire(task, "branch-head", "rectify", 3, statement="done")
    fire(duty, "branch-head", "rectify", 4, statement="done")
    fire(problem, "branch-head", "rectify", 5, statement="done", pledge="yes")
    fire(problem, "verifier", "verify", 6, **LOOKS)
    fire(problem, "committee", "close", 7)
    states = owner.execute("SELECT DISTINCT state FROM items").fetchall()
    assert states == [("closed",)]
    counted = mails(owner)
    assert {*counted.values()} == {1}
    assert len(counted) <= 12


def test_a_mail_lists_everything_that_the_decision_told_its_reader(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = family(2, 1)
    fire(numbers[0], "coordinator", "assign", 1, **_ASSIGN)
    [(id_,)] = owner.execute("SELECT id FROM outbox WHERE person_id = %s", [HEAD]).fetchall()
    letter = letter_of(id_)
    assert letter
    assert letter.number == numbers[0]  # the problem first, and what hangs on it after it
    assert sorted(other.number for other in letter.others) == sorted(numbers[1:])
    message = compose(letter)
    body = message.get_body(("plain",))
    assert body
    assert all(number in body.get_content() for number in numbers)
    assert "另3项" in message["Subject"]


def test_a_bulk_decision_sends_each_person_one_mail(owner: psycopg.Connection[Any]) -> None:
    numbers = [family(0, 0)[0] for _ in range(6)]
    assign(numbers)
    assert mails(owner) == {(START + timedelta(hours=1), HEAD): 1}
    told = "SELECT count(*) FROM inbox WHERE decision IS NOT NULL AND person_id = %s"
    assert owner.execute(told, [HEAD]).fetchone() == (6,)


def test_a_long_bulk_decision_sends_one_mail_too_though_it_is_written_in_pieces(
    owner: psycopg.Connection[Any],
) -> None:
    raised = commands.raise_items(
        [NewItem(list_key="problems", fields=_GIVEN)] * 250, actor("inspector"), START
    )
    assign([done.number for done in raised])
    assert mails(owner) == {(START + timedelta(hours=1), HEAD): 1}
    [(id_,)] = owner.execute("SELECT id FROM outbox").fetchall()
    letter = letter_of(id_)
    assert letter
    assert len(letter.others) == 249
    body = compose(letter).get_body(("plain",))
    assert body
    assert "另有199项" in body.get_content()


def assign(numbers: list[str]) -> None:
    requests = [Request(number, "assign", _ASSIGN) for number in numbers]
    now = START + timedelta(hours=1)
    for done in commands.decide(requests, actor("coordinator"), now):
        assert not isinstance(done, WorkflowError), done


def test_an_unwanted_kind_of_mail_leaves_the_notices_to_the_digest(
    owner: psycopg.Connection[Any],
) -> None:
    owner.execute("INSERT INTO mail_choices VALUES (%s, 'assigned')", [HEAD])
    numbers = family(1, 0)
    fire(numbers[0], "coordinator", "assign", 1, **_ASSIGN)
    assert mails(owner) == {}
    told = "SELECT count(*) FROM inbox WHERE person_id = %s AND decision IS NULL"
    assert owner.execute(told, [HEAD]).fetchone() == (2,)


def test_what_a_mail_is_about_is_a_column(owner: psycopg.Connection[Any]) -> None:
    fire(family(0, 0)[0], "coordinator", "assign", 1, **_ASSIGN)
    [(id_,)] = owner.execute("SELECT id FROM outbox").fetchall()
    assert outbox.about(id_) == "item"


def test_whoever_is_told_of_a_leaver_with_many_items_gets_one_mail(
    owner: psycopg.Connection[Any],
) -> None:
    assign([family(0, 0)[0] for _ in range(4)])
    owner.execute("UPDATE people SET left_on = current_date WHERE id = %s", [HEAD])
    assert look_again() == 4
    told = "SELECT count(*) FROM outbox WHERE person_id = %s"
    assert owner.execute(told, [PERSONAS["director"].id]).fetchone() == (1,)
    told = "SELECT count(*) FROM inbox WHERE decision IS NOT NULL AND person_id = %s"
    assert owner.execute(told, [PERSONAS["director"].id]).fetchone() == (4,)
