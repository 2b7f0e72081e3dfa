"""A single owner of a data folder's servers at a time: a lock that dies with the process.

``up`` is refused while another ``up`` runs. A single command (``rectify import`` …) with a
PostgreSQL of its own holds the same lock; the next command waits for the lock.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from workflow.errors import NotPossible
from workflow.words import Words

Purpose = Literal["up", "command"]


@contextmanager
def held(path: Path, purpose: Purpose, wait: float = 0) -> Iterator[bool]:
    """Hold the lock, or yield ``False`` where ``up`` holds it; wait for a single command to end."""
    with path.open("a+", encoding="ascii") as file:
        taken = _take(file.fileno(), path, time.monotonic() + wait)
        if taken:
            file.truncate(0)
            file.write(f"{purpose} {os.getpid()}")
            file.flush()
        yield taken


def _take(descriptor: int, path: Path, until: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            purpose, _ = holder(path)
            if purpose == "up" or time.monotonic() > until:
                return False
            time.sleep(0.1)
        else:
            return True


def holder(path: Path) -> tuple[str, str]:
    """Return the last writer of the lock: purpose and process id."""
    purpose, _, process = path.read_text(encoding="ascii").partition(" ")
    return purpose, process


def taken(root: Path, path: Path) -> NotPossible:
    """Return the refusal: another process runs the folder."""
    purpose, process = holder(path)
    if purpose == "up":
        return NotPossible(
            Words(
                f"{root} 上已经有一个 rectify up 在运行（进程 {process}）。"
                "请先停止它，或用 RECTIFY_DATA 指定另一个目录。",
                f"Another 'rectify up' already runs on {root} (process {process}). "
                "Stop it first, or name another folder with RECTIFY_DATA.",
            )
        )
    return NotPossible(
        Words(
            f"另一个 rectify 命令（进程 {process}）正在使用 {root}，请等它结束后再试。",
            f"Another rectify command (process {process}) is using {root}. "
            "Wait until it has ended, then try again.",
        )
    )
