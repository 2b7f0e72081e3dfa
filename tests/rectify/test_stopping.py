"""Stopping and starting again: Ctrl-C, SIGTERM, ``kill -9``; nothing left, nothing lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import psutil
import pytest

from tests.patience import ENOUGH, eventually
from tests.rectify.service import COMMAND, ROOT, environment, run, start

pytestmark = pytest.mark.dayless

SAME_PYTHON = "import rectify, sys; sys.exit(sys.version != sys.argv[1])"


def all_gone(family: list[psutil.Process]) -> bool:
    return not any(running(process) for process in family)


def running(process: psutil.Process) -> bool:
    try:  # a dead one that nobody has asked after is dead
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_everything_stops_and_nothing_is_left(place: Path, number: signal.Signals) -> None:
    service = start(place / "data").wait()
    family = service.family()
    service.stop(number)
    assert service.process.returncode == 0
    assert all_gone(family)
    assert not (service.data / "children.json").exists()


def test_stopping_while_starting_leaves_nothing(place: Path) -> None:
    service = start(place / "data")
    eventually((service.data / "children.json").exists)
    family = service.family()
    service.stop()
    assert all_gone(family)


def test_after_a_killed_supervisor_the_next_up_cleans_and_has_all_the_data(place: Path) -> None:
    service = start(place / "data").wait()
    with service.connected() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'before' AS what")
    left = service.family()
    service.stop(signal.SIGKILL)
    assert not all_gone(left)
    with start(place / "data") as again:
        assert "The last run was not stopped properly" in again.wait().said()
        assert all_gone(left)
        with again.connected() as connection:
            assert connection.execute("SELECT what FROM kept").fetchone() == ("before",)


def test_a_command_without_the_service_starts_the_database_and_stops_it_again(
    place: Path,
) -> None:
    env = environment(place / "data")
    made = run("init", env=env)
    assert made.returncode == 0, made.stderr
    assert "Next: rectify up" in made.stdout
    assert "The tables are current" in run("doctor", env=env).stdout
    assert not (place / "data" / "postgres" / "postmaster.pid").exists()


def test_a_second_command_waits_for_the_first_and_both_succeed(place: Path) -> None:
    env = environment(place / "data")
    both = [subprocess.Popen([*COMMAND, "init"], env=env) for _ in range(2)]
    assert [command.wait(ENOUGH) for command in both] == [0, 0]


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_an_ordinary_user_runs_it_too() -> None:
    nobody = 65534
    home = Path(mkdtemp(prefix="rectify-nobody-", dir="/tmp"))
    os.chown(home, nobody, nobody)
    try:
        with start(home / "data", command=(*ordinary(nobody), *COMMAND)) as service:
            service.wait()
            assert {process.uids().real for process in service.family()} == {nobody}
            service.stop()
            assert service.process.returncode == 0
    finally:
        rmtree(home)


def ordinary(user: int) -> tuple[str, ...]:
    """Return what makes a command run as the user, who may read where Python is installed."""
    plain = ("setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups")
    # Root's Python is often below /root, where nobody else may look.
    looking = (*plain, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search")
    for prefix in (plain, looking):
        with suppress(OSError):
            trial = [*prefix, sys.executable, "-c", SAME_PYTHON, sys.version]
            if subprocess.run(trial, cwd=ROOT, capture_output=True, check=False).returncode == 0:
                return prefix
    pytest.skip("no way here to run this Python as an ordinary user")
