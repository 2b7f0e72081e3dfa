"""The service's background processes, each in a process of its own.

They are forked from a server that has the code loaded already: a fresh interpreter for each
would take most of the tests' time. That ``python -m worker`` starts is seen by the tests of
``rectify up``.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.patience import ENOUGH
from workflow import profession
from workflow.declaration.packs import register

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["worker.__main__", "workflow.escalation.sweep"])


@contextmanager
def process(part: str, log: Path, **settings: str) -> Iterator[ForkServerProcess]:
    """Run ``python -m worker PART`` with these settings beside the present ones."""
    with running(_serve, part, log=log, **settings) as started:
        yield started


@contextmanager
def running(
    target: Callable[..., object], *arguments: object, log: Path, **settings: str
) -> Iterator[ForkServerProcess]:
    """Run a function in a process of its own, with these settings beside the present ones."""
    environment = {**os.environ, **settings}
    started = _CONTEXT.Process(target=_run, args=(environment, log, target, arguments))
    log.touch()
    started.start()
    try:
        yield started
    finally:
        started.kill()
        started.join()


def _run(
    environment: Mapping[str, str],
    log: Path,
    target: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    register(profession.load)  # as every program that is started does
    target(*arguments)


def _serve(part: str) -> None:
    from worker.__main__ import main

    sys.argv = ["worker", part]
    sys.exit(main())


def stop(process: ForkServerProcess, number: int = signal.SIGTERM) -> None:
    """Ask a process to stop, and wait until it has."""
    assert process.pid
    os.kill(process.pid, number)
    process.join(ENOUGH)
