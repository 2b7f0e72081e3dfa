"""The journal's chain: one line without forks, and every change to it is named."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from tests.audit.forging import FORGED
from tests.cast import Persona, actor
from tests.servers import Database
from workflow import journal
from workflow.audit.sealing import seal
from workflow.audit.verifying import TrailFault, verify
from workflow.journal.verification import count
from workflow.platform import db

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def written(cast: dict[str, Persona]) -> int:
    """Entries in which every column is filled somewhere; returns how many there are."""
    journal.coming_from(journal.Origin(actor("system-admin"), 18, "192.0.2.7"))
    with db.connect() as connection:
        journal.note(connection, "signed_in", subject=("account", 18))
        journal.note(
            connection, "post", subject=("unit", 3), role="member|:,", was=None, 备注="“引号”\n\\"
        )
        journal.note(connection, "sign_in_failed", actor("nobody"), subject=("account", 21))
        journal.note(connection, "exported", rows=1.5, kinds=["a", {"b": -1}])
    journal.coming_from(None)
    return 4


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection with the journal's guards switched off, as a forger would have it."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE journal DISABLE TRIGGER USER")
        yield connection


def proven() -> list[TrailFault]:
    with db.connect() as connection:
        return verify(connection)


def test_an_untouched_journal_is_proven(written: int) -> None:
    assert proven() == []
    with db.connect() as connection:
        assert count(connection) == written
        rows = connection.execute("SELECT seq, prev_hash, hash FROM journal ORDER BY seq")
        seqs, before, after = zip(*rows.fetchall(), strict=True)
    assert seqs == (1, 2, 3, 4)
    assert before == ("0" * 64, *after[:-1])


def test_an_entry_says_who_from_where_and_about_what(written: int) -> None:
    with db.connect() as connection:
        row = connection.execute(
            "SELECT kind, actor_id, actor_name, account_id, address, subject_kind, subject_id,"
            " details, now() - at < interval '1 minute' FROM journal WHERE seq = 2"
        ).fetchone()
    details = {"role": "member|:,", "was": None, "备注": "“引号”\n\\"}
    assert row == ("post", 18, "冯涛", 18, "192.0.2.7", "unit", "3", details, True)


def test_every_column_of_every_entry_betrays_its_forgery(
    written: int, owner: psycopg.Connection[Any]
) -> None:
    columns = owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'journal'"
    ).fetchall()
    assert len(columns) == 13
    for column, kind in columns:
        for seq in range(1, written + 1):
            with owner.transaction(force_rollback=True):
                owner.execute(
                    f"UPDATE journal SET {column} = {FORGED[kind].format(column)} WHERE seq = %s",
                    [seq],
                )
                faults = verify(owner)
                assert [fault.number for fault in faults] == ["journal"], (column, seq)
                if column != "seq":
                    assert faults[0].seq == seq, (column, faults)


@pytest.mark.parametrize("seq", [1, 2])
def test_a_removed_entry_leaves_a_gap(
    seq: int, written: int, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("DELETE FROM journal WHERE seq = %s", [seq])
    assert [(f.number, f.seq) for f in proven()] == [("journal", seq + 1)]


def test_the_newest_entries_cannot_be_cut_off_once_sealed(
    written: int, owner: psycopg.Connection[Any]
) -> None:
    with db.connect() as connection:
        assert seal(connection, NOW) == 2  # the journal, and the rows of the cast
        assert seal(connection, NOW) == 0
    assert proven() == []
    owner.execute("DELETE FROM journal WHERE seq = 4")
    assert [(f.number, f.seq) for f in proven()] == [("journal", 4)]


def test_a_journal_rewritten_with_right_hashes_is_betrayed_by_the_seal(
    written: int, owner: psycopg.Connection[Any]
) -> None:
    with db.connect() as connection:
        seal(connection, NOW)
    owner.execute("UPDATE journal SET actor_name = '别人' WHERE seq = 4")
    owner.execute("UPDATE journal SET hash = journal_hash(journal, seq, prev_hash) WHERE seq = 4")
    assert [(f.number, f.seq) for f in proven()] == [("journal", 4)]


def test_two_hundred_notes_at_once_make_one_line(cast: dict[str, Persona]) -> None:
    def noted(n: int) -> None:
        with db.connect() as connection, connection.transaction():
            journal.note(connection, "unit", actor("system-admin"), subject=("unit", n))
            connection.execute("SELECT pg_sleep(0.002)")
            if n % 10 == 0:
                raise psycopg.Rollback

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(noted, range(200)))
    assert proven() == []
    with db.connect() as connection:
        assert count(connection) == 180


def test_an_entry_is_there_only_if_what_it_tells_of_is(cast: dict[str, Persona]) -> None:
    with db.connect() as connection, connection.transaction(force_rollback=True):
        journal.note(connection, "unit", actor("system-admin"), subject=("unit", 3))
    with db.connect() as connection:
        assert count(connection) == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET actor_name = 'x'",
        "DELETE FROM journal",
        "TRUNCATE journal",
        "INSERT INTO journal (kind, actor_name, address, subject_kind, subject_id, details, seq)"
        " VALUES ('read', '', '', '', '', '{}', 9)",
        "INSERT INTO journal (kind, actor_name, address, subject_kind, subject_id, details, at)"
        " VALUES ('read', '', '', '', '', '{}', '2020-01-01')",
        "SELECT cut_journal('2020-01-01', 1, 'x')",
    ],
)
def test_the_application_can_add_what_an_entry_says_and_nothing_else(
    change: str, written: int
) -> None:
    with db.connect() as connection, pytest.raises(psycopg.Error):
        connection.execute(change)
    assert proven() == []


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE journal SET actor_name = 'x'", "DELETE FROM journal", "TRUNCATE journal",
     "UPDATE journal SET hash = 'x'"],
)  # fmt: skip
def test_the_owner_is_refused_too(change: str, mode: str, written: int, database: Database) -> None:
    superuser = database.owner_url.replace("//rectify_owner@", "//postgres@")
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"SET session_replication_role = {mode}")
        with pytest.raises(psycopg.Error, match="append-only"):
            connection.execute(change)
