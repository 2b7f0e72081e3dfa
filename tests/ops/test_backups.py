"""A backup holds all that was there when it began, is refused when damaged, and restores."""

from __future__ import annotations

import io
import random
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import psycopg
import pytest
from alembic.command import downgrade
from psycopg.rows import dict_row
from sqlalchemy import create_engine

from rectify.servers.database_roles import OWNER
from rectify.servers.postgres import SUPERUSER
from tests.cast import BRANCH, Persona, actor
from tests.servers import Database, Servers
from workflow import evidence
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import BadInput, NotPossible, WorkflowError
from workflow.ops.backups import archive, contents, restoring
from workflow.ops.backups.making import make
from workflow.ops.backups.writing import BackupWriter
from workflow.ops.schema import configuration, upgrade
from workflow.platform import db, settings, sqlalchemy_url

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery"


@pytest.fixture
def empty(postgres: Servers) -> Iterator[tuple[str, str]]:
    """A database without tables: the owner's and the application's address."""
    owner_url, app_url = postgres.new_database()
    with psycopg.connect(owner_url.replace(OWNER, SUPERUSER), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.execute("ALTER SCHEMA public OWNER TO pg_database_owner")
    yield owner_url, app_url
    db.close()
    postgres.give_back(owner_url)


@pytest.fixture
def restore(
    empty: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Path]:
    """A function that restores a backup, points the settings at it and returns its folder."""

    def restored(file: Path, passphrase: str = "") -> Path:
        owner_url, app_url = empty
        folder = tmp_path / "restored"
        told = restoring.check(file, passphrase, _unheard)
        restoring.refuse_tables(owner_url)
        restoring.load(file, passphrase, told, owner_url, folder, _unheard)
        upgrade(owner_url)
        db.close()
        monkeypatch.setenv("DATABASE_URL", app_url)
        monkeypatch.setenv("RECTIFY_DATA", str(folder))
        db.close()
        return folder

    return restored


def _unheard(_: int) -> None:
    pass


def _raised() -> str:
    number = commands.raise_item(
        "problems", actor("inspector"), now=NOW,
        fields={"title": "灭火器过期", "unit": BRANCH, "severity": "minor"},
    ).number  # fmt: skip
    piece = evidence.store(io.BytesIO(number.encode() * 99), f"{number}.txt")
    commands.fire(number, "attach", actor("inspector"), evidence=[piece], now=NOW)
    return number


def _numbers() -> dict[str, list[dict[str, str]]]:
    with db.connect() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        rows = cursor.execute("SELECT number, evidence FROM items").fetchall()
    return {row["number"]: row["evidence"] for row in rows}


def _proven() -> list[object]:
    with db.connect() as connection:
        return list(verify(connection))


def test_a_backup_made_while_threads_decide_has_every_decision_from_before_it(
    cast: dict[str, Persona], tmp_path: Path, restore: Callable[..., Path]
) -> None:
    over, known = Event(), list[str]()

    def decide() -> None:
        while not over.is_set():
            known.append(_raised())

    with ThreadPoolExecutor(4) as pool:
        deciding = [pool.submit(decide) for _ in range(4)]
        while len(known) < 8 and not any(done.done() for done in deciding):
            over.wait(0.01)
        before = set(known)
        made = make(tmp_path / "one.backup")
        over.set()
    [done.result() for done in deciding]
    folder = restore(tmp_path / "one.backup")
    restored = _numbers()
    assert before <= restored.keys()
    assert made.faults == ()
    assert _proven() == []
    for pieces in restored.values():
        for piece in pieces:
            assert (folder / "evidence" / piece["sha256"][:2] / piece["sha256"]).exists()


def test_two_hundred_damages_are_each_refused_with_a_sentence(
    cast: dict[str, Persona], tmp_path: Path
) -> None:
    _raised()
    file, damaged = tmp_path / "one.backup", tmp_path / "damaged.backup"
    make(file)
    whole, draw = file.read_bytes(), random.Random(7)
    restoring.check(file, "", _unheard)
    for number in range(200):
        damaged.write_bytes(_damage(whole, draw))
        with pytest.raises(WorkflowError) as refused:
            restoring.check(damaged, "", _unheard)
        assert str(damaged) in refused.value.words.en, number
        assert "没有恢复" in refused.value.words.zh, number


def _damage(whole: bytes, draw: random.Random) -> bytes:
    kind, at = draw.randrange(5), draw.randrange(len(whole))
    if kind == 0:
        return whole[:at] + bytes([whole[at] ^ 1 << draw.randrange(8)]) + whole[at + 1 :]
    if kind == 1:
        return whole[:at]
    if kind == 2:
        return whole[:at] + bytes(1 + draw.randrange(600)) + whole[at:]
    if kind == 3:
        return whole + bytes(1 + draw.randrange(1024))
    blocks = [whole[i : i + 512] for i in range(0, len(whole), 512)]
    one, other = draw.sample([n for n, block in enumerate(blocks) if any(block)], 2)
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return b"".join(blocks)


def test_an_encrypted_backup_opens_by_its_passphrase_only_and_shows_every_damage(
    cast: dict[str, Persona], tmp_path: Path, restore: Callable[..., Path]
) -> None:
    _raised()
    file, damaged = tmp_path / "one.backup", tmp_path / "damaged.backup"
    make(file, PASSPHRASE)
    whole, draw = file.read_bytes(), random.Random(7)
    assert "灭火器".encode() not in whole
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput, match="is encrypted"):
        restoring.check(file, "", _unheard)
    with pytest.raises(NotPossible, match="does not open"):
        restoring.check(file, "another passphrase", _unheard)
    for _ in range(12):
        damaged.write_bytes(_damage(whole, draw))
        with pytest.raises(WorkflowError):
            restoring.check(damaged, PASSPHRASE, _unheard)
    restore(file, PASSPHRASE)
    assert _proven() == []


