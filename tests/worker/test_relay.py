"""The relay: mail goes on its way with Redis, without it, and over a Redis that forgets."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from redis import Redis

from tests.patience import eventually
from tests.worker.conftest import OwnValkey, Promise
from tests.worker.mailserver import MailServer
from tests.worker.processes import process
from worker import relay as worker_relay
from worker.jobs import MAIL
from worker.queues import queue_of
from worker.relay import NO_SERVER, Relay
from workflow.delivery import outbox
from workflow.platform import settings

Hasten = Callable[[], None]


@pytest.fixture
def redis(redis_url: str, mail: MailServer, monkeypatch: pytest.MonkeyPatch) -> Redis:
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    connection = Redis.from_url(redis_url)
    yield connection  # type: ignore[misc]
    connection.close()


def waiting(owner: psycopg.Connection[Any]) -> int:
    row = owner.execute("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").fetchone()
    assert row
    return int(row[0])


def test_what_is_due_becomes_one_job_each_and_is_then_left_alone(
    promise: Promise, redis: Redis
) -> None:
    for _ in range(3):
        promise()
    relay = Relay()
    assert [relay.tick(), relay.tick()] == [3, 0]
    assert queue_of(MAIL, redis).count == 3


def test_a_long_queue_is_not_made_longer(
    promise: Promise, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_relay, "BACKLOG", 2)
    for _ in range(3):
        promise()
    relay = Relay()
    assert [relay.tick(), relay.tick()] == [2, 0]
    assert len(outbox.lease()) == 1  # the third still waits in the database


def test_a_flushed_redis_loses_no_mail(
    promise: Promise, mail: MailServer, redis: Redis, owner: psycopg.Connection[Any],
    hasten: Hasten, tmp_path: Path,
) -> None:  # fmt: skip
    relay, over = Relay(), Event()

    def pass_on() -> None:
        while not over.is_set():
            relay.tick()
            hasten()  # a lease is over at once; what was begun is kept by its token
            time.sleep(0.3)

    with process("mail", tmp_path / "log"):
        passing = Thread(target=pass_on)
        passing.start()
        for number in range(12):
            promise(f"问题{number}")
            if number % 3 == 0:
                redis.flushdb()
        eventually(lambda: not waiting(owner))
        over.set()
        passing.join()
    assert len({message["Message-ID"] for message in mail.mails}) == 12


def test_a_redis_that_is_down_holds_up_neither_decisions_nor_in_the_end_the_mail(
    promise: Promise, mail: MailServer, own_valkey: OwnValkey, monkeypatch: pytest.MonkeyPatch,
    owner: psycopg.Connection[Any],
) -> None:  # fmt: skip
    monkeypatch.setenv("REDIS_URL", own_valkey.url)
    settings.cache_clear()
    relay = Relay()
    own_valkey.kill()
    promise()
    assert relay.tick() == 0
    assert "Redis does not answer" in relay.problem
    monkeypatch.setattr(worker_relay, "PATIENCE", 0.0)
    assert relay.tick() == 1
    assert len(mail.taken) == 1
    own_valkey.start()
    promise()
    assert relay.tick() == 1
    assert relay.problem == ""
    assert waiting(owner) == 1  # a job again, for the worker
    with Redis.from_url(own_valkey.url) as redis:
        assert queue_of(MAIL, redis).count == 1


def test_a_redis_that_dies_between_lease_and_job_gives_the_lease_back(
    promise: Promise, mail: MailServer, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise()
    redis.config_set("maxmemory", "1")  # it still answers, but takes nothing more
    try:
        relay = Relay()
        assert relay.tick() == 0
        assert "Redis does not answer" in relay.problem
    finally:
        redis.config_set("maxmemory", "0")
    assert relay.tick() == 1


def test_without_a_queue_the_relay_alone_delivers_everything(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("REDIS_URL", raising=False)
    settings.cache_clear()
    monkeypatch.setattr(worker_relay, "BY_HAND", 2)
    for _ in range(3):
        promise()
    relay = Relay()
    assert [relay.tick(), relay.tick(), relay.tick()] == [2, 1, 0]
    assert waiting(owner) == 0
    assert len(mail.taken) == 3


def test_without_a_mail_server_mail_waits_visibly_and_goes_once_there_is_one(
    promise: Promise, mail: MailServer, redis: Redis, owner: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SMTP_URL", "")
    settings.cache_clear()
    promise()
    assert Relay().tick() == 0
    row = owner.execute("SELECT error, attempts, available_at > now() FROM outbox").fetchone()
    assert row == (NO_SERVER, 0, True)
    monkeypatch.setenv("SMTP_URL", mail.url)
    settings.cache_clear()
    assert Relay().tick() == 1
