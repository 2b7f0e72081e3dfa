"""Starts the service's processes in order, restarts dead ones, stops all in reverse order."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from threading import Event

from rectify.data_folder import DataFolder
from rectify.service import orphans
from rectify.service.program import Child, Program, rotate
from workflow.errors import NotPossible
from workflow.words import Words

TICK = 0.1
STEADY = 60.0  # a process that ran this long is not in a circle of crashes
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0

Tell = Callable[[Words], None]


@dataclass
class _Watched:
    child: Child
    wait: float = 0.0  # grows while it keeps dying
    due: float | None = None  # when a dead one is started again


@dataclass
class Supervisor:
    """The processes of a data folder; the caller holds the folder's lock."""

    folder: DataFolder
    tell: Tell
    stopping: Event = field(default_factory=Event)
    watched: list[_Watched] = field(default_factory=list)

    def start(self, *programs: Program, within: float = 60.0) -> None:
        """Start the programs together and wait until each is ready.

        Raises ``NotPossible`` where a program does not come up ``within`` seconds.
        """
        begun = [self._begin(program) for program in programs]
        until = time.monotonic() + within
        for child in begun:
            while not child.program.ready():
                if not child.running or time.monotonic() > until:
                    raise NotPossible(_not_up(child))
                time.sleep(0.05)

    def _begin(self, program: Program) -> Child:
        child = Child(program, self.folder.root, self.folder.log / f"{program.name}.log")
        rotate(child.log)
        try:
            child.start()
        except OSError as error:
            raise NotPossible(_not_startable(child, error)) from error
        self.watched.append(_Watched(child))
        self._record()
        return child

    def _record(self) -> None:
        try:
            orphans.record(self.folder, [watched.child for watched in self.watched])
        except OSError as error:  # a full disk is no reason to stop what runs
            self.tell(_unrecorded(self.folder, error))

    def watch(self) -> None:
        """Keep everything running until ``stopping`` is set."""
        while not self.stopping.wait(TICK):
            for watched in self.watched:
                self._look_after(watched, time.monotonic())

    def _look_after(self, watched: _Watched, now: float) -> None:
        rotate(watched.child.log)
        if watched.child.running:
            return
        if watched.due is None:
            self._plan(watched, now)
        elif now >= watched.due:
            self._again(watched)

    def _again(self, watched: _Watched) -> None:
        watched.due = None
        try:
            watched.child.start()
        except OSError as error:  # the program itself is away, as in the middle of an upgrade
            self.tell(_not_startable(watched.child, error))
        self._record()

    def _plan(self, watched: _Watched, now: float) -> None:
        child = watched.child
        child.sweep()
        again = watched.wait and now - child.started < STEADY
        watched.wait = min(watched.wait * 2, LONGEST_WAIT) if again else FIRST_WAIT
        watched.due = now + watched.wait
        self.tell(
            Words(
                f"{child.program.name} 意外退出（{child.ended()}），"
                f"{watched.wait:g} 秒后重新启动；日志：{child.log}",
                f"{child.program.name} ended unexpectedly ({child.ended()}); "
                f"starting it again in {watched.wait:g} s. Its log: {child.log}",
            )
        )

    def stop(self) -> None:
        """Stop all in order of rank, within a rank the last started first."""
        self.stopping.set()
        backwards = [watched.child for watched in reversed(self.watched)]
        backwards.sort(key=lambda child: -child.program.rank)
        with ThreadPoolExecutor() as pool:
            for _, together in groupby(backwards, lambda c: c.program.stage or c.program.name):
                list(pool.map(Child.stop, list(together)))
        self.watched.clear()
        self.folder.children.unlink(missing_ok=True)


def _not_up(child: Child) -> Words:
    return Words(
        f"{child.program.name} 没有启动成功，日志 {child.log} 的最后几行：\n{child.last_lines()}",
        f"{child.program.name} did not come up. The end of its log {child.log}:\n"
        f"{child.last_lines()}",
    )


def _not_startable(child: Child, error: OSError) -> Words:
    return Words(
        f"{child.program.name} 无法启动：{child.program.command[0]}（{error.strerror}）。",
        f"{child.program.name} cannot be started: {child.program.command[0]} ({error.strerror}).",
    )


def _unrecorded(folder: DataFolder, error: OSError) -> Words:
    return Words(
        f"{folder.children} 无法写入（{error.strerror}），请检查磁盘。",
        f"{folder.children} cannot be written ({error.strerror}); look at the disk.",
    )
