"""Wake-ups: whatever happens to a job in Redis, each is done, and one at most waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis

from tests.escalation.late_items import assigned, climbed, set_clock
from tests.patience import eventually
from tests.servers import Database
from tests.worker.conftest import OwnValkey, Promise
from tests.worker.processes import process
from worker import wake_ups
from worker.periodic import ESCALATION, PERIODIC
from worker.queues import Job, Worker, queue_of
from worker.wake_ups import WakeUp, look_at_queues
from workflow.ops.health import measures, readiness

SWEEP = PERIODIC["escalation"]


@pytest.fixture
def redis(redis_url: str) -> Redis:
    connection = Redis.from_url(redis_url)
    yield connection
    connection.close()


@pytest.fixture
def late(promise: Promise, owner: psycopg.Connection[Any]) -> str:
    """An item that is due for its first rung after the due date."""
    (number,) = assigned(1)
    set_clock(owner, "2026-03-25 10:00+08")
    return number


def burst(redis: Redis) -> None:
    Worker([ESCALATION], connection=redis, serializer="json").work(burst=True)


def test_a_tick_changes_nothing_and_the_job_of_a_worker_sweeps(
    late: str, owner: psycopg.Connection[Any], redis: Redis
) -> None:
    WakeUp(SWEEP, redis).tick()
    assert climbed(owner, late) == []
    burst(redis)
    assert climbed(owner, late) == ["overdue"]


def test_of_many_ticks_by_two_timetables_one_job_waits(promise: Promise, redis: Redis) -> None:
    one, other = WakeUp(SWEEP, redis), WakeUp(SWEEP, redis)
    for _ in range(3):
        one.tick()
        other.tick()
    assert queue_of(ESCALATION, redis).job_ids == ["escalation"]


def test_a_job_that_redis_forgot_is_asked_for_again(
    late: str, owner: psycopg.Connection[Any], redis: Redis
) -> None:
    waking = WakeUp(SWEEP, redis)
    waking.tick()
    redis.flushdb()
    waking.tick()
    burst(redis)
    assert climbed(owner, late) == ["overdue"]


@pytest.mark.parametrize("lost", ["popped by a worker that died", "half done by one that died"])
def test_a_job_that_went_down_with_its_worker_is_asked_for_again(
    lost: str, late: str, owner: psycopg.Connection[Any], redis: Redis,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    waking = WakeUp(SWEEP, redis)
    waking.tick()
    redis.lpop(queue_of(ESCALATION, redis).key)
    if "half" in lost:
        job = Job.fetch("escalation", connection=redis, serializer="json")
        job.set_status("started")
    waking.tick()
    burst(redis)
    assert climbed(owner, late) == []  # it may be running still
    monkeypatch.setattr(wake_ups, "LOST", timedelta(0))
    waking.tick()
    burst(redis)
    assert climbed(owner, late) == ["overdue"]


def test_a_failed_job_keeps_no_later_one_waiting(promise: Promise, redis: Redis) -> None:
    WakeUp(SWEEP, redis).tick()
    queue = queue_of(ESCALATION, redis)
    redis.lpop(queue.key)
    job = Job.fetch("escalation", connection=redis, serializer="json")
    job.set_status("failed")
    WakeUp(SWEEP, redis).tick()
    assert queue.job_ids == ["escalation"]


def test_while_valkey_is_away_the_timetable_does_the_work_and_hands_it_back(
    late: str, owner: psycopg.Connection[Any], own_valkey: OwnValkey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with Redis.from_url(own_valkey.url) as redis:
        waking = WakeUp(SWEEP, redis)
        own_valkey.kill()
        waking.tick()
        assert climbed(owner, late) == []  # it may come back at once
        monkeypatch.setattr(wake_ups, "PATIENCE", 0.0)
        waking.tick()
        assert climbed(owner, late) == ["overdue"]
        own_valkey.start()
        set_clock(owner, "2026-03-26 10:00+08")
        waking.tick()
        assert climbed(owner, late) == ["overdue"]
        burst(redis)
        assert len(climbed(owner, late)) == 2


def test_a_worker_and_the_timetable_escalate_from_end_to_end(
    late: str, owner: psycopg.Connection[Any], redis_url: str, tmp_path: Path, database: Database
) -> None:
    with (
        process("timetable", tmp_path / "timetable", REDIS_URL=redis_url),
        process("escalation", tmp_path / "worker", REDIS_URL=redis_url),
    ):
        eventually(lambda: climbed(owner, late) == ["overdue"])


def test_age_and_length_of_the_queues_are_there_to_be_measured(
    promise: Promise, redis: Redis
) -> None:
    WakeUp(SWEEP, redis).tick()
    assert look_at_queues(redis) == (0, "")
    queues = {queue["queue"]: queue for queue in readiness().checks["queues"]}
    assert queues.keys() == {"mail", "escalation", "upkeep", "imports"}
    assert (queues["escalation"]["waiting"], queues["escalation"]["failed"]) == (1, 0)
    counted = {(told.name, labels) for told in measures() for labels, _ in told.samples}
    for name in ("queue_waiting", "queue_age_seconds", "queue_failed"):
        assert (name, ("escalation",)) in counted
