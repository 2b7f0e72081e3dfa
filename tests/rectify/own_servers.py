"""Servers of the user's own, as Debian ships them: PostgreSQL 15 and Redis 7."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rectify.servers import database_roles
from rectify.servers.os_account import run_as, server_account
from rectify.servers.postgres import Postgres
from rectify.servers.valkey import Valkey
from tests.patience import eventually

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
REDIS_7 = Path(shutil.which("redis-server") or "/nowhere")


@contextmanager
def postgres_15() -> Iterator[Postgres]:
    """Run Debian's PostgreSQL with the database and the roles."""
    folder = Path(tempfile.mkdtemp(prefix="rectify-pg15-", dir="/tmp"))
    account = server_account()
    (folder / "sockets").mkdir()
    if account:
        folder.chmod(0o711)
        account.owns(folder / "sockets")
    server = Postgres(folder / "pg", folder / "sockets", account, POSTGRES_15, {"fsync": "off"})
    server.create()
    process = subprocess.Popen(
        server.command, env=server.environment, stderr=subprocess.DEVNULL, **run_as(account)
    )
    try:
        eventually(server.answers)
        database_roles.prepare(server)
        yield server
    finally:
        process.send_signal(2)
        process.wait(20)
        shutil.rmtree(folder)


@contextmanager
def redis(folder: Path, binary: Path, settings: tuple[str, ...] = ()) -> Iterator[str]:
    """Run a Redis or a Valkey; yield its address."""
    server = Valkey(folder, folder / "redis.sock", binary, settings)
    # Debian's Redis does not bear the clock of `make test-days`: its allocator asks for the time.
    env = {**os.environ, "LD_PRELOAD": ""}
    process = subprocess.Popen(server.command, cwd=folder, stdout=subprocess.DEVNULL, env=env)
    try:
        eventually(server.answers)
        yield server.url()
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def mail_server(port: int, mailbox: Path) -> Iterator[str]:
    """Run the mail catcher as if it were the user's own mail server; yield its address."""
    command = [sys.executable, "-m", "rectify.demo.mail_catcher", "--port", str(port)]
    process = subprocess.Popen([*command, "--mailbox", str(mailbox)])
    try:
        from rectify.service.processes import listening

        eventually(lambda: listening("127.0.0.1", port))
        yield f"smtp://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
