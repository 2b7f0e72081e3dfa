"""The files of a backup: all of the data folder but the files of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from workflow.ops.backups.reading import is_backup
from workflow.platform import settings

SECRET_KEY = "secret-key"  # noqa: S105 -- the name of its file
# The servers' own files, sockets, logs, locks, uploads on the way, the demonstration's mails; and
# the anchors, which are worth something only outside of what they prove.
_OF_THE_MACHINE = re.compile(
    r"(postgres|postgres\..*|valkey|run|log|lock|children\..*|mailbox|spool.*|backups|anchors"
    r"|evidence/(incoming|unused)|restoring)(/.*)?|(.*/)?\..*"
)


def files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name below the folder and the path of each file but the secret key."""
    kept = settings().backups_folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == SECRET_KEY or not is_content(name) or kept in path.resolve().parents:
            continue
        if path.is_file() and not _is_backup(path):
            yield name, path


def is_content(name: str) -> bool:
    """Say whether a backup may hold a file with the given name below the data folder."""
    parts = name.split("/")
    return all(parts) and ".." not in parts and not _OF_THE_MACHINE.fullmatch(name)


def _is_backup(path: Path) -> bool:
    try:
        return is_backup(path)
    except OSError:  # went away, or may not be read: whoever copies it says so
        return False
