"""A running ``rectify up`` for the tests: started as a user would, looked at from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil
import psycopg

from rectify.data_folder import DataFolder
from rectify.servers import database_roles
from rectify.servers.postgres import Postgres
from tests.patience import ENOUGH, eventually

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "rectify")
ANOTHER_DAY = str(ROOT / "tests" / "other_days" / "on_path")
OURS = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "RECTIFY_")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def looked_at(*folders: Path) -> str:
    """Return the path for Python: these folders, and what another day needs where it is one."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join([*map(str, folders), *(name for name in given if name == ANOTHER_DAY)])


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return a clean environment with these settings, English on the terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    ours = {
        "PYTHONPATH": looked_at(ROOT),
        "RECTIFY_LANG": "en",
        "RECTIFY_DATA": str(data),
    }
    return {**kept, **ours, **settings}


def run(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command of ``rectify`` to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], env=env, capture_output=True, text=True, timeout=600, check=False
    )


@dataclass
class Service:
    """One ``rectify up`` and its folder."""

    process: subprocess.Popen[str]
    data: Path
    port: int
    output: Path

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def said(self) -> str:
        """Return what the terminal shows."""
        return self.output.read_text("utf-8")

    def pids(self) -> dict[str, int]:
        """Return the recorded children."""
        entries = json.loads((self.data / "children.json").read_text("utf-8"))
        return {entry["name"]: entry["pid"] for entry in entries}

    def connected(self) -> psycopg.Connection:
        """Connect to its database as the owner."""
        folder = DataFolder(self.data)
        server = Postgres(folder.postgres, folder.sockets() / "postgres")
        url = server.url(database_roles.OWNER, database_roles.DATABASE)
        return psycopg.connect(url, autocommit=True)

    def healthy(self) -> bool:
        """Say whether the page of the web server's health answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def wait(self) -> Service:
        """Wait until it is ready."""
        eventually(self._ready, or_else=self.said)
        return self

    def _ready(self) -> bool:
        assert self.process.poll() is None, self.said()
        return "Open" in self.said() and self.healthy()

    def family(self) -> list[psutil.Process]:
        """Return every process below this one."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Ask it to stop, and wait until it has."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(ENOUGH)


def start(
    data: Path, *, command: Sequence[str] = COMMAND, way: str = "up", **settings: str
) -> Service:
    """Start ``rectify up``, or another way of running it, and return at once."""
    port = free_port()
    output = data.parent / f"up-{port}.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*command, way],
            env=environment(data, RECTIFY_PORT=str(port), **settings),
            cwd=data.parent,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Service(process, data, port, output)
