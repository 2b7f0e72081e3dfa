"""The table of processes: started by ``rectify up``, and by the compose file as well."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from rectify.servers.postgres import Postgres
from rectify.servers.valkey import Valkey
from rectify.service.program import Program

# A worker for each: RQ was seen to lose a job where one worker has two queues.
QUEUES = ("mail", "escalation", "upkeep", "imports")
TIMETABLE = ("-m", "worker", "timetable")
WEB_WORKERS = 2


def worker(queue: str) -> tuple[str, ...]:
    """Return the arguments of the interpreter for the worker of a queue."""
    return ("-m", "worker", queue)


def web(host: str, port: int) -> tuple[str, ...]:
    """Return the arguments of the interpreter for the web server."""
    return (
        "-m", "web.server", "--host", host, "--port", str(port),
        "--workers", str(WEB_WORKERS), "--threads", "8",
    )  # fmt: skip


def catcher(port: int, mailbox: Path) -> tuple[str, ...]:
    """Return the arguments of the interpreter for the demonstration's mail server."""
    return ("-m", "rectify.demo.mail_catcher", "--port", str(port), "--mailbox", str(mailbox))


def postgres_program(server: Postgres) -> Program:
    """Describe the embedded PostgreSQL: SIGINT ends sessions at once, SIGQUIT needs no disk."""
    return Program(
        "postgres",
        server.command,
        server.environment,
        ready=server.answers,
        signals=(signal.SIGINT, signal.SIGQUIT),
        account=server.account,
    )


def valkey_program(server: Valkey, environment: Mapping[str, str]) -> Program:
    """Describe the embedded Valkey."""
    return Program("valkey", server.command, dict(environment), ready=server.answers, patience=1.0)


def catcher_program(port: int, mailbox: Path, environment: Mapping[str, str]) -> Program:
    """Describe the demonstration's mail server."""
    command = (sys.executable, *catcher(port, mailbox))
    return Program(
        "mailcatcher",
        command,
        dict(environment),
        ready=partial(listening, "127.0.0.1", port),
        patience=0.3,
    )


def worker_programs(environment: Mapping[str, str]) -> list[Program]:
    """Describe the RQ workers; the second signal makes a worker drop its job."""
    return [
        Program(
            f"worker-{queue}",
            (sys.executable, *worker(queue)),
            dict(environment),
            signals=(signal.SIGTERM, signal.SIGTERM),
            patience=1.2,
            rank=1,
            stage="workers",
        )
        for queue in QUEUES
    ]


def timetable_program(environment: Mapping[str, str]) -> Program:
    """Describe the process of the timetable."""
    command = (sys.executable, *TIMETABLE)
    return Program("timetable", command, dict(environment), patience=0.5, rank=2)


def web_program(host: str, port: int, environment: Mapping[str, str]) -> Program:
    """Describe the web server, ready with the first answer."""
    command = (sys.executable, *web(host, port))
    return Program("web", command, dict(environment), ready=answering(host, port), rank=3)


def answering(host: str, port: int) -> Callable[[], bool]:
    """Return a function that says whether ``/healthz`` answers."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104

    def ask() -> bool:
        connection = HTTPConnection(near, port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    return ask


def listening(host: str, port: int) -> bool:
    """Say whether the address takes connections."""
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        return False
    return True
