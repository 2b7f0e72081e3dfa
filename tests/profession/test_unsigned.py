"""Where nobody in post may sign a document, it says so and goes to the level above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, actor
from tests.engine.stage import REASON, START, Stage
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.errors import NotPermitted
from workflow.escalation.referral_sweep import look_again

pytestmark = pytest.mark.usefixtures("cast")
DRAFT = dict.fromkeys(("basis", "lag", "demand", "feedback"), "said") | {"reply_days": 10}


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def leave(owner: psycopg.Connection[Any], login: str) -> None:
    owner.execute(
        "UPDATE appointments SET valid_to = '2026-01-01', valid_from = '2025-01-01'"
        " WHERE person_id = %s",
        [PERSONAS[login].id],
    )


def drafted(owner: psycopg.Connection[Any]) -> str:
    number = Stage().one("supervisions", "raised")
    leave(owner, "leader")
    commands.fire(number, "draft", actor("coordinator"), fields=DRAFT, now=START)
    return number


def told(owner: psycopg.Connection[Any], number: str) -> list[int]:
    rows = owner.execute(
        "SELECT o.person_id FROM outbox o JOIN items i ON i.id = o.item_id"
        " JOIN events e ON e.item_id = o.item_id AND e.seq = o.seq"
        " WHERE i.number = %s AND e.trigger = 'refer'",
        [number],
    )
    return [person for (person,) in rows]


def sign(number: str, login: str) -> str:
    return commands.fire(number, "sign", actor(login), comment=REASON, now=START).state


def test_a_notice_that_nobody_may_sign_goes_to_the_level_above_who_signs_it(
    owner: psycopg.Connection[Any],
) -> None:
    number = drafted(owner)
    assert told(owner, number) == [PERSONAS["secretary"].id]
    page = queries.item(number, actor("secretary"))
    assert "Nobody can do this (Sign)" in page.nobody[0].en
    assert page.item.awaits == "party_group_secretary"
    assert sign(number, "secretary") == "signed"


def test_while_somebody_may_sign_it_the_level_above_does_not(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("supervisions", "drafted")
    assert told(owner, number) == []
    with pytest.raises(NotPermitted):
        sign(number, "secretary")


def test_it_comes_back_once_somebody_may_sign_it_again(owner: psycopg.Connection[Any]) -> None:
    number = drafted(owner)
    owner.execute(
        "UPDATE appointments SET valid_to = NULL WHERE person_id = %s", [PERSONAS["leader"].id]
    )
    assert look_again() == 0  # the level above can sign it, and has been asked to
    assert sign(number, "secretary") == "signed"


def test_of_a_criticism_that_nobody_may_sign_the_discipline_officer_is_told(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("criticisms", "drafted")
    assert queries.item(number, actor("discipline")).nobody == []
    leave(owner, "secretary")
    assert look_again() == 1
    assert told(owner, number) == [PERSONAS["discipline"].id]
    [sentence] = queries.item(number, actor("discipline")).nobody
    assert "Nobody can do this (Sign)" in sentence.en
    with pytest.raises(NotPermitted):
        sign(number, "discipline")
    owner.execute(
        "UPDATE appointments SET valid_to = NULL WHERE person_id = %s", [PERSONAS["secretary"].id]
    )
    assert look_again() == 1  # it is the secretary's again
    assert queries.item(number, actor("discipline")).nobody == []
