"""The data folder: the place for all files of the service, and the path of each."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from workflow.errors import NotPossible
from workflow.words import Words

# A socket's address is limited to about 100 bytes, and Valkey's is read by many hands: the
# sockets are in the data folder only where its path is short and plain.
_PLAIN = re.compile(r"[A-Za-z0-9/._+-]{1,64}")
_OTHERS = 0o067  # all of others and all but passing through of the group
# Closed to others, these would leave a machine that nobody can use.
_OF_THE_SYSTEM = {
    "/", "/bin", "/boot", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/run", "/sbin",
    "/srv", "/usr", "/usr/local", "/var", "/var/lib", "/var/log",
}  # fmt: skip
_SHORTEST_KEY = 32  # characters
_SHORT = Path("/tmp")  # noqa: S108  (the folder made in it is ours alone, and checked)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Names the parts of the data folder; ``root`` is absolute."""

    root: Path

    @classmethod
    def at(cls, path: Path) -> DataFolder:
        """Return the folder, created where missing.

        Raises ``NotPossible`` where the folder cannot be written.
        """
        folder = cls(path.expanduser().resolve())
        try:
            folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            _close(folder.root)
            folder.log.mkdir(exist_ok=True, mode=0o700)
            (folder.log / ".write").touch()
            (folder.log / ".write").unlink()
        except OSError as error:
            raise NotPossible(_unwritable(folder.root, error)) from error
        return folder

    @property
    def postgres(self) -> Path:
        """The cluster of the embedded PostgreSQL."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """The append-only file of the embedded Valkey."""
        return self.root / "valkey"

    @property
    def log(self) -> Path:
        """The folder of logs, one for each process."""
        return self.root / "log"

    @property
    def mailbox(self) -> Path:
        """The mails taken by the demonstration's catcher, as a Maildir."""
        return self.root / "mailbox"

    @property
    def lock(self) -> Path:
        """The lock of the process that runs the servers of the folder."""
        return self.root / "lock"

    @property
    def children(self) -> Path:
        """The record of the running processes, for the start after a ``kill -9``."""
        return self.root / "children.json"

    @property
    def restoring(self) -> Path:
        """The mark of an unfinished restore."""
        return self.root / "restoring"

    def refuse_half_restored(self) -> None:
        """Refuse a folder with an unfinished restore.

        Raises ``NotPossible``.
        """
        if self.restoring.exists():
            raise NotPossible(_half_restored(self.root))

    def sockets(self) -> Path:
        """Return the folder of the sockets, made and ours alone."""
        inside = self.root / "run"
        if _PLAIN.fullmatch(str(inside)):
            inside.mkdir(exist_ok=True, mode=0o700)
            return inside
        return _private(self._elsewhere)

    def forget_sockets(self) -> None:
        """Remove the folder of the sockets where outside of the data folder."""
        shutil.rmtree(self._elsewhere, ignore_errors=True)

    @property
    def _elsewhere(self) -> Path:
        name = sha256(os.fsencode(self.root)).hexdigest()[:12]
        return _SHORT / f"rectify-{os.geteuid()}-{name}"

    def secret_key(self) -> str:
        """Return the key for the signing of cookies; drawn once, readable by its owner only.

        Raises ``NotPossible`` for a damaged file.
        """
        path, drawn = self.root / "secret-key", self.root / f"secret-key.{os.getpid()}"
        if not path.exists():
            with open(drawn, "w", encoding="ascii", opener=_for_us_alone) as file:
                file.write(secrets.token_urlsafe(48))
            with suppress(FileExistsError):  # another process was quicker
                os.link(drawn, path)  # whole at once: a killed start leaves no half key
            drawn.unlink()
        key = path.read_text(encoding="utf-8", errors="replace").strip()
        if len(key) < _SHORTEST_KEY or not key.isascii():
            raise NotPossible(_no_key(path))
        return key


def _close(root: Path) -> None:
    """Close a folder to other users; the group may still pass through.

    Raises ``NotPossible`` for a folder shared by everybody, such as /tmp or /etc.
    """
    facts = root.stat()
    if facts.st_mode & stat.S_ISVTX or str(root) in _OF_THE_SYSTEM:
        raise NotPossible(_shared(root))
    if facts.st_uid == os.geteuid() and facts.st_mode & _OTHERS:
        root.chmod(stat.S_IMODE(facts.st_mode) & ~_OTHERS)


def _private(folder: Path) -> Path:
    folder.mkdir(exist_ok=True, mode=0o700)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid != os.geteuid():
        raise NotPossible(
            Words(
                f"{folder} 属于别人，套接字不能放在里面。请删除它，或把数据目录放到更短的路径。",
                f"{folder} belongs to somebody else, so the sockets cannot be put there. "
                "Remove it, or use a data folder with a shorter path.",
            )
        )
    return folder


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _no_key(path: Path) -> Words:
    return Words(
        f"{path} 里没有完整的密钥。请从备份恢复这个文件；实在没有时可以删除它，"
        "但所有人都要重新登录，并重新设置第二因素。",
        f"{path} holds no whole key. Restore the file from a backup; where there is none, remove "
        "it, and everybody has to sign in and set up the second factor again.",
    )


def _shared(root: Path) -> Words:
    return Words(
        f"{root} 是大家共用的目录，数据不能放在里面。请用 RECTIFY_DATA 指定一个专用目录。",
        f"{root} is shared by everybody and no place for the data. Name a folder of its own with "
        "RECTIFY_DATA.",
    )


def _half_restored(root: Path) -> Words:
    return Words(
        f"{root} 里的恢复没有完成。请再执行一次 rectify restore，或删除这个目录。",
        f"A restore into {root} is going on or was broken off. Run 'rectify restore' again, or "
        "remove the folder.",
    )


def _unwritable(root: Path, error: OSError) -> Words:
    return Words(
        f"数据目录 {root} 无法写入（{error.strerror}）。"
        "请修改权限，或用 RECTIFY_DATA 指定另一个目录。",
        f"The data folder {root} cannot be written ({error.strerror}). "
        "Change its rights, or name another one with RECTIFY_DATA.",
    )
