"""The files and folders named by settings: looked at before the start, not at night when needed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from workflow.audit import seal_keys
from workflow.errors import WorkflowError
from workflow.ops.backups.encryption import passphrase_of
from workflow.platform import BadSettings, Settings


def demand(given: Settings) -> None:
    """Refuse settings that name unusable files or folders.

    Raises ``BadSettings`` with a line for each.
    """
    if faults := list(faults_of(given)):
        raise BadSettings("\n".join(faults))


def faults_of(given: Settings) -> Iterator[str]:
    """Yield a sentence for each named file that cannot be used, and each such folder."""
    if file := given.backup_passphrase_file:
        yield from _refusal("RECTIFY_BACKUP_PASSPHRASE_FILE", passphrase_of, file)
    if file := given.seal_key_file:
        yield from _refusal("RECTIFY_SEAL_KEY_FILE", seal_keys.key_in, file)
    for name, folder in (("BACKUPS", given.backups), ("ANCHORS", given.anchors)):
        if folder and (why := _unfit(folder)):
            yield f"RECTIFY_{name}: {folder} {why}"


def _refusal(setting: str, read: Callable[[Path], object], file: Path) -> Iterator[str]:
    try:
        read(file)
    except WorkflowError as refused:
        yield f"{setting}: {refused.words.en}"


def _unfit(folder: Path) -> str:
    """Return the fault of a folder to be written to, or nothing."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not there.is_dir():
        return f"cannot be a folder: {there} is none"
    if not os.access(there, os.W_OK | os.X_OK):
        return f"cannot be written: this account may not write to {there}"
    return ""
