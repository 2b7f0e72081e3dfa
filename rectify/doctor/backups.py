"""The doctor looks for the last good backup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from rectify import demo_mark
from rectify.doctor.finding import Finding
from rectify.servers.command_database import has_database, running_environment
from workflow.platform import Settings
from workflow.words import Words

OLD = timedelta(days=2)
_TODO = Words(
    "请执行 rectify backup 文件名；设置了 RECTIFY_BACKUPS_KEPT 时每夜自动备份到 {folder}。",
    "Run 'rectify backup FILE'; unless RECTIFY_BACKUPS_KEPT is 0, one is made every night in "
    "{folder}.",
)
_NONE = Words("还没有备份", "There is no backup yet")
_LAST = Words(
    "最近一次备份在{age}前：{file}（{size:,} 字节）",
    "The last backup is {age} old: {file} ({size:,} bytes)",
)
_GONE = Words(
    "最近一次备份（{age}前）已不在 {file}，或大小不符",
    "The last backup, {age} ago, is not in {file} any more, or has another size",
)


def backups(given: Settings) -> Iterator[Finding]:
    """Report the age of the last good backup; warn of an old, missing or absent backup."""
    from workflow.ops.backups import kept

    if not has_database(given):
        return
    with running_environment():
        try:
            if demo_mark.is_demonstration():  # there is nothing in it to lose
                return
            last = kept.last()
        except psycopg.ProgrammingError:  # the tables are not there yet, as another line says
            return
    todo = _TODO.format(folder=given.backups_folder)
    if last is None:
        yield Finding("backup", "warn", _NONE, todo)
        return
    age = datetime.now(UTC) - last.at
    told = {"age": _spoken(age), "file": last.file, "size": last.size}
    if _is_gone(Path(last.file), last.size):
        yield Finding("backup", "warn", _GONE.format(**told), todo)
    elif age > OLD:
        yield Finding("backup", "warn", _LAST.format(**told), todo)
    else:
        yield Finding("backup", "ok", _LAST.format(**told))


def _is_gone(file: Path, size: int) -> bool:
    """Say whether the file is missing from a folder of the present machine."""
    try:
        return file.parent.is_dir() and (not file.exists() or file.stat().st_size != size)
    except OSError:  # not this account's to look at
        return False


def _spoken(age: timedelta) -> Words:
    if age >= timedelta(days=1):
        return Words("{n}天", "{n:day|days}").format(n=age.days)
    hours, minutes = divmod(age.seconds // 60, 60)
    if hours:
        return Words("{n}小时", "{n:hour|hours}").format(n=hours)
    return Words("{n}分钟", "{n:minute|minutes}").format(n=max(minutes, 0))
