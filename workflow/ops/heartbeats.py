"""Heartbeats of the timetable's jobs: time, amount of work and problem of each last run."""

from __future__ import annotations

from datetime import timedelta

from workflow.platform.db import connect

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
