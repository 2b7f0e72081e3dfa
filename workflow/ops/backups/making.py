"""Make a backup while people work: the database as of a single moment, then the files.

The files come last: evidence is stored before the decision and never changes, so that every
reference of the database is met.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Protocol

from workflow import journal
from workflow.errors import BadInput, NotPossible
from workflow.evidence import references
from workflow.evidence.references import Reference
from workflow.ops.backups import contents, dumping
from workflow.ops.backups.archive import DATA, BackupParticulars, BytesHeard
from workflow.ops.backups.writing import BackupWriter
from workflow.platform import Connection, connect, settings
from workflow.words import Words

_MOMENT = """
    SELECT pg_export_snapshot(), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
           (SELECT max(version_num) FROM alembic_version), (SELECT count(*) FROM events),
           pg_database_size(current_database())"""
_DENSER = 8  # an archive is about so much smaller than its database; for the progress bar only

_THERE = Words(
    "{file} 已经存在，没有覆盖。请换一个文件名。",
    "{file} is there already and was not overwritten. Choose another name.",
)
_NO_PLACE = Words("{file} 无法写入（{why}）。", "{file} cannot be written ({why}).")


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A finished backup, and the sentences about evidence found gone or changed on the way."""

    particulars: BackupParticulars
    size: int  # bytes
    checksum: str
    faults: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """The content of the database at the moment of the backup."""

    snapshot: str
    particulars: BackupParticulars
    size: int
    referred: list[Reference]


class Bar(Protocol):
    """A listener to the progress of a backup."""

    def expect(self, total: int) -> None:
        """Hear the number of bytes to come, as far as known."""

    def advance(self, done: int) -> None:
        """Hear of more bytes."""


class _Unseen:
    def expect(self, total: int) -> None: ...

    def advance(self, done: int) -> None: ...


def make(target: Path, passphrase: str = "", bar: Bar | None = None) -> MadeBackup:
    """Write a backup to a new file, whole or not at all, and note it in the journal.

    Raises ``BadInput`` for an unwritable target, ``NotPossible`` without pg_dump.
    """
    with _new_file(target) as file:
        particulars, checksum, faults = _write(BackupWriter(file, passphrase), bar or _Unseen())
        size = file.tell()
    with connect() as connection:
        journal.note(
            connection, "backed_up", file=str(target.absolute()), size=size, sha256=checksum,
            made_at=particulars.made_at, events=particulars.events, wrong=len(faults),
        )  # fmt: skip
    return MadeBackup(particulars, size, checksum, tuple(faults))


def _write(writer: BackupWriter, bar: Bar) -> tuple[BackupParticulars, str, list[Words]]:
    with _moment() as (moment, program):
        writer.particulars(moment.particulars)
        weight = sum(_size(path) for _, path in contents.files(settings().data))
        bar.expect(moment.size // _DENSER + weight)
        with dumping.dumped(program, settings().database_url, moment.snapshot) as archive:
            writer.database(archive, bar.advance)
    hashes = dict(_copied(writer, bar.advance))
    _add_secret_key(writer)
    return moment.particulars, writer.seal(), list(_wrong(moment.referred, hashes))


@contextmanager
def _moment() -> Iterator[tuple[_Moment, Path]]:
    """Hold a snapshot of the database, and the program for the dump."""
    with connect() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        connection.execute("SET LOCAL statement_timeout = 0")
        server = dumping.server_version(connection)
        program = dumping.program("pg_dump", connection, server)
        yield _read(connection, program), program


def _read(connection: Connection, program: Path) -> _Moment:
    row = connection.execute(_MOMENT).fetchone()
    assert row  # noqa: S101 -- it has no WHERE
    snapshot, made_at, revision, events, size = row
    referred = references.references(connection)
    particulars = BackupParticulars(
        made_at, version("rectify"), revision, dumping.major_version(program), events, len(referred)
    )
    return _Moment(snapshot, particulars, size, referred)


def _copied(writer: BackupWriter, progress: BytesHeard) -> Iterator[tuple[str, str]]:
    """Add the files; yield name and SHA-256 of each file."""
    for name, path in contents.files(settings().data):
        with suppress(FileNotFoundError), path.open("rb") as file:
            facts = os.fstat(file.fileno())
            yield name, writer.copy(DATA + name, file, facts.st_size, facts.st_mode & 0o777)
            progress(facts.st_size)


def _add_secret_key(writer: BackupWriter) -> None:
    """Add the key for second factors: the setting, else the file."""
    file = settings().data / contents.SECRET_KEY
    kept = file.read_bytes() if file.exists() else b""
    if key := settings().secret_key.encode() or kept:
        writer.add(DATA + contents.SECRET_KEY, key)


def _wrong(referred: list[Reference], hashes: dict[str, str]) -> Iterator[Words]:
    for found in referred:
        name = f"evidence/{found.sha256[:2]}/{found.sha256}"
        if hashes.get(name) != found.sha256 and (words := references.fault(found)):
            yield Words(f"{found.number}：{words.zh}", f"{found.number}: {words.en}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """Lend a file, put in the place of the target once whole and synced; mode 600."""
    if target.exists():
        raise BadInput(_THERE.format(file=target))
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            part = Path(file.name)
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise NotPossible(_NO_PLACE.format(file=target, why=error.strerror)) from error
