"""Run a background process of the service: the worker of a queue, or the timetable."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from worker import timetable
from worker.jobs import JOBS
from worker.periodic import UPKEEP
from worker.queues import work
from workflow import profession
from workflow.declaration.packs import register
from workflow.errors import Unavailable
from workflow.ops import installed_pack, named_places
from workflow.platform import BadSettings, logs, settings

TIMETABLE = "timetable"


def main() -> int:
    """Run until asked to stop; a missing or wrong setting gives a sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("part", choices=[*JOBS, TIMETABLE], help="a queue, or the timetable")
    part: str = parser.parse_args().part
    register(profession.load)
    try:
        logs.configure()
        _check(part)
        installed_pack.adopt(settings().database_url, wait=installed_pack.PATIENCE)
    except (BadSettings, ValueError, Unavailable) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if part == TIMETABLE:
        _keep_time()
    else:
        work(part, settings().redis_url)
    return 0


def _check(part: str) -> None:
    if not settings().database_url:
        raise ValueError("DATABASE_URL is missing; 'rectify up' sets it for its own processes.")
    if part != TIMETABLE and not settings().redis_url:
        raise ValueError("REDIS_URL is missing; without a queue the timetable delivers by itself.")
    if part == UPKEEP:  # the worker that makes the backups, seals and anchors
        named_places.demand(settings())


def _keep_time() -> None:
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    timetable.serve(stopping)


if __name__ == "__main__":
    sys.exit(main())
