"""Keys and anchors: old seals stay provable, and another database in place of today's is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rectify.servers.database_roles import OWNER
from rectify.servers.postgres import SUPERUSER
from tests.cast import BRANCH, Persona, actor
from tests.servers import Database
from tests.web import stories
from workflow import journal
from workflow.audit import anchors, nightly, seal_keys
from workflow.audit.proving import TrailProof, prove
from workflow.audit.sealing import seal
from workflow.engine import commands
from workflow.errors import BadInput, NotPossible
from workflow.evidence import path
from workflow.platform import db, settings

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def decide(cast: dict[str, Persona]) -> Callable[[], str]:
    """A function that raises a problem and seals it; returns its number."""

    def decided() -> str:
        number = commands.raise_item(
            "problems", actor("inspector"), now=NOW,
            fields={"title": "灭火器过期", "unit": BRANCH, "severity": "minor"},
        ).number  # fmt: skip
        with db.connect() as connection:
            seal(connection, NOW)
        return number

    return decided


@pytest.fixture
def forger(database: Database) -> Iterator[psycopg.Connection[Any]]:
    """The owner of the database, who switches off whatever is in the way."""
    url = database.owner_url.replace(OWNER, SUPERUSER)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in ("events", "items", "seals", "seal_leaves", "seal_keys", "counters"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield connection


def _proof(*files: Path) -> TrailProof:
    with db.connect() as connection:
        return prove(connection, anchor_files=files)


def _anchor(tmp_path: Path) -> Path:
    with db.connect() as connection:
        anchor = anchors.newest(connection)
    assert anchor
    file = tmp_path / "outside.anchor"
    file.write_text(anchor.line)
    return file


def _wrong(proof: TrailProof) -> str:
    return " ".join(fault.words.en for fault in proof.faults)


def test_seals_of_every_key_ever_published_are_proven_and_the_keys_are_named(
    decide: Callable[[], str],
) -> None:
    decide()
    with db.connect() as connection:
        new = seal_keys.rotate(connection, NOW + timedelta(hours=1))
        keys = seal_keys.published(connection)
    decide()
    proof = _proof()
    assert proof.faults == ()
    first = next(iter(keys))
    assert [words.en for words in proof.rests_on] == [
        f"key {first} signed 1 seal (1 to 1)", f"key {new} signed 1 seal (2 to 2)",
    ]  # fmt: skip
    assert keys[new].certified_by == first


def test_two_nodes_prove_the_seals_of_each_other(
    decide: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = [settings().data, tmp_path / "second"]
    for node in (*nodes, *nodes):
        monkeypatch.setenv("RECTIFY_DATA", str(node))
        db.close()
        decide()
    for node in nodes:
        monkeypatch.setenv("RECTIFY_DATA", str(node))
        db.close()
        assert _proof().faults == ()
    with db.connect() as connection:
        assert len(seal_keys.published(connection)) == 2


def test_a_key_that_is_given_as_a_file_signs_and_a_file_without_a_key_is_refused(
    decide: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "given.key"
    monkeypatch.setenv("RECTIFY_SEAL_KEY_FILE", str(file))
    for content in (b"ab" * 32, b"a" * 32):
        file.write_bytes(content)
        db.close()
        decide()
    with db.connect() as connection:
        assert len(seal_keys.published(connection)) == 2
        with pytest.raises(NotPossible, match="RECTIFY_SEAL_KEY_FILE"):
            seal_keys.rotate(connection, NOW)
        for content in (b"", b"short", b"x" * 64):
            file.write_bytes(content)
            with pytest.raises(NotPossible, match="32 bytes"):
                anchors.newest(connection)
    assert not (settings().data / seal_keys.KEY_FILE).exists()


@pytest.mark.parametrize(
    "forgery",
    ["DELETE FROM seal_keys", "UPDATE seals SET key_id = 'aaaaaaaaaaaaaaaa'"],
)
def test_what_no_published_key_signed_is_said_to_be_unproven(
    decide: Callable[[], str], forger: psycopg.Connection[Any], forgery: str
) -> None:
    decide()
    (settings().data / seal_keys.KEY_FILE).unlink()
    forger.execute(forgery)
    proof = _proof()
    assert "not proven" in _wrong(proof)


def test_a_certificate_that_does_not_hold_is_named(
    decide: Callable[[], str], forger: psycopg.Connection[Any]
) -> None:
    decide()
    with db.connect() as connection:
        new = seal_keys.rotate(connection, NOW)
    for change in ("certificate = reverse(certificate)", "public = reverse(public)"):
        with forger.transaction(force_rollback=True):
            forger.execute(f"UPDATE seal_keys SET {change} WHERE id = %s", [new])
            assert f"key {new}" in [f.number for f in prove(forger).faults]


def test_what_a_proof_does_not_prove_is_said(cast: dict[str, Persona]) -> None:
    assert "nothing is sealed" in _proof().not_proven[0].en


def test_an_anchor_from_outside_fits_as_long_as_the_trail_only_grows(
    decide: Callable[[], str], tmp_path: Path
) -> None:
    decide()
    file = _anchor(tmp_path)
    decide()
    proof = _proof(file)
    assert proof.faults == ()
    assert not any("no anchor" in words.en for words in proof.not_proven)


def test_an_end_that_was_cut_off_is_found_by_its_anchor_and_not_sealed_over(
    decide: Callable[[], str], forger: psycopg.Connection[Any], tmp_path: Path
) -> None:
    decide()
    cut = decide()
    file = _anchor(tmp_path)
    forger.execute("DELETE FROM seal_leaves WHERE seal_no = 2; DELETE FROM seals WHERE no = 2")
    forger.execute("DELETE FROM events WHERE item_id = 2; DELETE FROM items WHERE id = 2")
    forger.execute("UPDATE counters SET value = 1")
    assert cut == "P2026-0002"
    assert "cut off" in _wrong(_proof())  # by what this node remembers
    with db.connect() as connection, pytest.raises(NotPossible, match="Nothing more is sealed"):
        seal(connection, NOW)
    anchors.head_file().unlink()
    assert _proof().faults == ()
    assert "cut off" in _wrong(_proof(file))


def test_a_history_that_the_owner_of_database_and_key_wrote_anew_is_found_by_the_anchor(
    decide: Callable[[], str], forger: psycopg.Connection[Any], tmp_path: Path
) -> None:
    decide()
    file = _anchor(tmp_path)
    forger.execute("DELETE FROM seal_leaves; DELETE FROM seals")
    anchors.head_file().unlink()
    with db.connect() as connection:
        seal(connection, NOW + timedelta(hours=1))
    assert _proof().faults == ()
    assert "rewritten or replaced" in _wrong(_proof(file))


def test_an_anchor_that_was_changed_or_is_none_is_refused(
    decide: Callable[[], str], tmp_path: Path
) -> None:
    decide()
    file = _anchor(tmp_path)
    text = file.read_text()
    file.write_text(text.replace("rectify-anchor-1 1 ", "rectify-anchor-1 9 "))
    assert "signed by no published key" in _wrong(_proof(file))
    file.write_text("nothing")
    with pytest.raises(BadInput, match="no anchor"):
        _proof(file)
    with pytest.raises(BadInput, match="no anchor"):
        _proof(tmp_path / "missing")


def test_evidence_that_is_gone_or_changed_is_named_by_the_proof(
    cast: dict[str, Persona],
) -> None:
    piece = stories.stored()
    number = stories.rectified(piece)
    assert _proof().faults == ()
    place = path(piece.sha256)
    whole = place.read_bytes()
    place.unlink()
    assert [f.number for f in _proof().faults] == [number]
    place.write_bytes(whole + b"x")
    assert "does not hold what was handed in" in _wrong(_proof())


def test_everything_is_proven_once_a_night_and_a_fault_is_told_until_it_is_gone(
    decide: Callable[[], str], forger: psycopg.Connection[Any]
) -> None:
    decide()
    with db.connect() as connection:
        journal.note(connection, "verified", events=0, wrong=0)
        row = connection.execute("SELECT now()").fetchone()
    assert row
    now: datetime = row[0]
    assert nightly.keep(now) == (0, "")
    assert nightly.keep(now + timedelta(days=1)) == (1, "")
    forger.execute("UPDATE events SET comment = 'x'")
    events, problem = nightly.keep(now + timedelta(days=2))
    assert (events, "does not match its hash" in problem) == (1, True)
    assert "1 wrong" in nightly.keep(now)[1]
