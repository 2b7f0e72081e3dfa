"""Files in requests: their names and digests for the key, and the pieces of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import file_digest

from werkzeug.datastructures import FileStorage

from web.auth import actor
from workflow import queries
from workflow.engine import idempotency
from workflow.engine.idempotency import Key
from workflow.evidence import Piece, store
from workflow.platform import connect


def digests(files: Sequence[FileStorage]) -> list[list[str | None]]:
    """Return name and SHA-256 of each file."""
    return [[file.filename, _digest(file)] for file in files]


def stored(number: str, trigger: str, files: Sequence[FileStorage], key: Key) -> list[Piece]:
    """Store the files of a permitted move; a repeated request stores none."""
    if not files:
        return []
    with connect() as connection:
        if idempotency.earlier(connection, key):
            return []
    queries.open_move(number, trigger, actor())
    return [store(file.stream, file.filename or "") for file in files]


def _digest(file: FileStorage) -> str:
    digest = file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest
