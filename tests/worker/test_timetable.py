"""The timetable: one leads, a fault stops nothing, and what was missed is made up for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pytest
from redis import Redis

from tests.escalation.late_items import assigned, climbed, count, set_clock
from tests.patience import eventually
from tests.servers import Database
from tests.worker.conftest import Promise
from tests.worker.mailserver import MailServer
from tests.worker.processes import process, stop
from worker import timetable
from worker.jobs import MAIL
from worker.periodic import PERIODIC, run
from worker.queues import Worker
from worker.relay import Relay
from worker.timetable import Entry, leadership, serve
from workflow.escalation import breaker
from workflow.ops.health import readiness
from workflow.platform import settings


@contextmanager
def serving(entries: Callable[[], list[Entry]]) -> Iterator[None]:
    """Serve this timetable in a thread."""
    over = Event()
    thread = Thread(target=serve, args=(over, entries))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


def beats(owner: psycopg.Connection[Any]) -> dict[str, tuple[int, str]]:
    rows = owner.execute("SELECT job, done, problem FROM sweeps WHERE finished_at IS NOT NULL")
    return {job: (done, problem) for job, done, problem in rows}


def test_only_one_process_leads_and_the_next_one_takes_over(promise: Promise) -> None:
    with leadership() as first:
        assert first
        with leadership() as second:
            assert second is None
    with leadership() as third:
        assert third


def test_an_entry_that_fails_is_noted_and_stops_no_other(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    ran: list[str] = []

    def fails() -> timetable.Outcome:
        raise ZeroDivisionError("nothing to divide")

    def works() -> timetable.Outcome:
        ran.append("works")
        return 1, ""

    with serving(lambda: [Entry("fails", 0.01, fails), Entry("works", 0.01, works)]):
        eventually(lambda: len(ran) > 5 and set(beats(owner)) == {"fails", "works"})
    assert beats(owner)["fails"] == (0, "ZeroDivisionError: nothing to divide")


def test_an_entry_that_takes_long_keeps_no_other_waiting(promise: Promise) -> None:
    hangs, ran = Event(), []

    def hang() -> timetable.Outcome:
        hangs.wait(10)
        return 0, ""

    def works() -> timetable.Outcome:
        ran.append(1)
        return 0, ""

    with serving(lambda: [Entry("hangs", 0.01, hang), Entry("works", 0.01, works)]):
        eventually(lambda: len(ran) > 5)
        hangs.set()


def test_runs_that_did_nothing_are_not_written_down_each_time(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    ran: list[int] = []

    def idle() -> timetable.Outcome:
        ran.append(1)
        return 0, ""

    with serving(lambda: [Entry("idle", 0.001, idle)]):
        eventually(lambda: len(ran) > 20)
    row = owner.execute(
        "SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'sweeps'"
    ).fetchone()
    assert row
    assert row[0] < 5


def test_it_goes_on_after_the_database_was_away(
    promise: Promise, owner: psycopg.Connection[Any], database: Database
) -> None:
    terms: list[int] = []

    def begin() -> list[Entry]:
        terms.append(1)
        return []

    with serving(begin):
        eventually(lambda: len(terms) == 1)
        with psycopg.connect(database.app_url, autocommit=True) as connection:
            connection.execute(_CUT_ALL)
        eventually(lambda: len(terms) == 2)


_CUT_ALL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


def test_two_timetables_by_mistake_do_no_harm(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any], redis_url: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    for _ in range(5):
        promise()
    owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
    owner.execute("UPDATE items SET rung_at = now(), due_at = '2026-01-01' WHERE rung = 0")
    with (
        process("mail", tmp_path / "log"),
        process("escalation", tmp_path / "log"),
        process("upkeep", tmp_path / "log"),
        process("timetable", tmp_path / "one") as one,
        process("timetable", tmp_path / "two") as two,
    ):
        eventually(lambda: {"relay", "escalation", "seal", "clean-up"} <= set(beats(owner)))
        eventually(lambda: len(mail.taken) >= 5)
        stop(one)
        stop(two)
    assert [one.exitcode, two.exitcode] == [0, 0]
    leading = [
        p.read_text().count("this process leads") for p in (tmp_path / "one", tmp_path / "two")
    ]
    assert sorted(leading) in ([0, 1], [1, 1])


def test_two_that_lead_at_once_do_no_harm_either(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any], redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("REDIS_URL", redis_url)
    settings.cache_clear()
    numbers = assigned(10)
    set_clock(owner, "2026-03-25 10:00+08")
    doubled = [*PERIODIC.values(), *PERIODIC.values()]
    with ThreadPoolExecutor(len(doubled)) as pool:
        outcomes = list(pool.map(lambda job: job.work(), doubled))
    assert [problem for _, problem in outcomes] == [""] * len(doubled)
    for number in numbers:
        assert climbed(owner, number) == ["overdue"]  # of what was missed one rung a day
    relays = [Relay(), Relay()]
    while any([*[relay.tick() for relay in relays], PERIODIC["seal"].work()[0]]):
        pass
    with Redis.from_url(redis_url) as redis:
        Worker([MAIL], connection=redis, serializer="json").work(burst=True)
    promised = count(owner, "SELECT count(*) FROM outbox")
    assert len(mail.taken) == len(set(mail.taken)) == promised
    assert count(owner, "SELECT count(*) - count(DISTINCT (item_id, seq)) FROM seal_leaves") == 0


def test_the_alarm_of_the_breaker_is_there_for_everybody_to_see(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    assigned(breaker.LEAST + 1)
    set_clock(owner, "2026-03-25 10:00+08")
    run("escalation")
    done, problem = beats(owner)["escalation"]
    assert done == 0
    assert "rectify escalate --confirm" in problem
    assert "timetable" in readiness().late
