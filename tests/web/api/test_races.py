"""Many requests at the same moment, on real threads: one of them wins, the rest are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from time import sleep

import psycopg
import pytest
from werkzeug.test import TestResponse

from tests.cast import BRANCH, LOOKS
from tests.servers import Database
from tests.web.api.client import Programs

pytestmark = pytest.mark.real_time

_WAITING = """
    SELECT count(*) FROM pg_stat_activity
     WHERE wait_event_type = 'Lock' AND datname = current_database()"""


@contextmanager
def held_up(database: Database, number: str) -> Iterator[Callable[[], None]]:
    """Hold decisions on an item up; what is yielded lets them go once ten of them wait.

    On a busy machine it lets fewer go: who waits for ten seconds is refused by the database.
    """
    with (
        psycopg.connect(database.owner_url) as holder,
        psycopg.connect(database.app_url, autocommit=True) as watcher,
    ):
        holder.execute("SELECT FROM items WHERE number = %s FOR UPDATE", [number])

        def let_go() -> None:
            for _ in range(300):
                if watcher.execute(_WAITING).fetchone() >= (10,):
                    break
                sleep(0.01)
            holder.rollback()

        yield let_go


def at_once(
    requests: list[Callable[[], TestResponse]], meanwhile: Callable[[], None] = lambda: None
) -> list[TestResponse]:
    """Send all requests at the same moment; return their answers in the same order."""
    start, answers = Barrier(len(requests)), [TestResponse] * len(requests)

    def send(place: int, request: Callable[[], TestResponse]) -> None:
        start.wait()
        answers[place] = request()

    threads = [Thread(target=send, args=pair) for pair in enumerate(requests)]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    return answers


def triggers(programs: Programs, number: str) -> Counter[str]:
    events = programs("committee").get(f"/items/{number}/events").json["events"]
    return Counter(event["trigger"] for event in events)


def test_100_identical_closes_with_one_key_are_one_decision(programs: Programs) -> None:
    number = programs.verified()
    committee, body = programs("committee"), {"fields": {}, "comment": "同意销号"}
    answers = at_once(
        [lambda: committee.post(f"/items/{number}/close", body, Idempotency_Key="one")] * 100
    )
    assert Counter(answer.status_code for answer in answers) == {200: 100}
    assert {answer.text for answer in answers} == {answers[0].text}
    replayed = Counter(answer.headers.get("Idempotency-Replayed") for answer in answers)
    assert replayed == {None: 1, "true": 99}
    assert triggers(programs, number)["close"] == 1


def test_100_identical_closes_of_one_version_are_one_decision(
    programs: Programs, database: Database
) -> None:
    number = programs.verified()
    committee, body = programs("committee"), {"fields": {}, "comment": "同意销号"}
    tag = committee.get(f"/items/{number}").headers["ETag"]
    path = f"/items/{number}/close"
    closes = [lambda: committee.post(path, body, Idempotency_Key="one", If_Match=tag)] * 100
    with held_up(database, number) as let_go:
        answers = at_once(closes, let_go)
    assert Counter(answer.status_code for answer in answers) == {200: 100}
    assert triggers(programs, number)["close"] == 1


def test_50_verify_at_once_and_one_succeeds(programs: Programs) -> None:
    number = programs.rectified()
    body = {
        "fields": LOOKS,
        "comment": "现场核查，已更换",
    }
    verifiers = [programs(login) for login in ("verifier", "verifier-2")] * 25
    answers = at_once(
        [lambda v=v: v.post(f"/items/{number}/verify", body) for v in verifiers]  # type: ignore[misc]
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 49}
    assert all(answer.json["detail"] for answer in answers if answer.status_code == 409)
    assert triggers(programs, number)["verify"] == 1


def test_50_verify_of_one_version_and_one_succeeds(programs: Programs, database: Database) -> None:
    number, verifier = programs.rectified(), programs("verifier")
    body = {
        "fields": LOOKS,
        "comment": "现场核查，已更换",
    }
    tag = verifier.get(f"/items/{number}").headers["ETag"]
    path = f"/items/{number}/verify"
    with held_up(database, number) as let_go:
        answers = at_once([lambda: verifier.post(path, body, If_Match=tag)] * 50, let_go)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: 49}
    for answer in answers:
        assert answer.status_code == 200 or answer.json["changes"][0]["move"] == "Verify"
    assert triggers(programs, number)["verify"] == 1


def test_raising_at_once_leaves_no_gap_and_one_key_raises_one(programs: Programs) -> None:
    inspector = programs("inspector")
    fields = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
    body = {"list": "problems", "fields": fields}
    keys = [f"key-{n // 2}" for n in range(50)]  # every request is sent twice
    answers = at_once(
        [lambda key=key: inspector.post("/items", body, Idempotency_Key=key) for key in keys]  # type: ignore[misc]
    )
    assert Counter(answer.status_code for answer in answers) == {201: 50}
    numbers = Counter(answer.json["number"] for answer in answers)
    assert set(numbers.values()) == {2}
    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, 26))


def test_one_bulk_sent_by_20_threads_is_carried_out_once(programs: Programs) -> None:
    numbers = [programs.raised(f"问题 {n}") for n in range(5)]
    decisions = [{"number": n, "trigger": "comment", "comment": "催办"} for n in numbers]
    clerk, body = programs("coordinator"), {"decisions": decisions}
    answers = at_once([lambda: clerk.post("/decisions", body, Idempotency_Key="one")] * 20)
    assert {answer.text for answer in answers} == {answers[0].text}
    assert all(triggers(programs, number)["comment"] == 1 for number in numbers)
