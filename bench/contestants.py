"""Who takes part: whoever decides on the items of a round, in a database of its own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from bench.peers.harness import Task
from bench.server import ROOT, Failed


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
