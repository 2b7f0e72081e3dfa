"""The timetable: wakes the workers, and passes on due mails; a single process leads at a time.

A missed or doubled tick changes nothing: every job looks for due work, not at its last run. The
leading process holds a lock in PostgreSQL until the end of its connection. Its own ticks run side
by side, so that a slow one keeps no other waiting.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import Event, Thread

import psycopg

from worker import wake_ups
from worker.periodic import PERIODIC, Outcome, Periodic, noted
from worker.queues import connection_of
from worker.relay import Relay
from worker.wake_ups import WakeUp
from workflow.audit import nightly
from workflow.errors import Unavailable
from workflow.journal.settings_change import note_settings
from workflow.ops.backups import kept
from workflow.platform import Connection, connect, settings

LEADER = 0x5449_4D45  # the advisory lock of the process that leads
LOOK = 1.0  # seconds between two looks at whether this process still leads
STOPPING = 5.0  # seconds that the ticks get to end what they are doing

_log = logging.getLogger("rectify.timetable")


@dataclass(frozen=True)
class Entry:
    """A line of the timetable; a tick that tells no outcome leaves its heartbeat to a worker."""

    name: str
    every: float  # seconds from the end of one tick to the beginning of the next
    run: Callable[[], Outcome | None]


def entries(jobs: Sequence[Periodic] = tuple(PERIODIC.values())) -> tuple[Entry, ...]:
    """Return the timetable: the relay, a wake-up for each periodic job, a look at the queues."""
    relay = Relay()
    url = settings().redis_url
    redis = connection_of(url) if url else None
    wakers = [Entry(job.name, job.every, WakeUp(job, redis).tick) for job in jobs]
    looking = [Entry("queues", 5.0, partial(wake_ups.look_at_queues, redis))] if redis else []
    passing_on = Entry("relay", 1.0, lambda: (relay.tick(), relay.problem))
    return (passing_on, *wakers, *looking, *_nightly())


def _nightly() -> tuple[Entry, ...]:
    """Return what takes long at night, and so keeps no worker from its queue."""
    return (
        Entry("backup", 600.0, lambda: kept.keep(datetime.now(UTC))),
        Entry("proof", 600.0, lambda: nightly.keep(datetime.now(UTC))),
    )


def serve(stopping: Event, timetable: Callable[[], Sequence[Entry]] = entries) -> None:
    """Lead, or stand by to lead, until asked to stop; the database may come and go."""
    while not stopping.is_set():
        try:
            with leadership() as leader:
                if leader:
                    note_settings()
                    _lead(leader, stopping, timetable())
        except (Unavailable, psycopg.Error) as error:
            _log.warning("the timetable waits for the database: %s", error)
        stopping.wait(LOOK)


@contextmanager
def leadership() -> Iterator[Connection | None]:
    """Lend the connection with the lock, or ``None`` while another process leads."""
    with connect() as connection:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LEADER]).fetchone()
        if not (row and row[0]):
            yield None
            return
        _log.info("this process leads the timetable")
        try:
            yield connection
        finally:
            if not connection.closed:
                connection.execute("SELECT pg_advisory_unlock(%s)", [LEADER])


def _lead(leader: Connection, stopping: Event, timetable: Sequence[Entry]) -> None:
    """Run all entries side by side for as long as the process leads."""
    over = Event()
    threads = [Thread(target=_repeat, args=(entry, over), daemon=True) for entry in timetable]
    for thread in threads:
        thread.start()
    try:
        while not stopping.wait(LOOK):
            leader.execute("SELECT 1")  # raises once the connection, and the lock, is gone
    finally:
        over.set()
        until = time.monotonic() + STOPPING
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))


def _repeat(entry: Entry, over: Event) -> None:
    while not over.is_set():
        noted(entry.name, entry.run)
        over.wait(entry.every)
