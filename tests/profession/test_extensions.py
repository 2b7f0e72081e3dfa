"""Extensions: asked for in time, answered by somebody else, and the ladder waits meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import PHOTO, REASON
from tests.escalation.late_items import DUE, assigned, climbed, on
from tests.servers import Database
from workflow import queries
from workflow.calendar import add_working_days
from workflow.declaration import Actor, Item
from workflow.engine import commands
from workflow.engine.loading import read
from workflow.errors import NotPermitted, NotPossible
from workflow.escalation.sweep import sweep
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES

LAST_DAY = on("2026-03-13")  # five working days before Friday the twentieth


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def ask(number: str, now: datetime = LAST_DAY, until: str = "2026-03-27") -> str:
    """Ask for an extension and return its number."""
    fields = {"title": "材料未到", "asked_for": until, "progress": "过半"}
    holder = actor("branch-head")
    done = commands.raise_item("extensions", holder, parent=number, fields=fields, now=now)
    return done.number


def answer(number: str, trigger: str, who: str | Actor = "director", now: datetime = LAST_DAY,
           **fields: Any) -> None:  # fmt: skip
    by = actor(who) if isinstance(who, str) else who
    commands.fire(number, trigger, by, comment=REASON, fields=fields, now=now)


def item(number: str) -> Item:
    with connect() as connection:
        return read(connection, [number])[number].item


@pytest.mark.usefixtures("owner")
def test_it_is_asked_for_five_working_days_ahead_and_not_later() -> None:
    (number,) = assigned()
    with pytest.raises(NotPossible, match="at least 5 working days before"):
        ask(number, on("2026-03-16"))
    with pytest.raises(NotPossible, match="it is overdue"):
        ask(number, on("2026-03-21"))
    assert ask(number, on("2026-03-13", 23)).startswith("E")


@pytest.mark.usefixtures("owner")
def test_each_is_for_twenty_working_days_at_most_and_there_are_two_of_them() -> None:
    (number,) = assigned()
    longest = add_working_days(on(DUE).date(), 20)
    with pytest.raises(NotPossible, match="at most 20 working days"):
        ask(number, until=add_working_days(longest, 1).isoformat())
    answer(ask(number, until=longest.isoformat()), "approve", "leader")
    answer(ask(number, until=add_working_days(longest, 1).isoformat()), "approve")
    with pytest.raises(NotPossible, match="at most 2 extensions"):
        ask(number, until=add_working_days(longest, 2).isoformat())
    told = queries.item(number, actor("branch-head")).dates
    dates = [(change.before and change.before.isoformat(), change.after and
              change.after.isoformat()) for change in told]  # fmt: skip
    assert dates == [
        (None, DUE), (DUE, longest.isoformat()),
        (longest.isoformat(), add_working_days(longest, 1).isoformat()),
    ]  # fmt: skip
    assert told[1].by == actor("leader").name
    assert "材料未到" in told[1].why


@pytest.mark.usefixtures("owner")
def test_only_the_leader_grants_more_than_ten_working_days() -> None:
    (number,) = assigned()
    ten = add_working_days(on(DUE).date(), 10)
    asked = ask(number, until=add_working_days(ten, 1).isoformat())
    with pytest.raises(NotPermitted, match="for up to 10 working days"):
        answer(asked, "approve")
    answer(asked, "withdraw", "branch-head")
    answer(ask(number, until=ten.isoformat()), "approve")


@pytest.mark.usefixtures("owner")
def test_whoever_asked_does_not_answer_nor_does_a_delegate_of_his() -> None:
    (number,) = assigned()
    asked = ask(number)
    leader, head = actor("leader"), actor("branch-head")
    for who in (
        Actor(head.person_id, "", leader.posts, behind=leader.person_id, own=head.posts),
        Actor(leader.person_id, "", leader.posts, behind=head.person_id, own=leader.posts),
    ):
        with pytest.raises(NotPermitted):
            answer(asked, "approve", who)
    answer(asked, "approve", leader)


def test_the_ladder_waits_for_the_answer_and_goes_on_where_it_would_be(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    sweep(on("2026-03-06"))
    asked = ask(number)
    for day in range(13, 32):
        sweep(on(f"2026-03-{day}", 12))
    assert climbed(owner) == ["remind_10"]
    answer(asked, "refuse", now=on("2026-03-31", 14))
    sweep(on("2026-03-31", 15))
    assert climbed(owner) == ["remind_10"]  # nothing in arrears on the day of the answer
    sweep(on("2026-04-01", 12))
    sweep(on("2026-04-01", 13))
    assert climbed(owner) == ["remind_10", "overdue"]
    sweep(on("2026-04-02", 12))
    assert climbed(owner) == ["remind_10", "overdue", "supervise"]
    sweep(on("2026-04-08", 12))
    assert climbed(owner) == ["remind_10", "overdue", "supervise"]
    sweep(on("2026-04-09", 12))
    assert climbed(owner)[3:] == ["interview"]


def test_a_refusal_in_time_starts_nothing_anew(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    sweep(on("2026-03-13", 9))
    version = item(number).due_version
    answer(ask(number, on("2026-03-13")), "refuse", now=on("2026-03-17"))
    assert item(number).due_version == version
    sweep(on("2026-03-18"))
    assert climbed(owner) == ["remind_5"]
    sweep(on("2026-03-19"))
    assert climbed(owner) == ["remind_5", "remind_1"]


def test_a_request_that_is_returned_lets_the_ladder_go_on_until_it_is_complete(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    asked = ask(number, on("2026-03-12"))
    answer(asked, "return", now=on("2026-03-12"))
    sweep(on("2026-03-13"))
    assert climbed(owner) == ["remind_5"]
    again = {"title": "材料已补", "asked_for": "2026-03-30", "progress": "过半"}
    answer(asked, "resubmit", "branch-head", on("2026-03-19", 8), **again)
    sweep(on("2026-03-19"))
    assert climbed(owner) == ["remind_5"]
    answer(asked, "approve", now=on("2026-03-20"))
    assert item(number).process["due_on"] == "2026-03-30"
    assert "held" not in item(number).process


@pytest.mark.usefixtures("owner")
def test_what_an_answer_is_out_for_stays_where_it_is() -> None:
    (number,) = assigned()
    asked = ask(number)
    done = {"statement": "done", "pledge": "yes"}
    for again in (False, True):
        with pytest.raises(NotPossible, match="an extension request is still unanswered"):
            commands.fire(number, "rectify", actor("branch-head"), fields=done, evidence=[PHOTO],
                          now=LAST_DAY)  # fmt: skip
        if not again:
            answer(asked, "return")
    answer(asked, "withdraw", "branch-head")
    commands.fire(number, "rectify", actor("branch-head"), fields=done, evidence=[PHOTO],
                  now=LAST_DAY)  # fmt: skip
    assert item(number).state == "rectified"
    assert LIST_TYPES["problems"].state("rectified").ladder
