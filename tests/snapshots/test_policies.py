"""What is set is kept in the process, and never for longer than it is so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.cast import Persona
from tests.escalation.late_items import DUE, assigned, climbed, on
from tests.servers import Database
from workflow.declaration import Policies
from workflow.engine.loading import read
from workflow.escalation.sweep import sweep
from workflow.platform import db
from workflow.snapshots import policies

PUBLISH = """INSERT INTO ladders (list_key, state, severity, valid_from, rungs, reason, drafted_at,
             drafted_by, published_at, published_by)
             VALUES ('problems', 'assigned', '', %s, %s, '', now(), '', now(), '')"""
NUDGE = {
    "key": "nudge", "level": 1, "zh": "催办", "en": "Nudge", "offset": 2, "opens": "",
    "tells": ["holder"],
}  # fmt: skip


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def _policies(number: str) -> Policies:
    with db.connect() as connection:
        return read(connection, [number])[number].policies


def test_what_did_not_change_is_not_read_again(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    assert _policies(number) is _policies(number)


def test_a_ladder_that_is_published_counts_from_the_next_decision_on(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()
    assert _policies(number).ladders == {}
    owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
    [edition] = _policies(number).ladders["problems", "assigned", ""]
    assert edition.rungs[0].key == "nudge"
    with db.connect() as connection:
        assert policies.read(connection) == _policies(number)


def test_a_draft_is_no_setting(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    draft = PUBLISH.replace("now(), '')", "NULL, NULL)")
    owner.execute(draft, ["2026-03-10", Jsonb([NUDGE])])
    assert _policies(number).ladders == {}


def test_the_sweep_climbs_the_ladder_that_is_in_force(owner: psycopg.Connection[Any]) -> None:

    owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
    assigned()
    for day in ("2026-03-06", "2026-03-13", "2026-03-23", "2026-03-24", "2026-06-01"):
        sweep(on(day))
    assert climbed(owner) == ["remind_10", "nudge"]


def test_a_rung_is_not_climbed_at_a_time_that_was_planned_before(
    owner: psycopg.Connection[Any],
) -> None:

    [number] = assigned(due=DUE)
    sweep(on("2026-03-06"))
    owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
    swept = sweep(on("2026-03-13"))  # the item still holds the time of its second reminder
    assert (swept.fired, [*swept.poisoned]) == ([], [number])
    assert climbed(owner) == ["remind_10"]


def test_what_a_transaction_takes_back_is_not_kept(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    with owner.transaction(force_rollback=True):
        owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
        assert policies.read(owner).ladders
    assert _policies(number).ladders == {}


def test_a_published_ladder_stays_as_it_is(owner: psycopg.Connection[Any]) -> None:
    owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
    for change in ("UPDATE ladders SET rungs = '[]'", "DELETE FROM ladders"):
        with pytest.raises(psycopg.Error, match="does not change"):
            owner.execute(change)
    owner.execute(PUBLISH, ["2999-01-01", Jsonb([NUDGE])])
    assert owner.execute("DELETE FROM ladders WHERE valid_from > now()").rowcount == 1


def test_another_version_is_made_only_by_what_decisions_look_at(
    owner: psycopg.Connection[Any],
) -> None:
    def version() -> object:
        return owner.execute("SELECT version FROM policies_version").fetchone()

    owner.execute(PUBLISH, ["2026-03-10", Jsonb([NUDGE])])
    first = version()
    owner.execute("UPDATE ladders SET reason = 'a draft changes' WHERE published_at IS NULL")
    assert version() == first
    owner.execute("TRUNCATE ladders")
    assert version() != first
