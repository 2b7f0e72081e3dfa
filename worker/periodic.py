"""The periodic jobs of the workers: each looks for due work, not at its last run.

So a job that is lost, doubled, late or out of order changes nothing: the next one finds what is
due, and of two at once the database lets one through (versions, keys, leases, advisory locks).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from worker import anchoring, posting
from workflow.audit.invariants import check_job
from workflow.audit.sealing import seal
from workflow.delivery.messages import digest_job
from workflow.delivery.reports import making
from workflow.engine.loading import read_now
from workflow.errors import Unavailable
from workflow.escalation.calendar_changes import recalculation_job
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.referral_sweep import look_again
from workflow.escalation.sweep import sweep
from workflow.evidence import unused
from workflow.imports.drafts.work import carry_on
from workflow.inspections.candidates.gathering import gather
from workflow.inspections.complaints import replies_job
from workflow.inspections.look_backs import call_job
from workflow.ops import heartbeats
from workflow.ops.retention import clean_up
from workflow.platform import connect
from workflow.queries import colours_kept, search_texts, spellings
from workflow.queries.figures import taking_in

ESCALATION, UPKEEP, IMPORTS = "escalation", "upkeep", "imports"
QUIET = 15.0  # seconds for which nothing new need be noted

_log = logging.getLogger("rectify.worker")

Outcome = tuple[int, str]  # how many were done, and what is wrong


@dataclass(frozen=True, slots=True)
class Periodic:
    """A periodic job: the queue, the seconds between two wake-ups, and the work."""

    name: str
    queue: str
    every: float
    work: Callable[[], Outcome]


def _escalate() -> Outcome:
    swept = sweep()
    return len(swept.fired), swept.problem


def _seal() -> Outcome:
    with connect() as connection:
        return seal(connection, read_now(connection)), ""


def _audit() -> Outcome:
    # What it finds is kept beside the invariants; its own trouble is a failure of the job.
    return len(check_job.check()), ""


PERIODIC: dict[str, Periodic] = {
    job.name: job
    for job in (
        Periodic("escalation", ESCALATION, 30.0, _escalate),
        Periodic("judges", ESCALATION, 60.0, lambda: (look_again(), "")),
        Periodic("look-back", ESCALATION, 60.0, lambda: call_job.call()),
        Periodic("replies", ESCALATION, 30.0, lambda: (replies_job.tell(), "")),
        Periodic("planning", ESCALATION, 30.0, lambda: (replan(), "")),
        Periodic("calendar", ESCALATION, 2.0, lambda: (recalculation_job.go_on(), "")),
        Periodic("posting", UPKEEP, 1.0, lambda: (posting.tick(), "")),
        Periodic("digest", UPKEEP, 60.0, lambda: (digest_job.make(), "")),
        Periodic("search", UPKEEP, 10.0, lambda: (search_texts.take_in(), "")),
        Periodic("colours", UPKEEP, 10.0, lambda: (colours_kept.take_in(), "")),
        Periodic("spellings", UPKEEP, 10.0, lambda: (spellings.take_in(), "")),
        Periodic("figures", UPKEEP, 15.0, lambda: (taking_in.take_in(), "")),
        Periodic("seal", UPKEEP, 60.0, _seal),
        Periodic("auditor", UPKEEP, 240.0, _audit),
        Periodic("candidates", UPKEEP, 300.0, lambda: (gather(), "")),
        Periodic("reports", UPKEEP, 30.0, lambda: making.make()),
        Periodic("clean-up", UPKEEP, 600.0, lambda: (clean_up(), "")),
        Periodic("anchor", UPKEEP, 600.0, lambda: anchoring.keep(datetime.now(UTC))),
        Periodic("imports", IMPORTS, 1.0, lambda: (carry_on(), "")),
        Periodic("evidence", UPKEEP, 600.0, lambda: (unused.put_aside(datetime.now(UTC)), "")),
    )
}


def run(name: str) -> None:
    """Run a periodic job and note its heartbeat; a failure is noted, not raised."""
    noted(name, PERIODIC[name].work)


def noted(name: str, work: Callable[[], Outcome | None]) -> None:
    """Do some work and note the heartbeat with the time taken, the work done and the faults.

    Failures are noted, too: none stops the process. Without an outcome there is nothing to note.
    """
    began = time.monotonic()
    try:
        outcome = work()
    except Exception as error:
        outcome = 0, f"{type(error).__name__}: {error}"
        _log.exception("%s failed", name)
    if outcome:
        _pulses.setdefault(name, _Pulse(name)).note(time.monotonic() - began, *outcome)


@dataclass
class _Pulse:
    """The heartbeat of a job in this process; idle runs are noted now and then only."""

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


_pulses: dict[str, _Pulse] = {}
