"""Who is in post is kept in the process, and never for longer than it is so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, Persona
from tests.engine.stage import Stage
from tests.servers import Database
from workflow.engine.loading import read, read_place
from workflow.platform import db
from workflow.snapshots import organisation

APPOINT = """INSERT INTO appointments (person_id, unit_id, role, valid_from)
             VALUES (1, %s, 'youth_secretary', '2020-01-01')"""


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def _leaders(number: str) -> list[str]:
    with db.connect() as connection:
        standing = read(connection, [number])[number].standing
    return [post.name for post in standing if post.role == "youth_secretary"]


def test_what_did_not_change_is_not_read_again(owner: psycopg.Connection[Any]) -> None:
    number = Stage().one("problems", "raised")
    with db.connect() as connection:
        first = read(connection, [number])[number].standing
        assert first
        assert read(connection, [number])[number].standing is first


def test_a_change_of_the_organisation_is_seen_by_the_next_decision(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "raised")
    assert _leaders(number) == []
    owner.execute(APPOINT, [BRANCH])
    [name] = _leaders(number)
    owner.execute("UPDATE people SET name = 'renamed' WHERE id = 1")
    assert _leaders(number) == ["renamed"] != [name]
    owner.execute("UPDATE people SET left_on = current_date - 1 WHERE id = 1")
    assert _leaders(number) == []
    owner.execute("UPDATE people SET left_on = NULL WHERE id = 1")
    assert _leaders(number) == ["renamed"]
    owner.execute("DELETE FROM appointments WHERE role = 'youth_secretary'")
    assert _leaders(number) == []


def test_a_renamed_unit_is_seen_by_the_next_decision(owner: psycopg.Connection[Any]) -> None:
    number = Stage().one("problems", "raised")
    assert _leaders(number) == []
    owner.execute("UPDATE units SET name = '新名' WHERE id = %s", [BRANCH])
    with db.connect() as connection:
        assert read(connection, [number])[number].unit.zh == "新名"


def test_a_post_ends_with_its_day_though_nothing_was_written(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "raised")
    owner.execute(APPOINT, [BRANCH])
    owner.execute("UPDATE appointments SET valid_to = current_date + 10 WHERE valid_to IS NULL")
    assert len(_leaders(number)) == 1
    owner.execute("INSERT INTO instance VALUES ('demo_clock', '12 days')")
    assert _leaders(number) == []


def test_what_a_transaction_changes_and_takes_back_is_not_kept(
    owner: psycopg.Connection[Any],
) -> None:
    number = Stage().one("problems", "raised")
    kept = _leaders(number)
    with db.connect() as connection:
        with connection.transaction(force_rollback=True):
            connection.execute(APPOINT, [BRANCH])
            place = read_place(connection, BRANCH)
            assert place
            assert "youth_secretary" in {post.role for post in place.standing}
        assert organisation.snapshot.known(connection).version
    assert _leaders(number) == kept == []


def test_many_changes_in_one_transaction_are_one_version(owner: psycopg.Connection[Any]) -> None:
    version = "SELECT version FROM organisation_version"
    seen = {owner.execute(version).fetchone()}
    with owner.transaction():
        for _ in range(3):
            owner.execute(APPOINT, [BRANCH])
        seen.add(owner.execute(version).fetchone())
        assert len(seen) == 1
    seen.add(owner.execute(version).fetchone())
    assert len(seen) == 2
