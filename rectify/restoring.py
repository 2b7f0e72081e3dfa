"""Restore into the data folder or the user's own database: empty before, proven afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rectify.bar import bar
from rectify.data_folder import DataFolder
from rectify.language import say
from rectify.servers import folder_lock
from rectify.servers.command_database import running_environment
from rectify.service import orphans
from workflow.ops.backups import restoring
from workflow.ops.backups.archive import BackupParticulars
from workflow.platform import settings
from workflow.words import Words

if TYPE_CHECKING:
    from workflow.audit.verifying import TrailFault

CHECKING = Words("核对备份文件", "Checking the backup")
RESTORING = Words("恢复", "Restoring")


def restore(file: Path, passphrase: str) -> list[TrailFault]:
    """Restore a backup and return the faults of the audit trail.

    Raises ``NotPossible`` or ``BadInput`` with the reason; the place is empty then as before.
    """
    folder = DataFolder.at(settings().data)
    size = file.stat().st_size if file.exists() else None
    with bar(CHECKING, size) as progress:
        told = restoring.check(file, passphrase, progress.advance)
    with _place(folder):
        faults = _restored(file, passphrase, told, folder)
    click.echo(
        say(
            "已恢复 {made_at} 的备份：{events} 个事件，{files} 个佐证文件，{wrong} 处不符。",
            "The backup of {made_at} is restored: {events:event|events}, {files:piece|pieces} of "
            "evidence, {wrong} wrong.",
            made_at=told.made_at,
            events=told.events,
            files=told.files,
            wrong=len(faults),
        )
    )
    return faults


@contextmanager
def _place(folder: DataFolder) -> Iterator[None]:
    """Hold an empty folder, and leave it empty where the restore fails."""
    lock = folder.root / ".restore-lock"
    with folder_lock.held(lock, "command") as mine:
        if not mine:
            raise folder_lock.taken(folder.root, lock)
        _clear(folder)
        restoring.refuse_files(folder.root)
        folder.restoring.touch(0o600)
        try:
            yield
        except BaseException:
            _remove(folder)
            raise
        folder.restoring.unlink()


def _clear(folder: DataFolder) -> None:
    """Stop and remove the remains of a killed restore."""
    if not folder.restoring.exists():
        return
    with folder_lock.held(folder.lock, "command") as mine:
        if not mine:
            raise folder_lock.taken(folder.root, folder.lock)
        orphans.stop_all(folder)
        _remove(folder)


def _remove(folder: DataFolder) -> None:
    restoring.remove(folder.root)
    folder.restoring.unlink(missing_ok=True)


def _restored(
    file: Path, passphrase: str, told: BackupParticulars, folder: DataFolder
) -> list[TrailFault]:
    def fill(owner_url: str) -> None:
        restoring.refuse_tables(owner_url)
        with bar(RESTORING, file.stat().st_size) as progress:
            restoring.load(file, passphrase, told, owner_url, folder.root, progress.advance)

    with running_environment(migrating=True, fill=fill) as ours:
        if not ours:
            raise folder_lock.taken(folder.root, folder.lock)
        return _proven(file, told)


def _proven(file: Path, told: BackupParticulars) -> list[TrailFault]:
    from workflow import journal
    from workflow.audit.proving import prove
    from workflow.platform import connect

    with connect() as connection:
        connection.execute("SET statement_timeout = 0")
        faults = [*prove(connection).faults]
        journal.note(
            connection, "restored", file=str(file.absolute()), made_at=told.made_at,
            events=told.events, wrong=len(faults),
        )  # fmt: skip
        connection.execute("RESET statement_timeout")
    return faults
