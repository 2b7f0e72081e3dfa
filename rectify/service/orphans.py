"""Processes left running by a killed supervisor: found by their record, stopped in order.

A process id alone proves nothing: another program may have the number since; together with the
start time of the process it is proof. Called only by the holder of the folder's lock.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import psutil

from rectify.data_folder import DataFolder
from rectify.service.program import Child, stop

_SIGNALS = {"postgres": (signal.SIGINT, signal.SIGQUIT)}


class Entry(TypedDict):
    """A process in the record."""

    name: str
    pid: int
    began: float


def record(folder: DataFolder, children: Sequence[Child]) -> None:
    """Record the running processes, in the order of their start."""
    entries = [entry for child in children for entry in _entry(child)]
    part = folder.children.with_suffix(".part")
    part.write_text(json.dumps(entries), encoding="utf-8")
    part.replace(folder.children)


def _entry(child: Child) -> list[Entry]:
    if child.process is None or not child.running:
        return []
    try:
        began = psutil.Process(child.process.pid).create_time()
    except psutil.NoSuchProcess:
        return []
    return [{"name": child.program.name, "pid": child.process.pid, "began": began}]


def stop_all(folder: DataFolder) -> list[str]:
    """Stop every process left running; return their names."""
    left = [(entry["name"], process) for entry in _entries(folder) if (process := _same(entry))]
    for name, process in reversed(left):
        stop(process, _SIGNALS.get(name, (signal.SIGTERM,)), 10 if name == "postgres" else 3)
    _free_cluster(folder.postgres)
    _forget_socket(folder.sockets() / "postgres")
    folder.children.unlink(missing_ok=True)
    return [name for name, _ in left]


def _entries(folder: DataFolder) -> list[Entry]:
    try:
        entries: list[Entry] = json.loads(folder.children.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return entries


def _same(entry: Entry) -> psutil.Process | None:
    try:
        process = psutil.Process(entry["pid"])
        began = process.create_time()
    except psutil.NoSuchProcess:
        return None
    return process if abs(began - entry["began"]) < 1 else None


def _free_cluster(cluster: Path) -> None:
    """Stop a server that still holds the cluster; remove the note of a dead server.

    After a power cut another process may have the number in the note, and PostgreSQL would
    refuse to start for ever.
    """
    note = cluster / "postmaster.pid"
    if not note.exists():
        return
    if process := _server(note, cluster):
        stop(process, _SIGNALS["postgres"], 10)
    note.unlink(missing_ok=True)


def _server(note: Path, cluster: Path) -> psutil.Process | None:
    """Return the process in the note, if it is the server of the cluster."""
    try:
        process = psutil.Process(int(note.read_text(encoding="utf-8").split()[0]))
        return process if str(cluster) in process.cmdline() else None
    except (psutil.Error, ValueError, IndexError):  # gone, another's, or a note cut short
        return None


def _forget_socket(sockets: Path) -> None:
    """Remove the socket of a dead server with its lock.

    The lock holds a process id that another process may have since; PostgreSQL would take that
    for a server that still runs.
    """
    for left in sockets.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)
