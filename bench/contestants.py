"""Who takes part: scripts that stay warm between rounds, and pgbench as the limit."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from bench.peers.harness import COMMENT, HASH, Task, changes, due, now
from bench.server import ROOT
from rectify.embedded.postgres import Postgres

SCRIPT = Path(__file__).parent / "decision.sql"


class Failed(Exception):
    """A contestant did not do what it was asked; the run is worth nothing."""


class Contestant(Protocol):
    """Anything that makes decisions in a database of its own."""

    name: str
    database: str

    def start(self) -> None:
        """Connect and get warm."""

    def round(self, items: range) -> float:
        """Decide on these items and return decisions a second."""

    def stop(self) -> None:
        """End and free what was taken."""


@dataclass
class Script:
    """A Python script of its own environment, asked over its standard input."""

    name: str
    database: str
    python: Path
    module: str
    task: Task
    process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the script and wait until it is connected."""
        self.process = subprocess.Popen(
            [self.python, "-m", self.module, json.dumps(vars(self.task))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._answer()

    def round(self, items: range) -> float:
        """Ask for one round."""
        told = self.ask(list(items))
        if told["decisions"] != len(items):
            raise Failed(f"{self.name} made {told['decisions']} of {len(items)} decisions")
        return float(len(items) / told["seconds"])

    def ask(self, question: object) -> dict[str, Any]:
        """Send one line and return the line that comes back."""
        stdin = self._pipes()[0]
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        line = self._pipes()[1].readline()
        if not line:
            raise Failed(f"{self.name} ended; its message is above")
        return dict(json.loads(line))

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        if self.process is None or self.process.stdin is None or self.process.stdout is None:
            raise Failed(f"{self.name} was not started")
        return self.process.stdin, self.process.stdout

    def stop(self) -> None:
        """Close its input, which ends it; kill it if it does not heed."""
        if self.process is None:
            return
        for pipe in self._pipes():
            pipe.close()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Pgbench:
    """The limit: the same rows, written by PostgreSQL's own load generator."""

    name: str
    database: str
    server: Postgres
    task: Task
    clients: int = 1

    def start(self) -> None:
        """Nothing stays open between rounds."""

    def round(self, items: range) -> float:
        """Run pgbench over these items, an equal share for each client."""
        each = len(items) // self.clients
        done = self.server.run(
            "pgbench", "--no-vacuum", "--protocol=prepared", f"--file={SCRIPT}",
            f"--client={self.clients}", f"--transactions={each}", "--max-tries=1",
            *self._variables(items.start, each),
            f"--host={self.server.sockets}", "--username=postgres", self.database,
        )  # fmt: skip
        if f"processed: {each * self.clients}/{each * self.clients}" not in done.stdout:
            raise Failed(f"pgbench: {done.stdout}{done.stderr}")
        found = re.search(r"tps = ([\d.]+) \(without initial", done.stdout)
        if not found:
            raise Failed(f"pgbench printed no rate: {done.stdout}")
        return float(found[1])

    def _variables(self, first: int, each: int) -> list[str]:
        at = now()
        duties = {"raiser": [self.task.actor_id], "assigner": [self.task.actor_id]}
        said = json.dumps(changes(self.task, duties, at))
        values: dict[str, object] = {
            "n": -1, "first": first, "each": each, "at": at.isoformat(),
            "due": due(at).isoformat(), "holder": self.task.holder_id,
            "actor": self.task.actor_id, "actor_name": self.task.actor_name,
            "to1": self.task.recipients[0], "to2": self.task.recipients[1],
            "comment": COMMENT, "changes": said, "hash": HASH,
            "duties": json.dumps(duties), "data": json.dumps({"measures": COMMENT}),
        }  # fmt: skip
        return [f"--define={key}={value}" for key, value in values.items()]

    def stop(self) -> None:
        """Nothing stays open between rounds."""
