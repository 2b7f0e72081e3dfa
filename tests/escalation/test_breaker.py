"""The breaker: one wrong clock must not accuse a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import Persona
from tests.escalation.late_items import assigned, count, on
from tests.servers import Database
from workflow.escalation import breaker
from workflow.escalation.sweep import sweep


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def written(owner: psycopg.Connection[Any]) -> tuple[int, int, int]:
    tables = ("events", "outbox", "escalations")
    first, second, third = (count(owner, f"SELECT count(*) FROM {table}") for table in tables)
    return first, second, third


def test_a_pass_that_would_escalate_too_many_writes_nothing_and_asks(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(breaker.LEAST + 1)
    before = written(owner)
    swept = sweep(on("2027-03-01"))  # a clock that is a year ahead
    assert written(owner) == before
    assert swept.fired == []
    assert swept.alarm
    assert "rectify escalate --confirm" in swept.alarm.en
    assert "51" in swept.alarm.zh
    assert swept.problem == swept.alarm.en


def test_what_two_people_have_confirmed_is_carried_out(owner: psycopg.Connection[Any]) -> None:
    assigned(breaker.LEAST + 1)
    swept = sweep(on("2026-03-23"), confirmed=True)
    assert len(swept.fired) == breaker.LEAST + 1
    assert swept.alarm is None


def test_as_many_as_are_believable_pass(owner: psycopg.Connection[Any]) -> None:
    assigned(breaker.LEAST)
    assert len(sweep(on("2026-03-23")).fired) == breaker.LEAST


def test_reminders_never_trip_it(owner: psycopg.Connection[Any]) -> None:
    assigned(breaker.LEAST + 1)
    swept = sweep(on("2026-03-19"))
    assert swept.alarm is None
    assert len(swept.fired) == breaker.LEAST + 1


def test_a_twentieth_of_a_large_ledger_is_believable(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "LEAST", 1)
    assigned(57, due="2026-06-30")
    assigned(3)
    assert len(sweep(on("2026-03-23")).fired) == 3  # of sixty
    assigned(4, due="2026-04-03", now=on("2026-03-30"))
    assert sweep(on("2026-04-07")).alarm  # seven of sixty-four


def test_what_is_put_aside_does_not_count(owner: psycopg.Connection[Any]) -> None:
    assigned(breaker.LEAST + 1)
    owner.execute(
        "INSERT INTO postponed SELECT id, now() + interval '1 hour', 1, 'broken' FROM items LIMIT 1"
    )
    assert sweep(on("2026-03-23")).alarm is None
