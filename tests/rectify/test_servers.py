"""The throw-away servers of the tests themselves: fresh databases, apart from each other."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.patience import eventually
from tests.rectify.service import ROOT, looked_at
from tests.servers import Database, Servers

pytestmark = pytest.mark.dayless

ONE_TEST = """
def test_one(database):
    import pathlib, time
    pathlib.Path({note!r}).write_text(database.owner_url)
    time.sleep({seconds})
"""


def test_each_test_has_a_migrated_database_of_its_own(
    database: Database, postgres: Servers
) -> None:
    other, _ = postgres.new_database()
    with psycopg.connect(database.owner_url) as mine:
        mine.execute("CREATE TABLE only_here ()")
        mine.execute("SELECT count(*) FROM items")
    with psycopg.connect(other) as theirs:
        assert theirs.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
    postgres.give_back(other)


def test_the_application_may_not_change_history(database: Database) -> None:
    with (
        psycopg.connect(database.app_url) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("DELETE FROM events")


def test_each_test_has_an_empty_queue(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as queue:
        assert queue.dbsize() == 0
        queue.set("left", "over")


def test_the_servers_end_with_the_run_even_when_it_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "note"
    test = tmp_path / "test_one.py"
    test.write_text(ONE_TEST.format(note=str(note), seconds=60))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.servers", "--rootdir"]
    # A run of its own, not one more process of the run that this test is in.
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    run = subprocess.Popen(
        [*command, str(tmp_path), str(test)],
        cwd=ROOT, env={**env, "PYTHONPATH": looked_at(ROOT)}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        eventually(lambda: note.exists() and note.read_text())
    finally:
        run.send_signal(signal.SIGKILL)
        run.wait()
    eventually(lambda: not answers(note.read_text()))


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
