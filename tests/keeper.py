"""The process that keeps the throw-away PostgreSQL and Valkey of one test run.

It is started by whichever test process comes first, serves all of them, and ends with the run:
when pytest goes away, also by ``kill -9``, it stops both servers and removes their folder.
Fresh databases are cloned ahead of need. A test takes one by renaming its file from ``ready/``
to ``taken/`` (atomic, so two processes never get the same one) and gives it back to ``done/``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import traceback
from itertools import count
from pathlib import Path

import psycopg

from rectify.servers.database_roles import OWNER, prepare
from rectify.servers.os_account import RunAs, open_the_way, run_as, server_account
from rectify.servers.postgres import SUPERUSER, Postgres, wheel_binaries
from rectify.servers.valkey import Valkey, wheel_binary
from workflow import profession
from workflow.declaration.packs import register

TEMPLATE = "migrated"
READY = 6  # databases kept ahead of the tests
HASTY = {  # Nothing here outlives the run, so nothing needs to reach a disk.
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "wal_level": "minimal", "max_wal_senders": "0", "max_connections": "200",
    "shared_buffers": "32MB", "autovacuum": "off",
}  # fmt: skip


class Keeper:
    """Both servers, their folder and the databases made ahead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        account = server_account()
        for name in ("sockets", "ready", "taken", "done"):
            (folder / name).mkdir()
        if account:
            folder.chmod(0o711)
            account.owns(folder / "sockets")
            open_the_way(wheel_binaries(), account)
        self.postgres = Postgres(folder / "pg", folder / "sockets", account, settings=HASTY)
        self.valkey = Valkey(folder, folder / "valkey.sock", wheel_binary(), ("--appendonly", "no"))
        self.children: list[subprocess.Popen[bytes]] = []
        self.numbers = count()

    def start(self) -> None:
        """Start both servers and migrate the template."""
        self.postgres.create()
        self._run(self.postgres.command, run_as(self.postgres.account))
        self._run(self.valkey.command, run_as(None))
        while not (self.postgres.answers() and self.valkey.answers()):
            time.sleep(0.02)
        self._template()

    def _run(self, command: tuple[str, ...], who: RunAs) -> None:
        log = (self.folder / f"{Path(command[0]).name}.log").open("ab")
        self.children.append(
            subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder,
                env=self.postgres.environment, **who,
            )
        )  # fmt: skip

    def _template(self) -> None:
        from workflow.ops.schema import upgrade

        prepare(self.postgres, TEMPLATE)
        upgrade(self.postgres.url(OWNER, TEMPLATE))
        with self.connection() as connection:  # a template nobody is connected to can be cloned
            connection.execute(f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [TEMPLATE],
            )

    def connection(self) -> psycopg.Connection:
        """Connect as the superuser."""
        return psycopg.connect(self.postgres.url(SUPERUSER, "postgres"), autocommit=True)

    def state(self) -> dict[str, str]:
        """Return what the tests need to know."""
        return {"sockets": str(self.folder / "sockets"), "valkey": str(self.folder / "valkey.sock")}

    def tend(self, connection: psycopg.Connection) -> bool:
        """Clone or drop one database; say whether there was anything to do."""
        for done in (self.folder / "done").iterdir():
            connection.execute(f"DROP DATABASE IF EXISTS {done.name} WITH (FORCE)")
            done.unlink()
            return True
        if len(list((self.folder / "ready").iterdir())) >= READY:
            return False
        name = f"test_{next(self.numbers)}"
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER {OWNER} STRATEGY file_copy"
        )
        (self.folder / "ready" / name).touch()
        return True

    def stop(self) -> None:
        """Stop at once: nothing here is to be kept."""
        for child in self.children:
            child.kill() if "valkey" in str(child.args[0]) else child.send_signal(3)  # type: ignore[index]
        for child in self.children:
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def alive(pid: int) -> bool:
    """Say whether the test run is still there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def keep(folder: Path, answer: Path, run: int) -> None:
    """Serve the test run with process id ``run`` until it ends."""
    keeper = Keeper(folder)
    try:
        keeper.start()
        answer.with_suffix(".part").write_text(json.dumps(keeper.state()))
        answer.with_suffix(".part").rename(answer)
        with keeper.connection() as connection:
            while alive(run):
                if not keeper.tend(connection):
                    time.sleep(0.02)
    except Exception:
        if alive(run):
            answer.write_text(json.dumps({"error": traceback.format_exc()}))
    finally:
        keeper.stop()


if __name__ == "__main__":
    register(profession.load)
    keep(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
