"""Restore a backup into an empty place: files first, then the database in one transaction."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import IO

import psycopg

from workflow.errors import NotPossible
from workflow.ops.backups import contents, dumping, reading
from workflow.ops.backups.archive import CHUNK, DATA, DATABASE, BackupParticulars, BytesHeard
from workflow.ops.schema import known_revisions
from workflow.words import Words

_TABLES = """
    SELECT count(*) FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')"""
_FULL = Words(
    "数据库里已经有表，备份只能恢复到空的数据库。"
    "请另建一个空数据库，或用 RECTIFY_DATA 指定新目录。",
    "The database has tables already; a backup is restored into an empty one only. Make an empty "
    "database, or name a new folder with RECTIFY_DATA.",
)
_HAS_FILES = Words(
    "{folder} 里已经有数据（{name}），备份只能恢复到空的地方。请用 RECTIFY_DATA 指定另一个目录。",
    "{folder} is in use already ({name}); a backup is restored into an empty place only. Name "
    "another folder with RECTIFY_DATA.",
)
_NEWER = Words(
    "{file} 的数据库结构（{revision}）比本机的 rectify 新。请先升级再恢复。",
    "The tables in {file} ({revision}) are newer than this rectify. Upgrade first, then restore.",
)
_STRANGE = Words("{file} 里有不该有的内容：{name}。", "{file} holds what no backup has: {name}.")


def check(file: Path, passphrase: str, progress: BytesHeard) -> BackupParticulars:
    """Read the whole backup and return the particulars.

    Raises ``NotPossible`` where it is damaged, or newer than the code.
    """
    told = reading.checked(file, passphrase, progress)
    if told.revision not in known_revisions():
        raise NotPossible(_NEWER.format(file=file, revision=told.revision))
    return told


def refuse_files(folder: Path) -> None:
    """Refuse a data folder with any content of a backup."""
    names = ["postgres", contents.SECRET_KEY, *(name for name, _ in contents.files(folder))]
    for name in names:
        if (folder / name).exists():
            raise NotPossible(_HAS_FILES.format(folder=folder, name=name))


def refuse_tables(owner_url: str) -> None:
    """Refuse a database with tables."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(_TABLES).fetchone()
    if row and row[0]:
        raise NotPossible(_FULL)


def load(
    file: Path,
    passphrase: str,
    told: BackupParticulars,
    owner_url: str,
    folder: Path,
    progress: BytesHeard,
) -> None:
    """Put the files into the folder and the rows into the database.

    Raises ``NotPossible`` or ``Unavailable`` with the reason; the caller removes the files then.
    """
    with psycopg.connect(owner_url) as connection:
        server = dumping.server_version(connection)
        program = dumping.program("pg_restore", connection, told.postgres)
    with reading.opened(file, passphrase) as members:
        for name, mode, content in members:
            if name.startswith(DATA):
                _write(folder, _content(file, name), mode, content, progress)
    with (
        reading.opened(file, passphrase) as members,
        dumping.restoring(program, owner_url, server) as archive,
    ):
        for name, _, content in members:
            if name.startswith(DATABASE):
                _pour(content, archive, progress)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")  # without it the first questions take for ever
    os.sync()


def _content(file: Path, member: str) -> str:
    name = member.removeprefix(DATA)
    if not contents.is_content(name):
        raise NotPossible(_STRANGE.format(file=file, name=member))
    return name


def _write(folder: Path, name: str, mode: int, content: IO[bytes], progress: BytesHeard) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    place.touch(0o600, exist_ok=False)
    with place.open("wb") as target:
        _pour(content, target, progress)
    place.chmod(mode & 0o777)


def _pour(source: IO[bytes], target: IO[bytes], progress: BytesHeard) -> None:
    while piece := source.read(CHUNK):
        target.write(piece)
        progress(len(piece))


def remove(folder: Path) -> None:
    """Remove the files of an interrupted restore."""
    for name in ("postgres", "postgres.making"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in [contents.SECRET_KEY, *(name for name, _ in contents.files(folder))]:
        (folder / name).unlink(missing_ok=True)
