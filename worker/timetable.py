"""The timetable: periodic jobs, run by a single process at a time.

A missed or doubled tick changes nothing: every job looks for due work, not at its last run. The
leading process holds a lock in PostgreSQL until the end of its connection. The jobs run side by
side, so that a long sweep keeps no mail waiting, and a failing job is noted and stops no other.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import psycopg

from worker import posting
from worker.relay import Relay
from workflow.audit.invariants import check_job
from workflow.audit.sealing import seal
from workflow.delivery.messages import digest_job
from workflow.engine.loading import read_now
from workflow.errors import Unavailable
from workflow.escalation.calendar_changes import recalculation_job
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.referral_sweep import look_again
from workflow.escalation.sweep import sweep
from workflow.evidence import unused
from workflow.journal.settings_change import note_settings
from workflow.look_backs import call_job
from workflow.ops import heartbeats
from workflow.ops.backups import kept
from workflow.ops.retention import clean_up
from workflow.platform.db import Connection, connect

LEADER = 0x5449_4D45  # the advisory lock of the process that leads
LOOK = 1.0  # seconds between two looks at whether this process still leads
QUIET = 15.0  # seconds for which nothing new need be noted
STOPPING = 5.0  # seconds that the jobs get to end what they are doing

_log = logging.getLogger("rectify.timetable")

Outcome = tuple[int, str]  # how many were done, and what is wrong


@dataclass(frozen=True)
class Entry:
    """A line of the timetable."""

    name: str
    every: float  # seconds from the end of one run to the beginning of the next
    run: Callable[[], Outcome]


def entries() -> tuple[Entry, ...]:
    """Return the timetable."""
    relay = Relay()
    return (
        Entry("relay", 1.0, lambda: (relay.tick(), relay.problem)),
        Entry("posting", 1.0, lambda: (posting.tick(), "")),
        Entry("escalation", 30.0, _escalate),
        Entry("digest", 60.0, lambda: (digest_job.make(), "")),
        Entry("judges", 60.0, lambda: (look_again(), "")),
        Entry("look-back", 60.0, call_job.call),
        Entry("planning", 30.0, lambda: (replan(), "")),
        Entry("calendar", 2.0, lambda: (recalculation_job.go_on(), "")),
        Entry("seal", 60.0, _seal),
        Entry("auditor", 240.0, _audit),
        Entry("clean-up", 600.0, lambda: (clean_up(), "")),
        Entry("backup", 600.0, lambda: kept.keep(datetime.now(UTC))),
        Entry("evidence", 600.0, lambda: (unused.put_aside(datetime.now(UTC)), "")),
    )


def _escalate() -> Outcome:
    swept = sweep()
    return len(swept.fired), swept.problem


def _seal() -> Outcome:
    with connect() as connection:
        return seal(connection, read_now(connection)), ""


def _audit() -> Outcome:
    # What it finds is kept beside the invariants; its own trouble is a failure of the job.
    return len(check_job.check()), ""


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
    pulse = _Pulse(entry.name)
    while not over.is_set():
        began = time.monotonic()
        try:
            done, problem = entry.run()
        except Exception as error:
            done, problem = 0, f"{type(error).__name__}: {error}"
            _log.exception("%s failed", entry.name)
        pulse.note(time.monotonic() - began, done, problem)
        over.wait(entry.every)


@dataclass
class _Pulse:
    """The heartbeat of an entry; idle runs are noted now and then only."""

    name: str
    noted: float = float("-inf")
    problem: str = ""

    def note(self, took: float, done: int, problem: str) -> None:
        """Write the heartbeat, unless nothing has changed."""
        if not done and problem == self.problem and time.monotonic() - self.noted < QUIET:
            return
        try:
            heartbeats.beat(self.name, timedelta(seconds=took), done, problem)
        except Unavailable:
            return
        self.noted, self.problem = time.monotonic(), problem
