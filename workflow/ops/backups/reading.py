"""Read the file of a backup: nothing is used before every byte has been checked."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from workflow.errors import BadInput, NotPossible
from workflow.ops.backups import encryption
from workflow.ops.backups.archive import (
    BLOCK,
    CHUNK,
    FORMAT,
    MANIFEST,
    PARTICULARS,
    TAIL,
    BackupParticulars,
    BytesHeard,
    tail,
)
from workflow.words import Words

_NONE = Words(
    "{file} 不是 rectify 的备份文件，或者开头已损坏。没有恢复任何内容。",
    "{file} is no backup of rectify, or its beginning is damaged. Nothing was restored.",
)
_DAMAGED = Words(
    "备份文件 {file} 已损坏或不完整：校验和不符{where}。没有恢复任何内容，请换用另一个备份。",
    "The backup {file} is damaged or incomplete: its checksum does not agree{where}. "
    "Nothing was restored; use another backup.",
)
_WHERE = Words("（{member}）", " ({member})")
_NEEDED = Words(
    "{file} 是加密的备份，请用 --passphrase-file 或 RECTIFY_BACKUP_PASSPHRASE_FILE 给出口令文件。",
    "{file} is encrypted. Name the file of its passphrase with --passphrase-file or "
    "RECTIFY_BACKUP_PASSPHRASE_FILE.",
)
_UNREADABLE = Words("{file} 无法读取（{why}）。", "{file} cannot be read ({why}).")
_NEWER = Words(
    "{file} 由更新版本的 rectify 写成，请先升级再恢复。",
    "{file} was written by a newer rectify. Upgrade first, then restore.",
)


def is_backup(file: Path) -> bool:
    """Say whether a file begins as backups do."""
    with file.open("rb") as opened:
        begin = opened.read(BLOCK)
    return begin.startswith((encryption.MAGIC, PARTICULARS.encode() + b"\0"))


def checked(file: Path, passphrase: str, progress: BytesHeard) -> BackupParticulars:
    """Read the whole file once and return the particulars; ``progress`` hears the bytes.

    Raises ``NotPossible`` with the reason where any byte is not as it was written.
    """
    with _opened(file, passphrase) as stream:
        if not _is_whole(stream, progress):
            raise _damaged(file, _first_wrong(file, passphrase))
    with _opened(file, passphrase) as stream, _reading(stream, file) as tar:
        for entry in tar:
            content = tar.extractfile(entry)
            return _read_particulars(file, content.read() if content else b"")
    raise _damaged(file, "")


def _is_whole(stream: IO[bytes], progress: BytesHeard) -> bool:
    """Hash all but the tail, and compare the tail with the tail of the hash."""
    digest, held = hashlib.sha256(), b""
    while chunk := stream.read(CHUNK):
        progress(len(chunk))
        held += chunk
        digest.update(held[:-TAIL])
        held = held[-TAIL:]
    return held == tail(digest.hexdigest())


def _read_particulars(file: Path, content: bytes) -> BackupParticulars:
    told = json.loads(content)
    if told.get("format") != FORMAT:
        raise NotPossible(_NEWER.format(file=file))
    return BackupParticulars(**told)


@contextmanager
def opened(file: Path, passphrase: str) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Lend the members of a checked backup in order: name, mode and content."""
    with _opened(file, passphrase) as stream, _reading(stream, file) as tar:
        yield _members(tar)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    for entry in tar:
        content = tar.extractfile(entry)
        if content is not None:
            yield entry.name, entry.mode, content


@contextmanager
def _opened(file: Path, passphrase: str) -> Iterator[IO[bytes]]:
    """Lend the bytes of the tar, decrypted where the file is encrypted."""
    try:
        source = file.open("rb")
    except OSError as error:
        raise BadInput(_UNREADABLE.format(file=file, why=error.strerror)) from error
    with source:
        begin = source.read(BLOCK)
        source.seek(0)
        if begin.startswith(encryption.MAGIC):
            if not passphrase:
                raise BadInput(_NEEDED.format(file=file))
            yield io.BufferedReader(encryption.Decrypting(source, passphrase), CHUNK)  # type: ignore[type-var]
        elif begin.startswith(PARTICULARS.encode() + b"\0"):
            yield source
        else:
            raise NotPossible(_NONE.format(file=file))


@contextmanager
def _reading(stream: IO[bytes], file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            yield tar
    except tarfile.TarError as error:
        raise _damaged(file, "") from error


def _first_wrong(file: Path, passphrase: str) -> str:
    """Return the first member that differs from the manifest, empty where unknown."""
    found: dict[str, str] = {}
    try:
        with opened(file, passphrase) as members:
            for name, _, content in members:
                if name == MANIFEST:
                    listed = json.loads(content.read())["members"]
                    told = {m["name"]: m["sha256"] for m in listed}
                    return next((name for name in told if told[name] != found.get(name)), "")
                found[name] = _sha256(content)
    except (NotPossible, ArithmeticError, OSError, ValueError, KeyError, TypeError):
        pass  # too much is wrong to say what
    return ""


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _damaged(file: Path, member: str) -> NotPossible:
    where = _WHERE.format(member=member) if member else Words("", "")
    return NotPossible(_DAMAGED.format(file=file, where=where))
