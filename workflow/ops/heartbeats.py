"""Heartbeats of the periodic jobs: time, amount of work and problem of each last run.

The state of a queue is kept beside them, for the web never asks Redis: the age of the oldest job
in the place of the duration, the number of waiting jobs, and the number of failed ones.
"""

from __future__ import annotations

from datetime import timedelta

from workflow.platform import connect

QUEUE, FAILED = "queue ", "failed "

_BEAT = """
    INSERT INTO sweeps (job, began_at, finished_at, done, problem)
    VALUES (%(job)s, now() - %(took)s, now(), %(done)s, %(problem)s)
        ON CONFLICT (job) DO UPDATE
       SET began_at = excluded.began_at, finished_at = excluded.finished_at,
           done = excluded.done, problem = excluded.problem
"""


def beat(job: str, took: timedelta, done: int = 0, problem: str = "") -> None:
    """Note a run of a job, by the database's own clock, not the demonstration's."""
    with connect() as connection:
        values = {"job": job, "took": took, "done": done, "problem": problem[:2000]}
        connection.execute(_BEAT, values)


def note_queue(name: str, oldest: timedelta, waiting: int, failed: int) -> None:
    """Note the state of a queue: the age of its oldest job, and the numbers of jobs."""
    beat(QUEUE + name, oldest, waiting)
    beat(FAILED + name, timedelta(0), failed)
