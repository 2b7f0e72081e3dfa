"""Fixtures: mail that was promised, a mail server that takes it, a Valkey that may be killed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from rectify.servers.valkey import Valkey, wheel_binary
from tests.cast import BRANCH, Persona, actor
from tests.patience import eventually
from tests.servers import Database
from tests.worker.mailserver import MailServer, serving
from workflow.engine import commands
from workflow.platform import settings

Promise = Callable[..., str]


@pytest.fixture
def promise(cast: dict[str, Persona]) -> Promise:
    """Assign a new problem: its holder is promised a mail."""

    def made(title: str = "灭火器过期", holder: str = "branch-head") -> str:
        number = commands.raise_item(
            "problems", actor("inspector"),
            fields={"title": title, "unit": BRANCH, "severity": "minor"},
        ).number  # fmt: skip
        commands.fire(
            number, "assign", actor("coordinator"),
            fields={"holder": cast[holder].id, "due_on": "2031-12-31"},
        )  # fmt: skip
        return number

    return made


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection]:
    """The owner's connection, for looking and for turning the clock of a row."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def hasten(owner: psycopg.Connection) -> Callable[[], None]:
    """Let every mail fall due now, as if its wait or its lease were over."""
    return lambda: owner.execute("UPDATE outbox SET available_at = now()") and None


@pytest.fixture
def mail(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the settings point at."""
    with serving() as server:
        monkeypatch.setenv("SMTP_URL", server.url)
        settings.cache_clear()
        yield server
    settings.cache_clear()


@dataclass
class OwnValkey:
    """A Valkey of one test, to be killed and started again."""

    server: Valkey
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.server.url()

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.server.command, cwd=self.server.data, stdout=subprocess.DEVNULL
        )
        eventually(self.server.answers)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def own_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnValkey]:
    """A Valkey that this test may kill."""
    folder = Path(tmp_path_factory.mktemp("valkey"))
    valkey = OwnValkey(Valkey(folder, folder / "v.sock", wheel_binary(), ("--appendonly", "no")))
    valkey.start()
    yield valkey
    valkey.kill()
