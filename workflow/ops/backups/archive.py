"""The file of a backup: a tar for any tool, sealed by a checksum over every byte.

Members, in this order: ``rectify-backup.json`` (the particulars), ``database/000000`` and on (the
archive of pg_dump in pieces of unknown number), ``data/…`` (the
files of the data folder), ``manifest.json`` (size and SHA-256 of each member), and ``SHA256`` (of
all bytes before). The end of the file follows from that checksum alone, so that a changed,
missing or additional byte anywhere is seen.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from dataclasses import dataclass

PARTICULARS, MANIFEST, CHECKSUM = "rectify-backup.json", "manifest.json", "SHA256"
DATABASE, DATA = "database/", "data/"
FORMAT = 1
CHUNK = 2**20
BLOCK = tarfile.BLOCKSIZE
TAIL = 4 * BLOCK  # header and contents of the checksum, and the two empty blocks of the end
BytesHeard = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BackupParticulars:
    """The particulars at the head of a backup."""

    made_at: str  # UTC, ISO 8601
    version: str  # of rectify
    revision: str  # of the tables
    postgres: int  # major version of pg_dump
    events: int
    files: int
    format: int = FORMAT


def entry(name: str, size: int, mode: int) -> tarfile.TarInfo:
    """Return the header of a member; without date and owner."""
    made = tarfile.TarInfo(name)
    made.size, made.mode = size, mode
    return made


def tail(checksum: str) -> bytes:
    """Return the end of a file with the given checksum."""
    content = f"{checksum}\n".encode()
    header = entry(CHECKSUM, len(content), 0o600).tobuf(tarfile.USTAR_FORMAT)
    return header + content.ljust(BLOCK, b"\0") + bytes(2 * BLOCK)
