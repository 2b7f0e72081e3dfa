"""The workers of the queue: they run nothing but our jobs, and survive what they stand on."""

from __future__ import annotations

import json
import pickle
import signal
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from rq import Queue
from rq.utils import utcformat

from rectify.service.processes import QUEUES
from tests.patience import eventually
from tests.worker.conftest import OwnValkey, Promise
from tests.worker.mailserver import MailServer
from tests.worker.processes import process, stop
from worker.__main__ import main
from worker.jobs import JOBS, MAIL
from worker.queues import Forbidden, Job, Worker, enqueue, queue_of
from worker.relay import Relay
from workflow.delivery import outbox
from workflow.platform import settings

Hasten = Callable[[], None]


@pytest.fixture
def redis(redis_url: str) -> Redis:
    connection = Redis.from_url(redis_url)
    yield connection  # type: ignore[misc]
    connection.close()


def burst(redis: Redis) -> None:
    """Work off what is in the queue, in this process."""
    worker = Worker([MAIL], connection=redis, serializer="json")
    worker.work(burst=True, logging_level="CRITICAL")


def test_every_queue_has_the_process_that_the_supervisor_starts() -> None:
    assert tuple(JOBS) == QUEUES


def test_a_queued_mail_arrives_and_leaves_nothing_in_redis(
    promise: Promise, mail: MailServer, redis: Redis
) -> None:
    promise()
    enqueue(queue_of(MAIL, redis), "worker.jobs.deliver", outbox.lease())
    burst(redis)
    assert len(mail.came) == 1
    assert not list(redis.scan_iter("rq:job:*"))


def test_the_same_mail_enqueued_twice_is_sent_once(
    promise: Promise, mail: MailServer, redis: Redis
) -> None:
    promise()
    leased = outbox.lease()
    enqueue(queue_of(MAIL, redis), "worker.jobs.deliver", leased * 3)
    burst(redis)
    assert len(mail.came) == 1


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pathlib.Path.touch", ["{}"]),
        ("os.system", ["touch {}"]),
        ("worker.jobs._note", [7]),
        ("worker.jobs.deliver", ["7; rm -rf /"]),
        ("worker.jobs.deliver", [7, 8]),
        ("worker.jobs.deliver", [True]),
        ("worker.periodic.run", ["escalation"]),  # of another queue
    ],
)
def test_nothing_but_our_jobs_is_run_whatever_redis_says(
    name: str, arguments: list[Any], redis: Redis, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    told = [a.format(mark) if isinstance(a, str) else a for a in arguments]
    job = Queue(MAIL, connection=redis, serializer="json").enqueue(name, *told)
    burst(redis)
    assert not mark.exists()
    found = Job.fetch(job.id, connection=redis, serializer="json")
    with pytest.raises(Forbidden):
        _ = found.func
    result = found.latest_result()
    assert result
    assert "Forbidden" in str(result.exc_string)


class _Mark:
    """Touches a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_no_pickle_is_opened_and_nothing_is_called_back(
    redis: Redis, tmp_path: Path, promise: Promise, mail: MailServer
) -> None:
    mark, queue = tmp_path / "mark", queue_of(MAIL, redis)
    pickled = zlib.compress(pickle.dumps(("worker.jobs.deliver", None, (_Mark(mark),), {})))
    forged = {
        "created_at": utcformat(_now()), "origin": MAIL, "status": "queued", "data": pickled,
        "success_callback_name": "os.abort", "failure_callback_name": "os.abort",
        "webhooks": json.dumps([{"url": mail.url, "job_status": "failed"}]),
        "meta": pickle.dumps(_Mark(mark)),
    }  # fmt: skip
    redis.hset("rq:job:forged", mapping=forged)
    redis.rpush(queue.key, "forged")
    promise()
    enqueue(queue, "worker.jobs.deliver", outbox.lease())
    burst(redis)
    assert not mark.exists()
    assert len(mail.came) == 1  # the next job was done all the same


def _now() -> Any:
    from rq.utils import now

    return now()


def test_a_worker_finishes_its_mail_and_stops_soon(
    promise: Promise, mail: MailServer, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    promise()
    mail.delay = 0.5
    with process("mail", tmp_path / "log", REDIS_URL=redis_url) as worker:
        enqueue(queue_of(MAIL, redis), "worker.jobs.deliver", outbox.lease())
        eventually(lambda: mail.came)
        stop(worker)
    assert len(mail.taken) == 1
    assert worker.exitcode == 0


def test_an_idle_worker_stops_at_once(
    promise: Promise, redis_url: str, redis: Redis, tmp_path: Path
) -> None:
    with process("upkeep", tmp_path / "log", REDIS_URL=redis_url) as idle:
        eventually(lambda: _states(redis) == [b"idle"])
        stop(idle, signal.SIGINT)
    assert idle.exitcode == 0


def _states(redis: Redis) -> list[Any]:
    return [redis.hget(key, "state") for key in redis.scan_iter("rq:worker:*")]


def test_a_mail_whose_worker_is_killed_goes_again_under_the_same_id(
    promise: Promise, mail: MailServer, redis_url: str, tmp_path: Path, hasten: Hasten,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    promise()
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    relay = Relay()
    assert relay.tick() == 1
    mail.delay = 30
    with process("mail", tmp_path / "log") as killed:
        eventually(lambda: mail.came)
        killed.kill()
    mail.delay = 0
    assert relay.tick() == 0  # the lease is not over
    hasten()
    assert relay.tick() == 1
    with process("mail", tmp_path / "log"):
        eventually(lambda: mail.taken)
    first, second = (message["Message-ID"] for message in mail.mails)
    assert first == second


def test_workers_survive_redis_and_start_before_it(
    promise: Promise, mail: MailServer, own_valkey: OwnValkey, tmp_path: Path
) -> None:
    own_valkey.kill()
    with process("mail", tmp_path / "log", REDIS_URL=own_valkey.url) as worker:
        eventually(lambda: "cannot be worked on" in (tmp_path / "log").read_text())
        own_valkey.start()
        for _ in range(2):
            with Redis.from_url(own_valkey.url) as redis:
                eventually(lambda r=redis: list(r.scan_iter("rq:worker:*")))
                promise()
                enqueue(queue_of(MAIL, redis), "worker.jobs.deliver", outbox.lease())
            came = len(mail.came)
            eventually(lambda before=came: len(mail.taken) > before or len(mail.taken) == 2)
            own_valkey.kill()
            own_valkey.start()
        assert worker.is_alive()


@pytest.mark.parametrize(
    ("part", "setting", "value", "said"),
    [
        ("mail", "REDIS_URL", "", "REDIS_URL is missing"),
        ("timetable", "DATABASE_URL", "", "DATABASE_URL is missing"),
        ("mail", "SMTP_URL", "mail.example.org", "SMTP_URL: must look like"),
        ("mail", "RECTIFY_COUNTRY", "XX", "RECTIFY_COUNTRY"),
        ("mail", "RECTIFY_TIMEZONE", "Mars/Base", "RECTIFY_TIMEZONE"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(
    part: str, setting: str, value: str, said: str, promise: Promise, redis_url: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv(setting, value)
    settings.cache_clear()
    monkeypatch.setattr(sys, "argv", ["worker", part])
    assert main() == 1
    assert said in capsys.readouterr().err
