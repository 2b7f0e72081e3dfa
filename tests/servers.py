"""Fixtures: a throw-away PostgreSQL and Valkey, one of each for all processes of a test run."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from rectify.servers.database_roles import APP, OWNER
from rectify.servers.postgres import Postgres
from rectify.servers.valkey import Valkey
from tests.patience import eventually

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Database:
    """A fresh migrated database of one test."""

    owner_url: str
    app_url: str


@dataclass(frozen=True)
class Servers:
    """The running servers; ``new_database`` takes a database that was cloned ahead."""

    folder: Path

    def new_database(self) -> tuple[str, str]:
        """Return the owner's and the application's address of a fresh migrated database."""
        taken = eventually(self._taken, lambda: "to the keeper of the test databases")
        server = Postgres(self.folder / "pg", self.folder / "sockets")
        return server.url(OWNER, taken), server.url(APP, taken)

    def _taken(self) -> str:
        for ready in sorted((self.folder / "ready").iterdir()):
            try:
                ready.rename(self.folder / "taken" / ready.name)
            except FileNotFoundError:
                continue  # another process was quicker
            return ready.name
        return ""

    def give_back(self, owner_url: str) -> None:
        """Let the keeper drop the database."""
        name = owner_url.split("@/")[1].split("?")[0]
        (self.folder / "taken" / name).rename(self.folder / "done" / name)

    def valkey_url(self, database: int) -> str:
        """Return the address of one of Valkey's numbered databases."""
        return Valkey(self.folder, self.folder / "valkey.sock", Path()).url(database)


def _worker() -> int:
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def _started(shared: Path) -> Servers:
    """Start the keeper unless another process of this run did; wait until it serves."""
    answer = shared / "servers.json"
    with (shared / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            _start_keeper(answer)
    state = json.loads(answer.read_text())
    if "error" in state:
        pytest.exit(f"the test servers did not start:\n{state['error']}", returncode=3)
    return Servers(Path(state["sockets"]).parent)


def _start_keeper(answer: Path) -> None:
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    memory = Path("/dev/shm")  # a folder in memory makes cloning several times as fast
    place = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="rectify-tests-", dir=place))
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.keeper", str(folder), str(answer), str(run)],
        cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    while not answer.exists():
        assert keeper.poll() is None, "the keeper of the test servers ended"
        time.sleep(0.02)
    keeper.returncode = 0  # It outlives this process on purpose; no "still running" warning.


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Servers:
    """The throw-away server; ``.new_database()`` gives (owner_url, app_url)."""
    shared = tmp_path_factory.getbasetemp()
    return _started(shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared)


@pytest.fixture
def database(postgres: Servers) -> Iterator[Database]:
    """A fresh migrated database, dropped afterwards; sets nothing global."""
    owner_url, app_url = postgres.new_database()
    yield Database(owner_url, app_url)
    postgres.give_back(owner_url)


@pytest.fixture(scope="session")
def valkey(postgres: Servers) -> str:
    """The address of this test process's own numbered database in the throw-away Valkey."""
    return postgres.valkey_url(_worker())


@pytest.fixture
def redis_url(valkey: str) -> str:
    """The same address, empty for each test."""
    with redis.Redis.from_url(valkey) as connection:
        connection.flushdb()
    return valkey
