"""A running ``rectify up`` for the tests: started as a user would, looked at from outside."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "rectify")
OURS = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "RECTIFY_")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return a clean environment with these settings, English on the terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    ours = {"PYTHONPATH": str(ROOT), "RECTIFY_LANG": "en", "RECTIFY_DATA": str(data)}
    return {**kept, **ours, **settings}


def run(*arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command of ``rectify`` to its end."""
    return subprocess.run(
        [*COMMAND, *arguments], env=env, capture_output=True, text=True, timeout=120, check=False
    )


def eventually(what: Callable[[], object], within: float = 60) -> None:
    """Wait until it is so."""
    until = time.monotonic() + within
    while not what():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


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

    def healthy(self) -> bool:
        """Say whether the page of the web server's health answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def wait(self, within: float = 120) -> Service:
        """Wait until it is ready."""
        until = time.monotonic() + within
        while "Open" not in self.said() or not self.healthy():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)
        return self

    def family(self) -> list[psutil.Process]:
        """Return every process below this one."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Ask it to stop; return how many seconds it took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - began


def start(data: Path, *, command: Sequence[str] = COMMAND, **settings: str) -> Service:
    """Start ``rectify up`` and return at once."""
    port = free_port()
    output = data.parent / f"up-{port}.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*command, "up"],
            env=environment(data, RECTIFY_PORT=str(port), **settings),
            cwd=data.parent,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Service(process, data, port, output)
