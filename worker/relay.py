"""The relay: due mails become jobs; without an answering queue the relay delivers them itself."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from redis import Redis, RedisError

from worker.jobs import MAIL, deliver
from worker.queues import connection_of, enqueue, queue_of
from workflow.delivery import outbox
from workflow.platform import settings

BACKLOG = 500  # jobs that may wait in the queue; the rest waits in the database
BATCH = 200
PATIENCE = 30.0  # seconds without Redis before the relay delivers by itself
BY_HAND = 20  # mails, and
SPELL = 20.0  # seconds, that it then takes at a time
NO_SERVER = "no mail server is configured: SMTP_URL is empty"


@dataclass
class Relay:
    """Leases due mails and wakes a worker for each; the memory is in PostgreSQL, not here."""

    redis: Redis | None = field(default_factory=lambda: _redis())
    down_since: float | None = None
    problem: str = ""

    def __post_init__(self) -> None:
        if settings().smtp_url:
            outbox.resume(NO_SERVER)

    def tick(self) -> int:
        """Pass on the due mails; return their number."""
        self.problem = ""
        if not settings().smtp_url:
            outbox.hold(NO_SERVER)
            return 0
        if self.redis is None:
            return self.by_hand()
        try:
            passed = self.enqueue(self.redis)
        except RedisError as error:
            return self.without_redis(error)
        self.down_since = None
        return passed

    def enqueue(self, redis: Redis) -> int:
        """Turn leases into jobs, but no more than the queue has room for."""
        queue = queue_of(MAIL, redis)
        room = min(BACKLOG - queue.count, BATCH)  # asked first: no lease is lost to a dead Redis
        ids = outbox.lease(room) if room > 0 else []
        try:
            if ids:
                enqueue(queue, "worker.jobs.deliver", ids)
        except RedisError:
            outbox.release(ids)
            raise
        return len(ids)

    def without_redis(self, error: RedisError) -> int:
        """Wait a little for Redis; then deliver without Redis."""
        self.problem = f"Redis does not answer: {error}"
        self.down_since = self.down_since or time.monotonic()
        return self.by_hand() if time.monotonic() - self.down_since >= PATIENCE else 0

    def by_hand(self) -> int:
        """Deliver a few mails in the relay's process; return their number."""
        until, done = time.monotonic() + SPELL, 0
        while done < BY_HAND and time.monotonic() < until:
            leased = outbox.lease(1)
            if not leased:
                break
            deliver(leased[0])
            done += 1
        return done


def _redis() -> Redis | None:
    return connection_of(settings().redis_url) if settings().redis_url else None
