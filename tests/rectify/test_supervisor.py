"""The supervisor with small stand-in processes: order, restarts, back-off, what is left over."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from rectify.data_folder import DataFolder
from rectify.servers.postgres import Postgres
from rectify.servers.valkey import Valkey
from rectify.service import orphans, program
from rectify.service.processes import (
    postgres_program,
    timetable_program,
    valkey_program,
    web_program,
    worker_programs,
)
from rectify.service.program import Program
from rectify.service.supervisor import Supervisor
from tests.patience import ENOUGH, eventually
from workflow.errors import NotPossible
from workflow.words import Words

POLITE = """
import signal, sys, time
def stop(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("started", flush=True)
open(sys.argv[1] + "." + sys.argv[2], "w").close()
while True:
    time.sleep(1)
"""
SOCIABLE = """
import pathlib, signal, sys, time
name, *names = sys.argv[2:]
def note(name, what):
    return pathlib.Path(sys.argv[1]) / (name + what)
signal.signal(signal.SIGTERM, lambda *_: note(name, ".asked").touch())
note(name, ".up").touch()
while not all(note(name, ".asked").exists() for name in names):  # ends in company only
    time.sleep(0.02)
note(name, ".ended").touch()
"""
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
open(sys.argv[1], "w").write(str(below.pid))
time.sleep(100)
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder.at(tmp_path / "data")


@pytest.fixture
def told() -> list[Words]:
    return []


@pytest.fixture
def supervisor(folder: DataFolder, told: list[Words]) -> Iterator[Supervisor]:
    supervisor = Supervisor(folder, told.append)
    yield supervisor
    supervisor.stop()


def polite(name: str, notes: Path, rank: int = 0) -> Program:
    return Program(
        name,
        (sys.executable, "-c", POLITE, str(notes), name),
        dict(os.environ),
        ready=notes.with_name(f"{notes.name}.{name}").exists,
        rank=rank,
    )


def pid_of(supervisor: Supervisor, number: int = 0) -> int:
    process = supervisor.watched[number].child.process
    assert process is not None
    return process.pid


def started_again(supervisor: Supervisor, first: int) -> bool:
    """Tell whether another process runs; between the death and the start there is none."""
    process = supervisor.watched[0].child.process
    return process is not None and process.pid != first


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_everything_is_stopped_in_the_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    for name in ("postgres", "valkey", "web"):
        supervisor.start(polite(name, notes))
    supervisor.stop()
    assert notes.read_text().split() == ["web", "valkey", "postgres"]


def test_the_pages_are_stopped_before_the_workers_whoever_was_started_first(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    for name, rank in (("postgres", 0), ("web", 3), ("worker", 1), ("timetable", 2)):
        supervisor.start(polite(name, notes, rank))
    supervisor.stop()
    assert notes.read_text().split() == ["web", "timetable", "worker", "postgres"]


def test_a_process_that_dies_is_started_again_and_a_line_says_so(
    supervisor: Supervisor, told: list[Words], tmp_path: Path
) -> None:
    supervisor.start(polite("web", tmp_path / "notes"))
    first = pid_of(supervisor)
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    os.kill(first, signal.SIGKILL)
    eventually(lambda: started_again(supervisor, first))
    supervisor.stopping.set()
    watching.join()
    assert "web ended unexpectedly (SIGKILL)" in told[0].en
    assert "web.log" in told[0].en
    assert "意外退出" in told[0].zh


def test_a_process_that_keeps_dying_is_started_ever_more_slowly(
    supervisor: Supervisor, told: list[Words]
) -> None:
    supervisor.start(Program("web", (sys.executable, "-c", ""), dict(os.environ)))
    watching = threading.Thread(target=supervisor.watch)
    watching.start()
    eventually(lambda: len(told) == 3)
    supervisor.stopping.set()
    watching.join()
    waits = [line.en.split("again in ")[1].split(" s")[0] for line in told[:3]]
    assert waits == ["0.5", "1", "2"]


def test_a_process_that_will_not_stop_is_killed_with_everything_it_started(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    note = tmp_path / "below"
    command = (sys.executable, "-c", STUBBORN, str(note))
    supervisor.start(Program("worker", command, dict(os.environ), ready=note.exists, patience=0.3))
    eventually(note.read_text)
    below, above = int(note.read_text()), pid_of(supervisor)
    supervisor.stop()
    assert gone(above)
    eventually(lambda: gone(below))


def test_neighbours_of_one_stage_are_stopped_together(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    names = ("mail", "documents", "spare")
    for name in names:
        supervisor.start(
            Program(
                name, (sys.executable, "-c", SOCIABLE, str(tmp_path), name, *names),
                dict(os.environ), ready=(tmp_path / f"{name}.up").exists, patience=ENOUGH,
                stage="workers",
            )
        )  # fmt: skip
    supervisor.stop()
    assert [(tmp_path / f"{name}.ended").exists() for name in names] == [True] * 3


def test_stopping_takes_no_longer_than_docker_waits(folder: DataFolder) -> None:
    server = Postgres(folder.postgres, folder.sockets())
    valkey = Valkey(folder.root, folder.sockets() / "valkey", Path("valkey"))
    programs = [
        postgres_program(server), valkey_program(valkey, {}), worker_programs({})[0],
        timetable_program({}), web_program("127.0.0.1", 1, {}),
    ]  # fmt: skip
    worst = sum(program.patience * len(program.signals) for program in programs)
    assert worst < 10  # seconds, of processes none of which does as it is asked


def test_a_process_that_does_not_come_up_is_refused_with_the_end_of_its_log(
    supervisor: Supervisor,
) -> None:
    command = (sys.executable, "-c", "raise SystemExit('the disk is full')")
    never = Program("web", command, dict(os.environ), ready=lambda: False)
    with pytest.raises(NotPossible) as refused:
        supervisor.start(never)
    assert "the disk is full" in refused.value.words.en
    assert "web 没有启动成功" in refused.value.words.zh


def test_a_program_that_is_not_there_is_refused_with_a_sentence(supervisor: Supervisor) -> None:
    with pytest.raises(NotPossible, match="web cannot be started: /no/such/program"):
        supervisor.start(Program("web", ("/no/such/program",), dict(os.environ)))


def test_a_log_that_grew_too_long_is_put_aside_while_it_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(program, "LOG_LIMIT", 10)
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        for line in (b"first line\n", b"second line\n", b"third line\n"):
            writer.write(line)
            program.rotate(log)
        writer.write(b"now\n")
    kept = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    assert kept == [b"now\n", b"third line\n", b"second line\n", b"first line\n"]


def test_what_a_killed_supervisor_left_is_stopped_in_order(
    folder: DataFolder, supervisor: Supervisor, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    for name in ("valkey", "web"):
        supervisor.start(polite(name, notes))
    left = [pid_of(supervisor, number) for number in (0, 1)]
    assert orphans.stop_all(folder) == ["valkey", "web"]
    assert notes.read_text().split() == ["web", "valkey"]
    assert all(gone(pid) for pid in left)


def test_another_program_with_the_same_number_is_left_alone(folder: DataFolder) -> None:
    other = {"name": "postgres", "pid": os.getpid(), "began": 1.0}
    folder.children.write_text(json.dumps([other]))
    assert orphans.stop_all(folder) == []


def test_a_note_of_a_server_long_gone_does_not_keep_the_database_from_starting(
    folder: DataFolder,
) -> None:
    folder.postgres.mkdir()
    note = folder.postgres / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{folder.postgres}\n")
    orphans.stop_all(folder)
    assert not note.exists()
