"""The outbox: leased by one, begun once, noted once, given up in the end."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.cast import Persona
from tests.servers import Database
from workflow.delivery import outbox

MAILS = 40


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection; forty mails are due."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO outbox (person_id, item_id, seq, at, available_at)"
            " SELECT 1, n, 1, now(), now() - n * interval '1 second'"
            " FROM generate_series(1, %s) n",
            [MAILS],
        )
        yield connection


def pass_the_wait(owner: psycopg.Connection[Any]) -> None:
    owner.execute("UPDATE outbox SET available_at = now()")


def row(owner: psycopg.Connection[Any], outbox_id: int) -> Any:
    with owner.cursor(row_factory=psycopg.rows.namedtuple_row) as cursor:
        return cursor.execute(
            "SELECT *, available_at - now() AS wait FROM outbox WHERE id = %s", [outbox_id]
        ).fetchone()


def test_the_oldest_mails_are_leased_first_and_only_once(
    owner: psycopg.Connection[Any],
) -> None:
    oldest = outbox.lease(10)
    assert oldest == [id_ for (id_,) in owner.execute(
        "SELECT id FROM outbox WHERE item_id > %s ORDER BY id", [MAILS - 10])]  # fmt: skip
    assert not set(oldest) & set(outbox.lease(MAILS))
    assert outbox.lease(MAILS) == []


def test_many_relays_at_once_never_lease_the_same_mail(owner: psycopg.Connection[Any]) -> None:
    with ThreadPoolExecutor(8) as pool:
        leased = [id_ for ids in pool.map(lambda _: outbox.lease(5), range(16)) for id_ in ids]
    assert sorted(leased) == sorted(set(leased))
    assert len(leased) == MAILS


def test_a_lease_that_nobody_used_falls_due_again_and_is_no_try(
    owner: psycopg.Connection[Any],
) -> None:
    for _ in range(outbox.MOST_ATTEMPTS + 2):
        assert len(outbox.lease(MAILS)) == MAILS
        pass_the_wait(owner)
    assert owner.execute("SELECT max(attempts), count(failed_at) FROM outbox").fetchone() == (0, 0)


def test_a_lease_given_back_is_due_at_once(owner: psycopg.Connection[Any]) -> None:
    leased = outbox.lease(3)
    outbox.release(leased)
    assert outbox.begin(leased[0]) is None
    assert set(leased) <= set(outbox.lease(MAILS))


def test_a_lease_is_begun_once_however_many_jobs_it_has(owner: psycopg.Connection[Any]) -> None:
    (leased,) = outbox.lease(1)
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: outbox.begin(leased), range(8)))
    assert sorted(begun, key=str) == [1, *[None] * 7]


def test_a_mail_that_is_not_leased_cannot_be_begun(owner: psycopg.Connection[Any]) -> None:
    assert outbox.begin(1) is None


def test_what_a_paused_worker_reports_late_changes_nothing(
    owner: psycopg.Connection[Any],
) -> None:
    (leased,) = outbox.lease(1)
    paused = outbox.begin(leased)
    assert paused == 1
    pass_the_wait(owner)
    outbox.lease(MAILS)
    present = outbox.begin(leased)
    assert present == 2
    assert not outbox.delivered(leased, paused)
    assert not outbox.failed(leased, paused, "late", final=True)
    assert outbox.delivered(leased, present)
    assert not outbox.failed(leased, present, "later still", final=True)
    found = row(owner, leased)
    assert found.delivered_at
    assert not found.failed_at


def test_a_delivered_mail_is_never_leased_again(owner: psycopg.Connection[Any]) -> None:
    (leased,) = outbox.lease(1)
    assert outbox.delivered(leased, outbox.begin(leased) or 0)
    pass_the_wait(owner)
    assert leased not in outbox.lease(MAILS)


def test_the_wait_grows_and_after_ten_refusals_the_mail_is_given_up(
    owner: psycopg.Connection[Any],
) -> None:
    owner.execute("DELETE FROM outbox WHERE item_id > 1")
    waits = []
    for _ in range(outbox.MOST_ATTEMPTS):
        (leased,) = outbox.lease(MAILS)
        outbox.failed(leased, outbox.begin(leased) or 0, "451 come back later", final=False)
        waits.append(round(row(owner, leased).wait.total_seconds() / 60))
        pass_the_wait(owner)
    assert waits == [5 * n for n in range(1, 11)]
    found = row(owner, leased)
    assert found.failed_at
    assert found.error == "451 come back later"
    assert outbox.lease(MAILS) == []


def test_a_final_refusal_is_not_tried_again_until_somebody_asks(
    owner: psycopg.Connection[Any],
) -> None:
    (leased,) = outbox.lease(1)
    outbox.failed(leased, outbox.begin(leased) or 0, "550 no such user", final=True)
    pass_the_wait(owner)
    assert leased not in outbox.lease(MAILS)
    assert outbox.retry(owner, leased)
    assert not outbox.retry(owner, leased)
    assert outbox.lease(MAILS) == [leased]
    assert outbox.begin(leased) == 1


def test_days_without_a_mail_server_use_up_no_try(owner: psycopg.Connection[Any]) -> None:
    owner.execute("DELETE FROM outbox WHERE item_id > 1")
    for _ in range(outbox.MOST_ATTEMPTS * 2):
        (leased,) = outbox.lease(MAILS)
        assert outbox.put_off(leased, outbox.begin(leased) or 0, "connection refused")
        pass_the_wait(owner)
    found = row(owner, leased)
    assert (found.attempts, found.failed_at, found.error) == (0, None, "connection refused")


def test_a_mail_that_kills_every_worker_is_given_up_with_a_reason(
    owner: psycopg.Connection[Any],
) -> None:
    owner.execute("DELETE FROM outbox WHERE item_id > 1")
    for _ in range(outbox.MOST_ATTEMPTS):
        (leased,) = outbox.lease(MAILS)
        outbox.begin(leased)  # and the worker dies
        pass_the_wait(owner)
    assert outbox.lease(MAILS) == []
    assert "cut short" in row(owner, leased).error
    assert row(owner, leased).failed_at


def test_held_mails_wait_visibly_and_go_on_when_the_reason_is_gone(
    owner: psycopg.Connection[Any],
) -> None:
    assert outbox.hold("no server") == MAILS
    assert outbox.lease(MAILS) == []
    assert row(owner, 1).error == "no server"
    assert outbox.resume("another reason") == 0
    assert outbox.resume("no server") == MAILS
    assert len(outbox.lease(MAILS)) == MAILS
