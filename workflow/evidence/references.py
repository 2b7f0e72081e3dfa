"""The files referred to by the records, and the condition of each on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.errors import Gone
from workflow.evidence import virus_scanner
from workflow.evidence.storage import path
from workflow.platform import Connection
from workflow.words import Words

_ALL = """
    SELECT DISTINCT ON (sha256) piece->>'sha256' AS sha256, piece->>'name', i.number
      FROM items i, jsonb_array_elements(i.evidence) piece
     ORDER BY sha256, i.id"""
_CHUNK = 2**20
_GONE = Words(
    "文件“{name}”（{sha256}）不见了", "the file “{name}” ({sha256}) is gone from the data folder"
)
_DAMAGED = Words(
    "无法提供：{fault}。请告诉管理员，由他从备份中找回。",
    "It cannot be handed out: {fault}. Please tell an administrator; it may be in a backup.",
)
_OTHER = Words(
    "文件“{name}”（{sha256}）的内容被改动过",
    "the file “{name}” ({sha256}) does not hold what was handed in",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A file by hash, by name as handed in, and by the number of its item."""

    sha256: str
    name: str
    number: str


def references(connection: Connection) -> list[Reference]:
    """Return each file once."""
    return [Reference(*row) for row in connection.execute(_ALL).fetchall()]


def faults(connection: Connection) -> Iterator[tuple[str, int, Words]]:
    """Read every file and yield (number, 0, sentence) for each missing or changed file."""
    for found in references(connection):
        if words := fault(found):
            yield found.number, 0, words


def fault(found: Reference) -> Words | None:
    """Return the sentence for a missing or changed file, or ``None``; reads the whole file."""
    values = {"name": found.name, "sha256": found.sha256[:12]}
    try:
        whole = is_whole(found.sha256)
    except FileNotFoundError:
        return _GONE.format(**values)
    except OSError as error:
        return Words(f"{error}", f"{error}")
    return None if whole else _OTHER.format(**values)


def demand_whole(sha256: str, name: str) -> None:
    """Refuse to hand out a missing or changed file, and one that no virus scanner has seen.

    Raises ``Gone``, or ``Unavailable`` while the scanner is away.
    """
    found = Reference(sha256, name, "")
    if words := fault(found):
        raise Gone(_DAMAGED.format(fault=words))
    virus_scanner.demand_released(path(sha256), name)


def is_whole(sha256: str) -> bool:
    """Say whether the content of a file has the hash of its name.

    Raises ``OSError`` for an unreadable file.
    """
    digest = hashlib.sha256()
    with path(sha256).open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == sha256
