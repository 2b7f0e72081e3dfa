"""Whoever follows an item is told of each decision on its matter, once, and as they want it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import LOOKS, OTHER_BRANCH, PERSONAS, Persona, actor
from tests.delivery.test_one_mail import _ASSIGN, _GIVEN, family, fire
from tests.engine.stage import REASON, START
from tests.servers import Database
from workflow.delivery import following
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.errors import NotFound, NotPermitted, NotPossible, WorkflowError
from workflow.queries import inbox, item, own_work
from workflow.queries.letter import letter_of

AUDITOR = PERSONAS["auditor"].id


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def notices() -> list[tuple[str, str]]:
    """Return the auditor's notices: number and move, the oldest first."""
    return [(each.number, each.move.zh) for each in reversed(inbox(actor("auditor")))]


def mails(owner: psycopg.Connection[Any]) -> int:
    [(count,)] = owner.execute("SELECT count(*) FROM outbox WHERE person_id = %s", [AUDITOR])
    return int(count)


def test_a_follower_is_told_once_of_each_decision_whatever_moves_with_it(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task, duty = family()
    for number in (problem, task, duty):
        following.follow(actor("auditor"), number)
    fire(problem, "coordinator", "assign", 1, **_ASSIGN)
    assert notices() == [(problem, "交办")]  # the task and the responsibility went with it
    assert mails(owner) == 1
    [(id_,)] = owner.execute("SELECT id FROM outbox WHERE person_id = %s", [AUDITOR])
    letter = letter_of(id_)
    assert letter
    assert (letter.number, letter.others) == (problem, ())
    fire(task, "branch-head", "rectify", 3, statement="done")
    assert notices()[1:] == [(task, "报告完成")]  # and the problem has no news of its own
    assert mails(owner) == 2


def test_the_follower_of_a_matter_hears_of_what_hangs_on_it_once_for_many_at_once(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = family(3, 0)
    fire(numbers[0], "coordinator", "assign", 1, **_ASSIGN)
    following.follow(actor("auditor"), numbers[0])
    for number in numbers[1:]:
        fire(number, "branch-head", "rectify", 2, statement="done")
    before = len(notices())
    requests = [Request(number, "verify", LOOKS, comment=REASON) for number in numbers[1:]]
    for done in commands.decide(requests, actor("verifier"), START + timedelta(hours=3)):
        assert not isinstance(done, WorkflowError), done.words
    assert len(notices()) == before + 1


def test_remarks_are_no_decisions_and_the_own_ones_are_no_news(
    owner: psycopg.Connection[Any],
) -> None:
    problem = family(0, 0)[0]
    following.follow(actor("auditor"), problem)
    following.follow(actor("coordinator"), problem)
    fire(problem, "director", "comment", 1)
    fire(problem, "coordinator", "assign", 2, **_ASSIGN)
    assert notices() == [(problem, "交办")]
    told = "SELECT count(*) FROM inbox JOIN events USING (item_id, seq) WHERE person_id = %s" \
        " AND trigger = 'assign'"  # fmt: skip
    assert owner.execute(told, [PERSONAS["coordinator"].id]).fetchone() == (0,)


def test_an_unwanted_mail_leaves_the_notice(owner: psycopg.Connection[Any]) -> None:
    owner.execute("INSERT INTO mail_choices VALUES (%s, 'followed')", [AUDITOR])
    problem = family(0, 0)[0]
    following.follow(actor("auditor"), problem)
    fire(problem, "coordinator", "assign", 1, **_ASSIGN)
    assert (len(notices()), mails(owner)) == (1, 0)


def test_following_ends_by_oneself_and_where_one_may_see_no_more(
    owner: psycopg.Connection[Any],
) -> None:
    problem, other = family(0, 0)[0], family(0, 0)[0]
    following.follow(actor("branch-member"), problem)
    following.follow(actor("auditor"), problem)
    following.follow(actor("auditor"), other)
    following.follow(actor("auditor"), other)  # twice is once
    assert [row.number for row in own_work.followed_by(actor("auditor")).lines] == [other, problem]
    following.end(actor("auditor"), problem)
    following.end(actor("auditor"), problem)
    assert item(problem, actor("auditor")).followed is False
    assert item(other, actor("auditor")).followed is True
    fire(problem, "coordinator", "assign", 1, **_ASSIGN)
    elsewhere = {"unit": OTHER_BRANCH, "holder": PERSONAS["outsider"].id}
    fire(problem, "coordinator", "move_unit", 2, **elsewhere)
    assert own_work.followed_by(actor("branch-member")).lines == []
    before = len(inbox(actor("branch-member")))
    fire(problem, "outsider", "rectify", 3, statement="done", pledge="yes")
    told = "SELECT count(*) FROM inbox JOIN events USING (item_id, seq)" \
        " WHERE person_id = %s AND trigger = 'rectify'"  # fmt: skip
    [(count,)] = owner.execute(told, [PERSONAS["branch-member"].id])
    assert (count, len(inbox(actor("branch-member")))) == (0, before)
    assert notices() == []


def test_nobody_follows_what_is_hidden_nor_for_another(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = family(0, 0)[0]
    for act in (following.follow, following.end):
        with pytest.raises(NotFound):
            act(actor("outsider"), problem)
    with pytest.raises(NotPermitted):
        following.follow(replace(actor("auditor"), behind=PERSONAS["leader"].id), problem)
    monkeypatch.setattr(following, "MOST", 1)
    following.follow(actor("auditor"), problem)
    with pytest.raises(NotPossible):
        following.follow(actor("auditor"), family(0, 0)[0])


def test_pages_of_what_is_followed_have_every_item_once_and_their_number(
    owner: psycopg.Connection[Any],
) -> None:
    new = commands.NewItem(list_key="problems", fields=_GIVEN)
    raised = commands.raise_items([new] * 60, actor("inspector"), START)
    for done in raised:
        following.follow(actor("auditor"), done.number)
    first = own_work.followed_by(actor("auditor"))
    rest = own_work.followed_by(actor("auditor"), first.next)
    assert (first.count, rest.count, rest.next) == (60, 60, None)
    listed = [row.number for page in (first, rest) for row in page.lines]
    assert sorted(listed) == sorted(done.number for done in raised)
