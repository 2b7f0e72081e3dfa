"""A data folder of an older PostgreSQL is brought up where its programs are; else a sentence."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from rectify.servers.database_roles import OWNER, prepare
from rectify.servers.os_account import open_the_way, run_as, server_account
from rectify.servers.postgres import Postgres, wheel_binaries
from rectify.servers.postgres_upgrade import bring_up
from tests.patience import eventually
from workflow.errors import NotPossible
from workflow.words import Words

OLD = Path("/usr/lib/postgresql/15/bin")
HASTY = {"fsync": "off"}
TABLE = "CREATE TABLE kept AS SELECT n, '整改' || n AS told FROM generate_series(1, 1000) AS n"


@pytest.fixture
def old() -> Iterator[Postgres]:
    """A cluster of PostgreSQL 15 with rows in it, stopped; in a folder that no other run closes."""
    if not (OLD / "postgres").exists():
        pytest.skip("PostgreSQL 15 is not installed here")
    folder, account = Path(tempfile.mkdtemp(prefix="rectify-pg-")), server_account()
    (folder / "s").mkdir()
    if account:
        open_the_way(wheel_binaries(), account)
        open_the_way(folder, account)
        account.owns(folder)
        account.owns(folder / "s")
    server = Postgres(folder / "postgres", folder / "s", account, OLD, HASTY)
    server.create()
    with running(server):
        prepare(server)
        with psycopg.connect(server.url(OWNER, "rectify")) as connection:
            connection.execute(TABLE)
    yield server
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(server: Postgres) -> Iterator[None]:
    with subprocess.Popen(
        server.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=server.environment, cwd="/", **run_as(server.account),
    ) as process:  # fmt: skip
        try:
            eventually(server.answers, lambda: "to PostgreSQL")
            yield
        finally:
            process.terminate()


def new(server: Postgres) -> Postgres:
    return replace(server, binaries=wheel_binaries())


def rows(server: Postgres) -> list[tuple[str, int]]:
    with running(server), psycopg.connect(server.url(OWNER, "rectify")) as connection:
        return connection.execute("SELECT max(told), count(*) FROM kept").fetchall()


def test_the_data_of_an_older_version_goes_on_and_the_old_folder_stays(old: Postgres) -> None:
    told: list[Words] = []
    server = new(old)
    bring_up(server, told.append)
    assert (server.data / "PG_VERSION").read_text().strip() == str(server.version)
    assert rows(server) == [("整改999", 1000)]
    kept = server.data.with_name("postgres.15")
    assert f"the old data stays in {kept}" in told[0].en
    assert (kept / "PG_VERSION").read_text() == "15\n"
    bring_up(server, told.append)  # once is enough
    assert len(told) == 2
    assert rows(replace(old, data=kept)) == [("整改999", 1000)]  # the way back


def test_an_upgrade_that_was_cut_off_is_finished_or_done_again(old: Postgres) -> None:
    server = new(old)
    half, whole = (old.data.with_name(f"postgres.{name}") for name in ("upgrading", "upgraded"))
    half.mkdir()
    whole.mkdir()  # the old one may have been used since: it is made anew
    (whole / "PG_VERSION").write_text("18\n")
    bring_up(server, lambda _: None)
    server.data.rename(whole)
    bring_up(server, lambda _: None)
    assert rows(server) == [("整改999", 1000)]


def test_without_the_old_programs_the_start_stops_and_says_what_to_do(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", tmp_path)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(NotPossible, match=r"apt-get install postgresql-9.*rectify restore"):
        bring_up(server, lambda _: None)
    (server.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(NotPossible, match="newer than this one"):
        bring_up(server, lambda _: None)
    assert [file.name for file in tmp_path.iterdir()] == ["postgres"]


def test_a_copy_that_is_there_already_is_not_overwritten(old: Postgres) -> None:
    old.data.with_name("postgres.15").mkdir()
    with pytest.raises(NotPossible, match="move it away first"):
        bring_up(new(old), lambda _: None)
    assert (old.data / "PG_VERSION").read_text() == "15\n"
