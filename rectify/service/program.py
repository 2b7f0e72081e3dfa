"""A process of the service: the program, and a run of the program.

Each runs in a session of its own: Ctrl-C in the terminal reaches only the supervisor, which then
stops the others in order. Each writes straight into its log file, so a killed supervisor takes no
pipe away from the processes left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from rectify.servers.os_account import Account, run_as

LOG_LIMIT = 5 * 1024 * 1024
LOG_KEPT = 3


@dataclass(frozen=True)
class Program:
    """A program: command, check of readiness, and signals to stop."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    ready: Callable[[], bool] = lambda: True
    signals: tuple[int, ...] = (signal.SIGTERM,)
    patience: float = 2.0  # seconds for each signal, before everything of it is killed
    account: Account | None = None
    rank: int = 0  # the highest is stopped first; of one rank, the last that was started
    stage: str = ""  # neighbours of one stage are stopped together


@dataclass
class Child:
    """A program and its present process, if any."""

    program: Program
    folder: Path
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = field(default=0.0)

    def start(self) -> None:
        """Start the process; its output is added to the log."""
        self.process = None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.program.command,
                env=self.program.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                umask=0o077,  # under root the data folder can be passed through by others
                **run_as(self.program.account),
            )
        self.started = time.monotonic()

    @property
    def running(self) -> bool:
        """Say whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def ended(self) -> str:
        """Say how the process ended."""
        if self.process is None:
            return "not started"
        code = self.process.returncode
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    def stop(self) -> None:
        """Ask the process to stop, wait, and kill the rest."""
        if self.process is None:
            return
        stop(_known(self.process.pid), self.program.signals, self.program.patience)
        self.process.wait()

    def sweep(self) -> None:
        """Kill the rest of a dead process's group, so that a new process can start."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def last_lines(self, count: int = 12) -> str:
        """Return the end of the log."""
        text = self.log.read_bytes()[-4000:].decode(errors="replace")
        return "\n".join(text.strip().splitlines()[-count:])


def _known(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def stop(process: psutil.Process | None, signals: Sequence[int], patience: float) -> None:
    """Send a signal after the other until the process is gone; at last kill it and its children."""
    if process is None:
        return
    try:
        for number in signals:
            process.send_signal(number)
            if _gone(process, patience):
                return
        for left in [*process.children(recursive=True), process]:
            left.kill()
        _gone(process, patience)
    except psutil.NoSuchProcess:
        return


def _gone(process: psutil.Process, patience: float) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def rotate(log: Path) -> None:
    """Put a too long log aside; the process keeps writing into the emptied file."""
    if not log.exists() or log.stat().st_size < LOG_LIMIT:
        return
    for number in range(LOG_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    # The file is open in another process, in append mode: copy and empty it, never rename it.
    with contextlib.suppress(OSError):  # on a full disk it is emptied all the same
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    os.truncate(log, 0)