def test_whatever_is_in_the_data_folder_is_in_the_backup_but_what_is_the_machines(
    cast: dict[str, Persona], tmp_path: Path, restore: Callable[..., Path]
) -> None:
    for name in ("ledger_columns.csv", "new/of a later day.txt", "secret-key"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "seal.key").touch(0o600)
    for name in (
        "postgres/PG_VERSION",
        "log/web.log",
        "lock",
        "backups/old",
        "evidence/incoming/x",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    make(tmp_path / "earlier.backup")
    make(tmp_path / "one.backup")
    folder = restore(tmp_path / "one.backup")
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {"ledger_columns.csv", "new/of a later day.txt", "secret-key", "seal.key"}
    assert (folder / "seal.key").stat().st_mode & 0o777 == 0o600
    assert (folder / "secret-key").read_text() == settings().secret_key  # the one in force


def test_an_older_backup_is_migrated_and_a_newer_one_is_refused(
    cast: dict[str, Persona], database: Database, tmp_path: Path, restore: Callable[..., Path]
) -> None:
    number = _raised()
    engine = create_engine(sqlalchemy_url(database.owner_url))
    with engine.begin() as connection:
        downgrade(configuration(connection), "0026")
    engine.dispose()
    make(tmp_path / "older.backup")
    restore(tmp_path / "older.backup")
    assert number in _numbers()
    assert _proven() == []
    with (tmp_path / "newer.backup").open("wb") as file:
        writer = BackupWriter(file)
        writer.particulars(archive.BackupParticulars("", "9", "9999", 18, 0, 0))
        writer.seal()
    with pytest.raises(NotPossible, match="newer than this rectify"):
        restoring.check(tmp_path / "newer.backup", "", _unheard)


def test_a_place_in_use_is_refused_and_stays_as_it_is(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    with pytest.raises(NotPossible, match="has tables already"):
        restoring.refuse_tables(database.owner_url)
    restoring.refuse_files(tmp_path)
    _raised()
    with pytest.raises(NotPossible, match="in use already"):
        restoring.refuse_files(tmp_path)
    with pytest.raises(BadInput, match="was not overwritten"):
        make(next(tmp_path.glob("evidence/*/*")))


def test_a_member_with_a_way_out_of_the_folder_is_refused(
    cast: dict[str, Persona], empty: tuple[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "crafted.backup"
    for name in ("../out", "a/../../out", "/etc/out", "postgres/x", "evidence/incoming/x", ""):
        with file.open("wb") as opened:
            writer = BackupWriter(opened)
            writer.particulars(archive.BackupParticulars("", "0", "0001", 18, 0, 0))
            writer.add(archive.DATA + name, b"out")
            writer.seal()
        told = restoring.check(file, "", _unheard)
        with pytest.raises(NotPossible, match="what no backup has"):
            restoring.load(file, "", told, empty[0], tmp_path / "restored", _unheard)
        assert not contents.is_content(name)


def test_any_tool_unpacks_a_backup(cast: dict[str, Persona], tmp_path: Path) -> None:
    make(tmp_path / "one.backup")
    with tarfile.open(tmp_path / "one.backup") as tar:
        assert tar.getnames()[:2] == ["rectify-backup.json", "database/000000"]
        dump = tar.extractfile("database/000000")
        assert dump
        assert dump.read(5) == b"PGDMP"


def test_evidence_that_is_gone_or_changed_is_named_and_the_rest_is_kept(
    cast: dict[str, Persona], tmp_path: Path
) -> None:
    gone, changed = _raised(), _raised()
    paths = {number: evidence.path(pieces[0]["sha256"]) for number, pieces in _numbers().items()}
    paths[gone].unlink()
    paths[changed].write_bytes(b"other")
    made = make(tmp_path / "one.backup")
    assert sorted(fault.en.split(":")[0] for fault in made.faults) == sorted([gone, changed])
    restoring.check(tmp_path / "one.backup", "", _unheard)
