"""The operating system's account for PostgreSQL when Rectify is started as root.

PostgreSQL refuses to run as root. Started by an ordinary user, everything runs as the same user and
nothing here does anything.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from workflow.errors import NotPossible
from workflow.words import Words

NAME = "rectify"


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a server process."""

    uid: int
    gid: int

    def owns(self, folder: Path) -> None:
        """Give the folder to the account and close the folder to everybody else."""
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


class RunAs(TypedDict):
    """The arguments of ``subprocess.Popen`` for the account of a process."""

    user: int | None
    group: int | None
    extra_groups: list[str | int] | None


def run_as(account: Account | None) -> RunAs:
    """Return the arguments for the account; ``None`` keeps the present account."""
    if account is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def server_account() -> Account | None:
    """Return the account to drop to, made on first use; ``None`` without root.

    Raises ``NotPossible`` where no account can be made.
    """
    if os.geteuid() != 0:
        return None
    entry = _entry(NAME) or _created() or _entry("postgres") or _entry("nobody")
    if entry is None:
        raise NotPossible(
            Words(
                "PostgreSQL 不能以 root 运行，而本机无法新建用户 rectify。请用普通用户启动，"
                "或先执行 useradd --system rectify。",
                "PostgreSQL does not run as root, and the user 'rectify' could not be made here. "
                "Start as an ordinary user, or run: useradd --system rectify",
            )
        )
    return Account(entry.pw_uid, entry.pw_gid)


def _entry(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        return None
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return _entry(NAME)


def open_the_way(target: Path, account: Account, ours: Collection[Path] = ()) -> list[Path]:
    """Let the account pass through each folder above ``target``; return strangers so changed.

    Only the right to pass is added, never the right to list, and only where it lacks: on
    ``ours`` for the account alone, on other folders for everybody (their group is not ours to
    change).
    """
    opened = []
    for folder in reversed(target.resolve().parents):
        if _passable(folder.stat(), account):
            continue
        if folder in ours:
            os.chown(folder, -1, account.gid)
            folder.chmod(folder.stat().st_mode | stat.S_IXGRP)
        else:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
            opened.append(folder)
    return opened


def _passable(facts: os.stat_result, account: Account) -> bool:
    if facts.st_uid == account.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    if facts.st_gid == account.gid:
        return bool(facts.st_mode & stat.S_IXGRP)
    return bool(facts.st_mode & stat.S_IXOTH)
