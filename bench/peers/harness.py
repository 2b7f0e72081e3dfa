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


@dataclass(frozen=True)
class Task:
    """Where the database is, who decides, and to whom the work is given."""

    url: str
    actor_id: int
    actor_name: str
    posts: tuple[tuple[str, str], ...]  # (role, path of the unit), as read at sign-in
    holder_id: int
    recipients: tuple[int, int]

    def covers(self, role: str, path: str) -> bool:
        """Say whether the actor holds the role in the unit at ``path`` or in one above it."""
        return any(held == role and path.startswith(top) for held, top in self.posts)

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


def given() -> Task:
    """Read the task from the command line."""
    told = json.loads(sys.argv[1])
    told["posts"] = tuple(tuple(post) for post in told["posts"])
    return Task(**{**told, "recipients": tuple(told["recipients"])})


def serve(decide: Callable[[int], object]) -> None:
    """Answer each round asked for on standard input until it is closed."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        items = json.loads(line)
        began = time.perf_counter()
        for item in items:
            decide(item)
        seconds = time.perf_counter() - began
        print(json.dumps({"decisions": len(items), "seconds": seconds}), flush=True)


# What a decision says, alike for every peer and the limit: about 1 KB of JSON and two hashes.
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
COMMENT = "请于规定期限内完成整改，并上传现场照片与整改报告；逾期将按制度督办。" * 4


def due(now: datetime) -> datetime:
    """Return the deadline that the decision sets."""
    return now + timedelta(days=30)


def changes(task: Task, duties: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return what the history keeps of the decision: each column, as it was and as it is."""
    instant = now.isoformat()
    return {
        "state": "assigned",
        "holder_id": task.holder_id,
        "awaits": "holder",
        "due_at": due(now).isoformat(),
        "state_since": instant,
        "duties": duties,
        "data": {"measures": COMMENT, "instructions": COMMENT},
    }


def now() -> datetime:
    """Return the instant of the decision."""
    return datetime.now(UTC)
