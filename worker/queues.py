"""The queues of RQ, whose jobs are wake-ups: a queue for each process, JSON, no retries.

RQ was seen to lose a job (a worker with two queues), to run a job twice (a pause) and to enqueue a
job twice. None of the faults matters: PostgreSQL knows what is due, and a job holds no more than
the id of a mail or the name of a periodic job.
"""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job as RqJob
from rq.queue import EnqueueData

from worker.jobs import JOBS

TIMEOUT = 150  # seconds of a job; the mailer gives up on its own before that
KEPT = 600  # seconds for which a failed job can be looked at
STALE = 300  # seconds after which a job that nobody took is dropped: its mail is leased anew
_LONGEST_WAIT = 30.0

_log = logging.getLogger("rectify.worker")


class Forbidden(Exception):
    """A job not on the list of its queue."""


class Job(RqJob):
    """A job limited to our list: Redis holds names, and a name could be anything."""

    @property
    def func(self) -> Callable[[Any], None]:
        """Return the function of the job, from the list of its queue.

        Raises ``Forbidden`` for any other name or arguments.
        """
        allowed = JOBS.get(self.origin, {})
        if self.instance or self.func_name not in allowed:
            raise Forbidden(f"{self.func_name!r} is no job of the queue {self.origin!r}")
        found = allowed[self.func_name]
        if self.kwargs or len(self.args) != 1 or not found.takes(self.args[0]):
            raise Forbidden(f"{self.func_name!r} takes one id, or the name of a job of its queue")
        return found.function

    def restore(self, raw_data: Any) -> Any:
        """Read the job, without anything else that RQ would call by name or address."""
        restored = super().restore(raw_data)
        self._success_callback_name = self._failure_callback_name = None
        self._stopped_callback_name = None
        self.webhooks = []
        self.retries_left = self.repeats_left = None
        return restored


class Worker(SimpleWorker):
    """A worker in its own process with lasting connections; takes no orders by Redis."""

    job_class = Job
    asked = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish the present job, then stop."""
        self.asked = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def subscribe(self) -> None:
        """Do not listen for commands."""

    def unsubscribe(self) -> None:
        """There is nothing to unsubscribe from."""


def connection_of(url: str) -> Redis:
    """Return a connection with short timeouts, so that an absent Redis is noticed quickly."""
    return Redis.from_url(url, socket_connect_timeout=3, socket_timeout=5)


def queue_of(name: str, connection: Redis) -> Queue:
    """Return the RQ queue named ``name``."""
    return Queue(name, connection=connection, serializer="json", job_class=Job)


def enqueue(queue: Queue, func: str, ids: Sequence[int]) -> None:
    """Enqueue a job for each id, in one round trip."""
    queue.enqueue_many([_data(func, id_) for id_ in ids])


def _data(func: str, id_: int) -> EnqueueData:
    return Queue.prepare_data(
        func, (id_,), timeout=TIMEOUT, result_ttl=0, failure_ttl=KEPT, ttl=STALE
    )


def work(name: str, url: str) -> None:
    """Work on a queue until asked to stop; after any failure of Redis begin again."""
    wait = 0.5
    while True:
        for number in (signal.SIGTERM, signal.SIGINT):  # until RQ listens to them itself
            signal.signal(number, lambda *_: sys.exit(0))
        began, worker = time.monotonic(), None
        try:
            worker = _worker(name, url)
            _log.info("this process works on the queue %s", name)
            worker.work(logging_level="WARNING")
        except Exception as error:  # RQ ends on many an error; the process goes on
            _log.warning("the queue %s cannot be worked on: %s", name, error)
        if worker and worker.asked:
            return
        wait = 0.5 if time.monotonic() - began > _LONGEST_WAIT else min(wait * 2, _LONGEST_WAIT)
        time.sleep(wait)


def _worker(name: str, url: str) -> Worker:
    return Worker(
        [name],
        connection=Redis.from_url(url),
        serializer="json",
        worker_ttl=45,  # a worker that was killed is forgotten, and an idle one looks up, soon
        maintenance_interval=60,
        log_job_description=False,
    )
