"""A cut takes away what is old and sealed, says so, and leaves a journal that is proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests import clock
from tests.cast import Persona, actor
from tests.servers import Database
from workflow import journal
from workflow.audit.sealing import seal
from workflow.audit.verifying import verify
from workflow.errors import NotPermitted, NotPossible
from workflow.journal.retention import cut
from workflow.platform import db

LONG = timedelta(days=400)


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    monkeypatch.setenv("RECTIFY_OWNER_DATABASE_URL", database.owner_url)
    db.close()
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def aged(owner: psycopg.Connection[Any], count: int) -> None:
    """Write entries as they were written long ago."""
    for n in range(count):
        owner.execute(
            "INSERT INTO journal (at, kind, actor_name, address, subject_kind, subject_id, details)"
            " VALUES (%s, 'signed_in', 'x', '', '', '', '{}')",
            [clock.now() - LONG + timedelta(minutes=n)],
        )


def sealed(at: datetime) -> None:
    with db.connect() as connection:
        seal(connection, at)


def left() -> list[tuple[int, str]]:
    with db.connect() as connection:
        assert verify(connection) == []
        return connection.execute("SELECT seq, kind FROM journal ORDER BY seq").fetchall()


def test_what_is_old_and_sealed_goes_and_the_rest_is_proven(
    owner: psycopg.Connection[Any],
) -> None:
    aged(owner, 5)
    sealed(clock.now() - LONG + timedelta(days=1))
    aged(owner, 2)  # after the seal
    with db.connect() as connection:
        journal.note(connection, "unit", actor("system-admin"))
    assert cut(clock.today() - timedelta(days=200)) == 5
    assert left() == [(6, "signed_in"), (7, "signed_in"), (8, "unit"), (9, "journal_cut")]
    assert cut(clock.today() - timedelta(days=200)) == 0
    sealed(clock.now())
    assert len(left()) == 4


def test_nothing_goes_that_no_seal_holds(owner: psycopg.Connection[Any]) -> None:
    aged(owner, 3)
    assert cut(clock.today() - timedelta(days=200)) == 0
    assert len(left()) == 3


def test_six_months_are_kept(owner: psycopg.Connection[Any]) -> None:
    aged(owner, 3)
    sealed(clock.now() - LONG)
    with pytest.raises(NotPossible, match="six months"):
        cut(clock.today() - timedelta(days=150))
    assert len(left()) == 3


def test_only_the_owner_cuts(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_OWNER_DATABASE_URL", database.app_url)
    db.close()
    with pytest.raises(NotPermitted):
        cut(clock.today() - timedelta(days=200))


def test_a_cut_that_was_made_up_is_betrayed(owner: psycopg.Connection[Any]) -> None:
    aged(owner, 5)
    owner.execute("ALTER TABLE journal DISABLE TRIGGER append_only")
    owner.execute(
        "INSERT INTO journal (kind, actor_name, address, subject_kind, subject_id, details)"
        " SELECT 'journal_cut', '', '', '', '', jsonb_build_object('seq', seq, 'hash', hash)"
        "   FROM journal WHERE seq = 3"
    )
    owner.execute("DELETE FROM journal WHERE seq <= 3")
    assert [fault.number for fault in verify(owner)] == ["journal"]
