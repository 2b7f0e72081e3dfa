"""Servers that may be stopped, and processes that are killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

from redis import Redis

from rectify.servers.os_account import open_the_way, run_as, server_account
from rectify.servers.postgres import Postgres, wheel_binaries
from rectify.servers.valkey import Valkey, wheel_binary
from tests.worker.processes import running
from worker import timetable, wake_ups
from worker.periodic import PERIODIC
from workflow.escalation.sweep import sweep

SOON = 1.0  # seconds between two sweeps; the wake-up of a dead worker counts as lost a bit later


def keep_time() -> None:
    """Run the timetable: it wakes the workers, and more often than usual for the sweep."""
    wake_ups.LOST = timedelta(seconds=5 * SOON)
    sweeping = replace(PERIODIC["escalation"], every=SOON)
    jobs = [sweeping, *(job for job in PERIODIC.values() if job.name != "escalation")]
    timetable.serve(Event(), lambda: timetable.entries(jobs))


def work(queue: str) -> None:
    """Run a worker; a sweep of so many at once has been confirmed by its operators."""
    from worker.queues import work as serve
    from workflow.platform import settings

    confirmed = replace(PERIODIC["escalation"], work=lambda: (len(sweep(confirmed=True).fired), ""))
    PERIODIC["escalation"] = confirmed
    serve(queue, settings().redis_url)


@dataclass
class Servers:
    """A PostgreSQL with its real, durable settings, and a Valkey."""

    postgres: Postgres
    valkey: Valkey
    log: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start both and wait until they answer."""
        self._start("postgres", self.postgres.command, self.postgres.answers)
        self._start("valkey", self.valkey.command, self.valkey.answers)

    def _start(self, name: str, command: tuple[str, ...], answers: Callable[[], bool]) -> None:
        own = name == "postgres"
        with (self.log / f"{name}.log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/" if own else self.valkey.data,
                env=self.postgres.environment, **run_as(self.postgres.account if own else None),
            )  # fmt: skip
        while not answers():
            assert self.children[name].poll() is None, f"{name} did not start; see {self.log}"
            time.sleep(0.05)

    def restart_postgres(self, crash: bool) -> None:
        """Stop it, orderly or as if the power went, and start it again."""
        server = self.children["postgres"]
        server.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        server.wait(60)
        self._start("postgres", self.postgres.command, self.postgres.answers)

    def flush_valkey(self) -> None:
        """Let Redis forget everything."""
        with Redis.from_url(self.valkey.url()) as redis:
            redis.flushall()

    def stop(self) -> None:
        """End both at once; nothing is kept."""
        self.children["postgres"].send_signal(signal.SIGQUIT)
        self.children["valkey"].kill()
        for child in self.children.values():
            child.wait(60)


@contextmanager
def serving(folder: Path, sockets: Path) -> Iterator[Servers]:
    """Lend servers of this campaign's own."""
    account = server_account()
    if account:
        open_the_way(wheel_binaries() / "postgres", account)
        open_the_way(folder / "pg", account)
        account.owns(sockets)
    postgres = replace(
        Postgres(folder / "pg", sockets, account),
        settings={**Postgres(folder, sockets).settings, "shared_buffers": "256MB"},
    )
    postgres.create()
    (folder / "valkey").mkdir()
    valkey = Valkey(folder / "valkey", folder / "v.sock", wheel_binary(), ("--appendonly", "no"))
    servers = Servers(postgres, valkey, folder)
    servers.start()
    try:
        yield servers
    finally:
        servers.stop()


@dataclass
class Crew:
    """The processes of the service, by name; whoever is killed is started again at once."""

    jobs: dict[str, Callable[[], None]]
    log: Path
    stacks: dict[str, ExitStack] = field(default_factory=dict)
    pids: dict[str, int] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one."""
        stack = self.stacks[name] = ExitStack()
        started = stack.enter_context(running(self.jobs[name], log=self.log / f"{name}.log"))
        assert started.pid
        self.pids[name] = started.pid

    def kill(self, name: str) -> None:
        """Kill one with signal 9, wherever it is, and start it again."""
        os.kill(self.pids[name], signal.SIGKILL)
        self.stacks[name].close()
        self.start(name)

    def __enter__(self) -> Crew:
        for name in self.jobs:
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for stack in self.stacks.values():
            stack.close()
