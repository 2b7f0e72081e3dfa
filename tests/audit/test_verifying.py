"""The audit trail: any single change to any column of any event or item is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.audit.forging import FORGED
from tests.cast import BRANCH, Persona, actor
from tests.servers import Database
from workflow.audit.sealing import merkle_root, seal
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.evidence import Piece
from workflow.platform import db

PHOTO = Piece("a" * 64, "after.jpg", "image/jpeg", 10, "photo")
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def history(cast: dict[str, Persona]) -> str:
    """A closed problem with a task, so that every kind of column is filled somewhere."""
    problem = commands.raise_item(
        "problems", actor("inspector"),
        fields={"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}, now=NOW,
    ).number  # fmt: skip
    commands.raise_item(
        "tasks", actor("coordinator"), parent=problem, now=NOW,
        fields={"title": "更换灭火器", "unit": BRANCH, "severity": "minor"},
    )  # fmt: skip
    head = cast["branch-head"].id
    commands.fire(
        problem, "assign", actor("coordinator"), now=NOW,
        fields={"holder": head, "due_on": "2026-12-01"},
    )  # fmt: skip
    commands.fire(
        "T2026-0001", "rectify", actor("branch-head"), now=NOW + timedelta(hours=1),
        fields={"statement": "已更换"}, evidence=[PHOTO],
    )  # fmt: skip
    commands.fire(problem, "comment", actor("branch-head"), comment="任务完成", now=NOW)
    return problem


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection with the guards switched off, as a forger would have it."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        for table in ("events", "items", "seals", "seal_leaves"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.execute(
                f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS fk_{table}_parent_id"
            )
        connection.execute("ALTER TABLE items DROP CONSTRAINT fk_items_newest_event")
        connection.execute("ALTER TABLE items DROP CONSTRAINT fk_items_unit_id")
        connection.execute("ALTER TABLE items DROP CONSTRAINT fk_items_holder_id")
        yield connection


def columns(owner: psycopg.Connection[Any], table: str) -> list[tuple[str, str]]:
    return owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " ORDER BY ordinal_position",
        [table],
    ).fetchall()


def test_an_untouched_trail_is_proven(history: str) -> None:
    with db.connect() as connection:
        assert verify(connection) == []


def test_every_column_of_every_event_betrays_its_forgery(
    history: str, owner: psycopg.Connection[Any]
) -> None:
    events = owner.execute("SELECT item_id, seq FROM events ORDER BY 1, 2").fetchall()
    assert len(events) >= 7
    for column, kind in columns(owner, "events"):
        for item_id, seq in events:
            with owner.transaction(force_rollback=True):
                owner.execute(
                    f"UPDATE events SET {column} = {FORGED[kind].format(column)}"
                    " WHERE item_id = %s AND seq = %s",
                    [item_id, seq],
                )
                faults = verify(owner)
                assert faults, (column, item_id, seq)
                if column not in ("item_id", "seq"):
                    assert faults[0].seq == seq, (column, item_id, seq, faults)


def test_every_column_of_every_item_betrays_its_forgery(
    history: str, owner: psycopg.Connection[Any]
) -> None:
    items = owner.execute("SELECT id, number FROM items ORDER BY id").fetchall()
    for column, kind in columns(owner, "items"):
        for item_id, number in items:
            with owner.transaction(force_rollback=True):
                owner.execute(
                    f"UPDATE items SET {column} = {FORGED[kind].format(column)} WHERE id = %s",
                    [item_id],
                )
                faults = verify(owner)
                assert faults, (column, number)
                if column not in ("id", "number"):
                    assert faults[0].number == number, (column, faults)


def test_a_removed_item_is_missed_by_its_number(
    history: str, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("DELETE FROM items WHERE number = 'T2026-0001'")
    owner.execute("DELETE FROM events WHERE list_key = 'tasks'")
    assert [f.number for f in verify(owner)] == ["T2026-0001"]


def test_a_history_rewritten_with_right_hashes_is_betrayed_by_the_seal(
    history: str, owner: psycopg.Connection[Any]
) -> None:
    from workflow.engine.event_hash import COLUMNS, event_hash, instant

    with db.connect() as connection:
        assert seal(connection, NOW) == 3  # two items and the rows of the cast
        assert seal(connection, NOW) == 0
        assert verify(connection) == []
    cursor = owner.cursor(row_factory=dict_row)
    event = cursor.execute(
        "SELECT * FROM events WHERE list_key = 'problems' ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    assert event
    forged = {c: event[c] for c in COLUMNS} | {"comment": "改写", "at": instant(event["at"])}
    new = event_hash(forged | {"prev_hash": event["prev_hash"]})
    key = [event["item_id"], event["seq"]]
    owner.execute(
        "UPDATE events SET comment = '改写', hash = %s WHERE item_id = %s AND seq = %s", [new, *key]
    )
    owner.execute("UPDATE items SET head = %s WHERE id = %s", [new, event["item_id"]])
    assert [(f.number, f.seq) for f in verify(owner)] == [(history, event["seq"])]


def test_a_changed_seal_is_named(history: str, owner: psycopg.Connection[Any]) -> None:
    with db.connect() as connection:
        seal(connection, NOW)
    for change in (
        "root = reverse(root)", "signature = reverse(signature)", "size = size + 1",
        "at = at + interval '1 second'", "prev_hash = reverse(prev_hash) || 'x'",
        "hash = reverse(hash)",
    ):  # fmt: skip
        with owner.transaction(force_rollback=True):
            owner.execute(f"UPDATE seals SET {change}")
            assert [f.number for f in verify(owner)] == ["seal 1"], change


def test_a_merkle_root_depends_on_every_leaf_and_on_their_order() -> None:
    leaves = [bytes([n]) * 32 for n in range(7)]
    roots = {merkle_root(leaves), merkle_root(leaves[::-1]), merkle_root(leaves[:-1])}
    roots |= {merkle_root([*leaves[:n], b"x" * 32, *leaves[n + 1 :]]) for n in range(7)}
    assert len(roots) == 10
