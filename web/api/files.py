"""Files in requests: their names and digests for the key, and the pieces of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import file_digest

from flask import request
from werkzeug.datastructures import FileStorage

from web.auth import actor
from workflow import queries
from workflow.declaration import CHECK
from workflow.engine import idempotency
from workflow.engine.idempotency import Key
from workflow.errors import BadInput, CodedWords
from workflow.evidence import Piece, store
from workflow.platform import cleaned, connect

_KINDS = CodedWords(
    "有{files}个文件，却有{kinds}个类别；请给全部文件一个类别，或给每个文件一个",
    "there are {files:file|files} and {kinds:kind|kinds}; send one kind for all, or one for each",
    "not_fitting",
)


def digests(files: Sequence[FileStorage]) -> list[list[str | None]]:
    """Return name and SHA-256 of each file."""
    return [[file.filename, _digest(file)] for file in files]


def kinds_sent(files: Sequence[FileStorage]) -> list[str]:
    """Return the kind of each file: a part for each in their order, one for all, or none.

    Raises ``BadInput`` for another number of parts.
    """
    told = [cleaned(kind) for kind in request.form.getlist("shows")]
    if len(told) not in (0, 1, len(files)):
        raise BadInput(CHECK, {"shows": _KINDS.format(files=len(files), kinds=len(told))})
    return told * len(files) if len(told) == 1 else told or [""] * len(files)


def content(files: Sequence[FileStorage]) -> dict[str, object]:
    """Return what the key of a request knows of its files: names, digests, and kinds if told."""
    told: dict[str, object] = {"files": digests(files)} if files else {}
    return told | ({"shows": shows} if any(shows := kinds_sent(files)) else {})


def stored(number: str, trigger: str, files: Sequence[FileStorage], key: Key) -> list[Piece]:
    """Store the files of a permitted move, each of its kind; a repeated request stores none."""
    if not files:
        return []
    with connect() as connection:
        if idempotency.earlier(connection, key):
            return []
    queries.open_move(number, trigger, actor())
    return [
        replace(store(file.stream, file.filename or ""), shows=shows)
        for file, shows in zip(files, kinds_sent(files), strict=True)
    ]


def _digest(file: FileStorage) -> str:
    digest = file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest
