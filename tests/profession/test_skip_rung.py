"""A jump on the ladder: one rung left out for one item, by the level above, with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import REASON
from tests.escalation.late_items import assigned, climbed, on
from tests.servers import Database
from workflow.engine import commands
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.escalation.sweep import sweep
from workflow.profession.lists import LIST_TYPES


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def test_a_rung_that_is_skipped_is_not_climbed_and_the_next_one_comes_on_its_day(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()
    sweep(on("2026-03-23"))
    skipped = on("2026-03-24")
    commands.fire(number, "skip_rung", actor("secretary"), comment=REASON, now=skipped)
    assert sweep(on("2026-03-25")).fired == []
    sweep(on("2026-04-09"))
    assert climbed(owner) == ["overdue", "interview"]
    row = owner.execute("SELECT process -> 'skipped' -> 0 ->> 'rung' FROM items LIMIT 1").fetchone()
    assert row == ("supervise",)


def test_only_the_level_above_may_and_never_without_a_reason(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()
    sweep(on("2026-03-23"))
    now = on("2026-03-24")
    for name in ("leader", "director", "branch-head", "coordinator"):
        with pytest.raises(NotPermitted):
            commands.fire(number, "skip_rung", actor(name), comment=REASON, now=now)
    with pytest.raises((BadInput, NotPossible)):
        commands.fire(number, "skip_rung", actor("secretary"), comment="short", now=now)
    move = LIST_TYPES["problems"].named("skip_rung")
    assert move
    assert move.step_up


def test_a_reminder_is_not_skipped_nor_the_last_rung(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    with pytest.raises(NotPossible, match="a mere message"):
        commands.fire(number, "skip_rung", actor("secretary"), comment=REASON, now=on("2026-03-04"))
    for day in ("2026-03-23", "2026-03-25", "2026-04-09", "2026-04-23"):
        sweep(on(day))
    with pytest.raises(NotPossible, match="none above it"):
        commands.fire(number, "skip_rung", actor("secretary"), comment=REASON, now=on("2026-04-24"))
