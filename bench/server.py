"""The throw-away PostgreSQL of a run: durable settings, a folder on the project's own disk."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from rectify.servers.os_account import open_the_way, run_as, server_account
from rectify.servers.postgres import DURABLE, SUPERUSER, Postgres, wheel_binaries

ROOT = Path(__file__).resolve().parent.parent
# A checkpoint in the middle of one contestant's round would be charged to it alone.
QUIET = {"max_wal_size": "8GB", "checkpoint_timeout": "1h"}


class Failed(Exception):
    """Something was not done as it was to be; the run is worth nothing."""


@contextmanager
def throwaway() -> Iterator[Postgres]:
    """Start a server of the wheel, lend it, stop it and remove all it wrote."""
    (ROOT / "var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / "var"))
    sockets = Path(tempfile.mkdtemp(prefix="bench-"))  # short: a socket's path has 107 bytes
    try:
        with _running(_made(folder, sockets), folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def _made(folder: Path, sockets: Path) -> Postgres:
    if _kind_of_disk(folder) == "tmpfs":
        raise Failed(f"{folder} lies in memory; put the project on a disk to measure durability")
    account = server_account()
    if account:
        open_the_way(wheel_binaries() / "postgres", account)
        open_the_way(folder / "pg", account)
        account.owns(sockets)
    server = Postgres(folder / "pg", sockets, account, settings={**DURABLE, **QUIET})
    server.create()
    return server


def _kind_of_disk(folder: Path) -> str:
    told = subprocess.run(
        ["stat", "--file-system", "--format=%T", str(folder)], capture_output=True, text=True
    )
    return told.stdout.strip()


@contextmanager
def _running(server: Postgres, folder: Path) -> Iterator[Postgres]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            server.command, stdout=log, stderr=log, env=server.environment,
            cwd="/", **run_as(server.account),
        )  # fmt: skip
    try:
        while not server.answers():
            if process.poll() is not None:
                raise Failed((folder / "server.log").read_text())
            time.sleep(0.05)
        yield server
    finally:
        process.send_signal(2)  # a fast shutdown: open transactions are rolled back
        process.wait(60)


def clone(server: Postgres, source: str, name: str) -> None:
    """Copy a database, so that every contestant starts from the same bytes."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(source)))


def query(server: Postgres, database: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement as the superuser and return its rows."""
    with psycopg.connect(server.url(SUPERUSER, database), autocommit=True) as connection:
        done = connection.execute(statement.encode())
        return done.fetchall() if done.description else []
