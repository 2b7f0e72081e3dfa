"""What a channel is promised: moves below its unit, of its topics, nothing confidential."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH, Persona, actor
from tests.delivery.channels.made import channel, posts
from tests.engine.stage import START, Stage
from tests.servers import Database
from workflow.delivery.channels import commands as channel_commands
from workflow.engine import commands
from workflow.escalation.sweep import sweep
from workflow.profession.lists import LIST_TYPES


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_raising_and_moving_are_told_and_steps_inside_a_state_are_not(
    owner: psycopg.Connection[Any],
) -> None:
    id_ = channel()
    number = Stage().one("problems", "assigned")
    commands.fire(number, "comment", actor("coordinator"), comment="looked at", now=START)
    assert posts(owner) == [(id_, number, "raise"), (id_, number, "assign")]


def test_only_the_topics_that_were_chosen_are_told(owner: psycopg.Connection[Any]) -> None:
    channel(raised=False, escalated=False)
    number = Stage().one("problems", "assigned")
    assert [trigger for _, _, trigger in posts(owner)] == ["assign"]
    assert [n for _, n, _ in posts(owner)] == [number]


def test_a_channel_hears_of_its_own_unit_and_below_only(owner: psycopg.Connection[Any]) -> None:
    here, there, above = channel(unit=BRANCH), channel(unit=OTHER_BRANCH), channel(unit=BUREAU)
    Stage().one("problems", "raised")
    assert {told for told, _, _ in posts(owner)} == {here, above}
    assert there not in {told for told, _, _ in posts(owner)}


def test_a_channel_that_is_switched_off_hears_nothing(owner: psycopg.Connection[Any]) -> None:
    id_ = channel()
    channel_commands.switch(actor("system-admin"), id_, on=False)
    stage = Stage()
    stage.one("problems", "raised")
    assert posts(owner) == []
    channel_commands.switch(actor("system-admin"), id_, on=True)
    stage.one("problems", "raised")
    assert len(posts(owner)) == 1


def test_many_decisions_at_once_are_each_told(owner: psycopg.Connection[Any]) -> None:
    channel(raised=False)
    numbers = Stage().many("problems", "assigned", 120)
    assert [number for _, number, _ in posts(owner)] == numbers


def test_nothing_of_a_list_for_named_readers_leaves(owner: psycopg.Connection[Any]) -> None:
    channel(unit=BUREAU)
    confidential = [key for key, list_type in LIST_TYPES.items() if list_type.readers]
    assert confidential
    for key in confidential:
        Stage().many(key, LIST_TYPES[key].initial, 1)
    prefixes = tuple(LIST_TYPES[key].prefix for key in confidential)
    told = posts(owner)
    assert told
    assert not [number for _, number, _ in told if number.startswith(prefixes)]


def test_a_rung_that_opens_something_confidential_is_not_told(
    owner: psycopg.Connection[Any],
) -> None:
    channel(raised=False, moved=False)
    number = Stage().one("problems", "assigned")
    for days in range(20, 120, 2):
        sweep(now=START + timedelta(days=days), confirmed=True)
    climbed = owner.execute(
        "SELECT e.seq, e.changes -> 'note' ->> 'rung', EXISTS (SELECT FROM items c"
        "   WHERE c.parent_id = i.id AND c.created_at = e.at"
        "     AND c.list_key IN ('interviews', 'criticisms', 'accountabilities'))"
        " FROM events e JOIN items i ON i.id = e.item_id"
        " WHERE i.number = %s AND e.trigger = 'escalate'"
        "   AND NOT coalesce(e.changes -> 'note' ? 'left_out', false) ORDER BY e.seq",
        [number],
    ).fetchall()
    assert {opens for *_, opens in climbed} == {True, False}
    told = owner.execute(
        "SELECT o.seq FROM outbox o JOIN items i ON i.id = o.item_id"
        " WHERE o.person_id IS NULL AND i.number = %s ORDER BY o.seq", [number]
    ).fetchall()  # fmt: skip
    assert [seq for (seq,) in told] == [seq for seq, _, opens in climbed if not opens]
