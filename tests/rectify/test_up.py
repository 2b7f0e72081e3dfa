"""``rectify up`` as a user meets it: one service, from outside, in a path with 空格 and spaces."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from rectify.data_folder import DataFolder
from rectify.servers import database_roles
from rectify.service.processes import QUEUES
from tests.patience import eventually
from tests.rectify.service import Service, environment, free_port, run, start

pytestmark = pytest.mark.xdist_group("up")
CHILDREN = {"postgres", "valkey", *(f"worker-{queue}" for queue in QUEUES), "timetable", "web"}


@pytest.fixture(scope="module")
def service(lasting_place: Path) -> Iterator[Service]:
    data = lasting_place / "整改 销号" / "my data"
    data.parent.mkdir()
    with start(data) as service:
        yield service.wait()


def queue_of(service: Service) -> redis.Redis:
    return redis.Redis.from_url(f"unix://{DataFolder(service.data).sockets()}/valkey.sock")


def test_every_process_runs_and_the_address_is_shown(service: Service) -> None:
    assert set(service.pids()) == CHILDREN
    assert f"http://127.0.0.1:{service.port}" in service.said()
    assert "Ctrl-C" in service.said()
    # Nobody can sign in yet: the one-time address leads through the set-up.
    shown = re.compile(rf"http://127\.0\.0\.1:{service.port}/first-run/[\w-]{{40,}}")
    eventually(lambda: shown.search(service.said()), or_else=service.said)


def test_a_second_up_on_the_same_folder_is_refused_with_a_sentence(service: Service) -> None:
    second = run("up", env=environment(service.data, RECTIFY_PORT=str(free_port())))
    assert second.returncode == 1
    assert second.stderr.startswith("Another 'rectify up' already runs on")
    assert f"process {service.process.pid}" in second.stderr
    assert service.healthy()


def test_a_taken_port_is_named(service: Service, place: Path) -> None:
    other = run("up", env=environment(place / "other", RECTIFY_PORT=str(service.port)))
    assert other.returncode == 1
    assert f"Port {service.port} on 127.0.0.1 is taken by another program." in other.stderr
    assert "RECTIFY_PORT=" in other.stderr


def test_the_application_serves_as_a_role_that_owns_and_bypasses_nothing(service: Service) -> None:
    with service.connected() as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles"
            " WHERE rolname = %s", [database_roles.APP],
        ).fetchone()  # fmt: skip
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [database_roles.APP]
        ).fetchone()
    assert row == (False, False, False, False)
    assert owned == (0,)


def test_the_database_is_durable_and_listens_on_no_port(service: Service) -> None:
    with service.connected() as connection:
        told = {
            name: connection.execute(f"SHOW {name}").fetchone()
            for name in ("fsync", "data_checksums", "listen_addresses", "server_encoding")
        }
    assert told == {
        "fsync": ("on",), "data_checksums": ("on",), "listen_addresses": ("",),
        "server_encoding": ("UTF8",),
    }  # fmt: skip
    with queue_of(service) as connection:
        kept = connection.config_get("*")
    assert (kept["appendonly"], kept["maxmemory-policy"], kept["port"]) == (
        "yes",
        "noeviction",
        "0",
    )


def test_the_processes_are_not_told_the_owner_of_the_tables(service: Service) -> None:
    for process in service.family():
        with suppress(psutil.NoSuchProcess):  # the servers' own helpers come and go
            assert "RECTIFY_OWNER_DATABASE_URL" not in process.environ()


def test_what_is_kept_is_closed_to_other_people(service: Service) -> None:
    assert (service.data / "secret-key").stat().st_mode & 0o077 == 0
    assert (service.data / "log").stat().st_mode & 0o077 == 0
    assert (service.data / "postgres").stat().st_mode & 0o077 == 0
    assert service.data.stat().st_mode & 0o007 == 0


def test_each_server_keeps_its_files_in_its_own_folder(service: Service) -> None:
    assert list((service.data / "valkey").glob("appendonlydir/*.aof"))
    assert (service.data / "postgres" / "PG_VERSION").exists()
    # A service that has been up for some minutes has made its backup, too.
    names = {path.name for path in service.data.iterdir()} - {"backups", "anchors"}
    assert names <= {
        "children.json", "evidence", "lock", "log", "postgres", "secret-key", "valkey",
        "seal.key", "seal.pub", "mailbox", "spool",
    }  # fmt: skip


def test_a_command_beside_the_service_uses_its_database(service: Service) -> None:
    report = run("doctor", env=environment(service.data, RECTIFY_PORT=str(service.port)))
    assert "The tables are current" in report.stdout
    assert "answers" in report.stdout
    wrong = [line for line in report.stdout.splitlines() if line.startswith("✗")]
    assert len(wrong) == 1  # nobody has an account yet
    assert "sign in" in wrong[0]
    assert report.returncode == 1


@pytest.mark.parametrize("name", sorted(CHILDREN))
def test_a_child_killed_with_9_is_started_again_and_nothing_is_lost(
    service: Service, name: str
) -> None:
    with service.connected() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (what text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [name])
    with queue_of(service) as queue:
        queue.rpush("kept", name)
        time.sleep(1.2)  # the append-only file reaches the disk every second
    before = service.pids()[name]
    os.kill(before, signal.SIGKILL)
    eventually(lambda: service.pids().get(name, before) != before)
    eventually(service.healthy)
    assert f"{name} ended unexpectedly (SIGKILL)" in service.said()
    eventually(lambda: kept_in_both(service, name))


def kept_in_both(service: Service, name: str) -> bool:
    try:
        with service.connected() as connection, queue_of(service) as queue:
            row = connection.execute("SELECT 1 FROM kept WHERE what = %s", [name]).fetchone()
            return row == (1,) and name.encode() in queue.lrange("kept", 0, -1)
    except (psycopg.OperationalError, redis.ConnectionError):
        return False
