"""The embedded database of an older major version of PostgreSQL: brought up to the present one.

PostgreSQL's own ``pg_upgrade`` copies into a new folder. The old folder is not written to and stays
beside the new one: it is the backup, and the way back. Each step can be cut off at any moment.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from rectify.servers.postgres import SUPERUSER, Postgres
from workflow.errors import NotPossible
from workflow.platform import postgres_programs
from workflow.words import Words

Tell = Callable[[Words], None]
_PLACES = ("/usr/lib/postgresql/{version}/bin", "/usr/pgsql-{version}/bin")  # Debian, Red Hat
_NEEDED = ("postgres", "pg_ctl", "pg_controldata", "pg_resetwal")
_SPARE = 2**28  # bytes left free beside the copy
_TAIL = 1500  # characters of a failure

_BEGINS = Words(
    "{data} 是 PostgreSQL {old} 的数据，正在升级到 {new}；原来的数据保留在 {kept}。",
    "{data} was written by PostgreSQL {old} and is brought up to {new}; the old data stays in "
    "{kept}.",
)
_DONE = Words(
    "数据库已升级到 PostgreSQL {new}。一切正常后可以删除 {kept}。",
    "The database is of PostgreSQL {new} now. Remove {kept} once all is well.",
)
_NO_PROGRAMS = Words(
    "{data} 是 PostgreSQL {old} 的数据，本机程序是 {new} 版，升级还需要 {old} 版的程序。"
    "请安装它（例如 apt-get install postgresql-{old}，不必启动）后再启动；"
    "或者用原来的版本备份（rectify backup），再用新版本恢复（rectify restore）。",
    "{data} was written by PostgreSQL {old}; this one is {new}, and to bring it up the programs of "
    "{old} are needed. Install them (such as apt-get install postgresql-{old}; they need not run) "
    "and start again; or back up with the version you had (rectify backup) and restore here "
    "(rectify restore).",
)
_NEWER = Words(
    "{data} 是 PostgreSQL {old} 的数据，比本机程序（{new}版）新。请用写它的版本启动；"
    "升级时留下的旧数据如果还在，就在旁边。",
    "{data} was written by PostgreSQL {old}, which is newer than this one ({new}). Start the "
    "version that wrote it.",
)
_NO_ROOM = Words(
    "升级数据库需要 {needed} MiB 的空间，{place} 只剩 {free} MiB；什么都没有改动。",
    "To bring the database up takes {needed} MiB; {place} has {free} MiB left. Nothing was "
    "changed.",
)
_KEPT_THERE = Words(
    "{kept} 已经存在，升级不会覆盖它；请先移走。",
    "{kept} is there already and is not overwritten; move it away first.",
)
_FAILED = Words(
    "数据库没有升级成功，原来的数据没有改动：{why}",
    "The database could not be brought up, and the old data is as it was: {why}",
)


def bring_up(server: Postgres, tell: Tell) -> None:
    """Bring a cluster of an older major version up to that of the server's binaries.

    Raises ``NotPossible`` with the remedy; the old cluster is then as it was.
    """
    made = _beside(server, "upgraded")
    if not server.data.exists() and made.exists():  # cut off between the two last steps
        made.rename(server.data)
    old = _version(server.data)
    if old in (None, server.version):
        return
    kept = _beside(server, str(old))
    told = {"data": server.data, "old": old, "new": server.version, "kept": kept}
    before = replace(server, binaries=_binaries(server, told, old))
    _demand_room(server, kept)
    tell(_BEGINS.format(**told))
    _copy(before, server, made)
    server.data.rename(kept)
    made.rename(server.data)
    tell(_DONE.format(**told))


def _beside(server: Postgres, ending: str) -> Path:
    return server.data.with_name(f"{server.data.name}.{ending}")


def _version(data: Path) -> int | None:
    try:
        return int((data / "PG_VERSION").read_text("ascii"))
    except FileNotFoundError:
        return None


def _binaries(server: Postgres, told: dict[str, object], old: int) -> Path:
    """Return the folder with the programs of an older major version."""
    if old > server.version:
        raise NotPossible(_NEWER.format(**told))
    for folder in _candidates(old):
        whole = all((folder / name).exists() for name in _NEEDED)
        if whole and postgres_programs.major_version(folder / "postgres") == old:
            return folder
    raise NotPossible(_NO_PROGRAMS.format(**told))


def _candidates(old: int) -> Iterator[Path]:
    yield from (Path(place.format(version=old)) for place in _PLACES)
    if newest := postgres_programs.wheel_binaries():
        yield from sorted(newest.parent.parent.glob("pginstall*/bin"))


def _demand_room(server: Postgres, kept: Path) -> None:
    if kept.exists():
        raise NotPossible(_KEPT_THERE.format(kept=kept))
    needed = sum(f.stat().st_size for f in server.data.rglob("*") if f.is_file()) + _SPARE
    free = shutil.disk_usage(server.data).free
    if free < needed:
        told = {"needed": needed >> 20, "free": free >> 20, "place": server.data.parent}
        raise NotPossible(_NO_ROOM.format(**told))


def _copy(before: Postgres, server: Postgres, made: Path) -> None:
    """Copy a cluster into a new one; the new folder has its name only when it is whole."""
    making = _beside(server, "upgrading")
    for left in (making, made):
        shutil.rmtree(left, ignore_errors=True)
    fresh = replace(server, data=making)
    fresh.create()
    with tempfile.TemporaryDirectory(prefix="up-", dir=server.sockets) as sockets:
        if server.account:
            server.account.owns(Path(sockets))
        done = server.run(
            "pg_upgrade", f"--old-bindir={before.binaries}", f"--new-bindir={server.binaries}",
            f"--old-datadir={before.data}", f"--new-datadir={making}", f"--socketdir={sockets}",
            f"--username={SUPERUSER}", folder=Path(sockets),
        )  # fmt: skip
    if done.returncode:
        why = (done.stdout + done.stderr).strip()[-_TAIL:]
        shutil.rmtree(making, ignore_errors=True)
        raise NotPossible(_FAILED.format(why=why))
    making.rename(made)
