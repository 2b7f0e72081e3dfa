"""Wake-ups: of each periodic job one at most waits in its queue, under the job's own name.

Redis may lose a wake-up and a worker may die with one; what has lain for too long is replaced. A
job that is running all the same then runs twice, which changes nothing. Without an answering queue
the timetable runs the jobs by itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

from redis import Redis, RedisError
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.utils import now

from worker import periodic
from worker.jobs import MAIL
from worker.periodic import ESCALATION, IMPORTS, UPKEEP, Outcome, Periodic
from worker.queues import Job, queue_of
from workflow.ops import heartbeats

LONGEST = 900  # seconds of a periodic job; a longer one goes on at the next wake-up
LOST = timedelta(seconds=60)  # after which a wake-up counts as lost
KEPT = 600  # seconds for which a failed job can be looked at
PATIENCE = 30.0  # seconds without Redis before the timetable runs the jobs by itself
QUEUES = (MAIL, ESCALATION, UPKEEP, IMPORTS)


@dataclass
class WakeUp:
    """The wake-up of a periodic job: enqueued at each tick, unless one lies there already."""

    job: Periodic
    redis: Redis | None
    down_since: float | None = None

    def tick(self) -> None:
        """Enqueue the job; after some time without Redis run it here."""
        if self.redis is None:
            return periodic.run(self.job.name)
        try:
            self._enqueue(self.redis)
        except RedisError:
            return self._without_redis()
        self.down_since = None
        return None

    def _enqueue(self, redis: Redis) -> None:
        try:
            self._push(redis)
        except DuplicateJobError:
            if self._is_lost(redis):
                self._push(redis)

    def _push(self, redis: Redis) -> None:
        queue_of(self.job.queue, redis).enqueue_call(
            "worker.periodic.run", (self.job.name,), timeout=LONGEST, result_ttl=0,
            failure_ttl=KEPT, job_id=self.job.name, unique=True,
        )  # fmt: skip

    def _is_lost(self, redis: Redis) -> bool:
        """Say whether the earlier wake-up is gone by now; one that lay for too long is removed."""
        try:
            earlier = Job.fetch(self.job.name, connection=redis, serializer="json")
        except NoSuchJobError:
            return True
        since = earlier.started_at or earlier.enqueued_at
        if not earlier.is_failed and since and abs(now() - since) < LOST:
            return False
        earlier.delete()
        return True

    def _without_redis(self) -> None:
        self.down_since = self.down_since or time.monotonic()
        if time.monotonic() - self.down_since >= PATIENCE:
            periodic.run(self.job.name)


def look_at_queues(redis: Redis) -> Outcome:
    """Note the length of each queue, the age of its oldest job, and its failed jobs."""
    for name in QUEUES:
        queue = queue_of(name, redis)
        ids = queue.get_job_ids(0, 1)
        heartbeats.note_queue(
            name, _age(ids[0], redis) if ids else timedelta(0), queue.count,
            len(queue.failed_job_registry),
        )  # fmt: skip
    return 0, ""


def _age(job_id: str, redis: Redis) -> timedelta:
    try:
        enqueued = Job.fetch(job_id, connection=redis, serializer="json").enqueued_at
    except NoSuchJobError:  # it has begun, or has expired
        return timedelta(0)
    return max(timedelta(0), now() - enqueued) if enqueued else timedelta(0)
