"""What every contestant shares: the task it is given, and the rounds it is asked for.

A contestant is started once and stays warm. It reads one line of JSON per round (the ids of the
items to decide on) and prints one line per round (how many decisions, in how many seconds).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"  # peers compute none


@dataclass(frozen=True)
class Task:
    """Where the database is, who decides, and what one decision of ours was seen to write."""

    url: str
    actor_id: int
    actor_name: str
    posts: list[tuple[str, int, str]]  # role, unit and its path, as read at sign-in
    role: str  # the one that may assign
    holder_id: int
    due_on: str
    mails: list[int]  # people who get an outbox row
    notices: list[int]  # people who get an inbox row
    comment: str
    changes: dict[str, Any]  # what the history keeps: each column that moved

    @property
    def database(self) -> str:
        """The name of the database."""
        return urlsplit(self.url).path.lstrip("/")

    @property
    def user(self) -> str:
        """The role to connect as."""
        return urlsplit(self.url).username or ""

    @property
    def sockets(self) -> str:
        """The folder of the server's socket."""
        return parse_qs(urlsplit(self.url).query)["host"][0]

    def covers(self, role: str, path: str) -> bool:
        """Say whether the actor holds the role in the unit at ``path`` or in one above it."""
        return any(held == role and path.startswith(top) for held, _, top in self.posts)

    def history(self, at: datetime) -> dict[str, Any]:
        """Return what the history keeps of a decision made at this instant."""
        return {**self.changes, "due_at": due(at).isoformat(), "state_since": at.isoformat()}


def given() -> Task:
    """Read the task from the command line."""
    return Task(**json.loads(sys.argv[1]))


def now() -> datetime:
    """Return the instant of the decision."""
    return datetime.now(UTC)


def due(at: datetime) -> datetime:
    """Return the deadline that the decision sets."""
    return at + timedelta(days=30)


def serve(decide: Callable[[int], object]) -> None:
    """Answer each round asked for by deciding on its items one by one."""

    def one_by_one(items: list[int]) -> None:
        for item in items:
            decide(item)

    serve_rounds(one_by_one)


def serve_rounds(decide: Callable[[list[int]], object]) -> None:
    """Answer each round asked for on standard input until it is closed."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        items = json.loads(line)
        began = time.perf_counter()
        decide(items)
        seconds = time.perf_counter() - began
        print(json.dumps({"decisions": len(items), "seconds": seconds}), flush=True)
