"""Files without a reference from an item: put aside after two days, removed a week later.

A refused decision leaves its files behind, and a form with a fault carries its files until sent
again. A file put aside is not served, but kept for a week, in case the records are restored from an
older copy than the files.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from workflow.evidence import storage
from workflow.platform import connect

KEPT = timedelta(days=2)  # from the last time that the file was handed in or carried by a form
ASIDE = timedelta(days=7)
BATCH = 500  # files asked for at once
USED = 0o440  # the mode of a file that an item was seen to refer to: it never needs asking again
_NAME = re.compile(r"[0-9a-f]{64}")
_REFERRED = """
    SELECT DISTINCT piece->>'sha256' FROM items, jsonb_array_elements(evidence) piece
     WHERE piece->>'sha256' = ANY (%s)"""


def put_aside(now: datetime) -> int:
    """Put unreferenced files aside; return their number, removed files included."""
    folder = storage.folder()
    if not folder.is_dir():
        return 0
    files, done = _unproved(folder, now - KEPT), 0
    while batch := dict(files[:BATCH]):
        del files[:BATCH]
        done += _judge(batch, folder / "unused", now)
    return done + _remove(folder / "unused", now - ASIDE) + _remove(folder / "incoming", now - KEPT)


def carried(sha256: str) -> bool:
    """Note that a form still carries a file; say whether the file exists."""
    try:
        os.utime(storage.path(sha256))
    except FileNotFoundError:
        return False
    return True


def _unproved(folder: Path, before: datetime) -> list[tuple[str, Path]]:
    """Return the old files without a proven reference from an item, as (SHA-256, path)."""
    return [
        (file.name, file)
        for file in folder.glob("[0-9a-f][0-9a-f]/*")
        if _NAME.fullmatch(file.name) and _is_old(file, before) and file.stat().st_mode & 0o200
    ]


def _is_old(file: Path, before: datetime) -> bool:
    return file.stat().st_mtime < before.timestamp()


def _judge(batch: dict[str, Path], aside: Path, now: datetime) -> int:
    with connect() as connection:
        referred = {row[0] for row in connection.execute(_REFERRED, [list(batch)])}
    for sha256 in referred:
        batch.pop(sha256).chmod(USED)
    for file in (part for whole in batch.values() for part in _parts(whole)):
        aside.mkdir(mode=0o750, exist_ok=True)
        os.utime(file, (now.timestamp(), now.timestamp()))  # from now on it is kept aside
        file.replace(aside / file.name)
    return len(batch)


def _parts(file: Path) -> Iterator[Path]:
    """Yield a file and the small pictures of the file."""
    yield file
    yield from file.parent.glob(f"{file.name}.*")


def _remove(folder: Path, before: datetime) -> int:
    old = [file for file in folder.glob("*") if file.is_file() and _is_old(file, before)]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)
