"""Delivering: once for each lease, whatever the queue does, and noted in the outbox."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.worker.conftest import Promise
from tests.worker.mailserver import MailServer
from worker import jobs
from worker.jobs import deliver
from workflow.delivery import outbox
from workflow.ops.health import readiness
from workflow.platform import settings

Hasten = Callable[[], None]


def outcome(owner: psycopg.Connection[Any]) -> tuple[Any, ...]:
    """Return (delivered, given up, tries, error) of the only mail."""
    ((found),) = owner.execute(
        "SELECT delivered_at IS NOT NULL, failed_at IS NOT NULL, attempts, error FROM outbox"
    ).fetchall()
    return found


def deliver_due() -> None:
    for leased in outbox.lease():
        deliver(leased)


def test_a_promised_mail_arrives_and_is_noted(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any]
) -> None:
    promise()
    deliver_due()
    assert [recipient for recipient, _ in mail.came] == ["branch-head@example.org"]
    assert outcome(owner) == (True, False, 1, "")


def test_the_same_job_at_the_same_time_and_again_later_sends_once(
    promise: Promise, mail: MailServer
) -> None:
    promise()
    mail.delay = 0.2
    (leased,) = outbox.lease()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, [leased] * 4))
    deliver(leased)
    assert len(mail.came) == 1


def test_a_job_for_a_mail_that_does_not_exist_does_nothing(
    promise: Promise, mail: MailServer
) -> None:
    deliver(4711)
    assert mail.came == []


def test_a_refused_recipient_is_final_and_says_why(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any], hasten: Hasten
) -> None:
    promise()
    mail.rcpt.append("550 5.1.1 no such user")
    deliver_due()
    assert outcome(owner) == (False, True, 1, "550 5.1.1 no such user")
    hasten()
    deliver_due()
    assert mail.came == []


def test_a_mail_that_is_put_off_by_the_server_comes_later(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any], hasten: Hasten
) -> None:
    promise()
    mail.rcpt.append("451 4.7.1 greylisted")
    deliver_due()
    assert outcome(owner) == (False, False, 1, "451 4.7.1 greylisted")
    deliver_due()
    assert mail.came == []  # not before its time
    hasten()
    deliver_due()
    assert outcome(owner) == (True, False, 2, "")
    assert len(mail.came) == 1


def test_a_mail_that_may_have_arrived_comes_again_under_the_same_id(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any], hasten: Hasten
) -> None:
    promise()
    mail.breaks = 1
    deliver_due()
    delivered, given_up, tries, error = outcome(owner)
    assert (delivered, given_up, tries) == (False, False, 1)
    assert "uncertain" in error
    hasten()
    deliver_due()
    first, second = (message["Message-ID"] for message in mail.mails)
    assert first == second
    assert outcome(owner) == (True, False, 2, "")


def test_a_mail_server_that_is_away_costs_no_try(
    promise: Promise,
    mail: MailServer,
    owner: psycopg.Connection[Any],
    hasten: Hasten,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promise()
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    for _ in range(outbox.MOST_ATTEMPTS + 1):
        deliver_due()
        hasten()
    delivered, given_up, tries, error = outcome(owner)
    assert (delivered, given_up, tries) == (False, False, 0)
    assert "127.0.0.1:1" in error
    monkeypatch.setenv("SMTP_URL", mail.url)
    settings.cache_clear()
    deliver_due()
    assert outcome(owner)[0]


def test_a_mail_server_that_stays_away_is_said_to_be_away(
    promise: Promise,
    mail: MailServer,
    owner: psycopg.Connection[Any],
    hasten: Hasten,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promise()
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    deliver_due()
    assert "outbox" not in readiness().late  # a moment is no outage
    owner.execute("UPDATE outbox SET unreached_since = unreached_since - interval '20 minutes'")
    hasten()
    deliver_due()  # what is tried once more is no less late
    ready = readiness()
    assert "outbox" in ready.late
    assert ready.checks["outbox"]["lag"] >= 20 * 60
    assert "127.0.0.1:1" in ready.checks["outbox"]["unreached"]
    monkeypatch.setenv("SMTP_URL", mail.url)
    settings.cache_clear()
    hasten()
    deliver_due()
    ready = readiness()
    assert "outbox" not in ready.late
    assert (ready.checks["outbox"]["lag"], ready.checks["outbox"]["unreached"]) == (0, None)


def test_a_person_without_an_address_is_noted_and_stops_nobody(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any]
) -> None:
    promise()
    promise(holder="branch-member")
    owner.execute("UPDATE people SET email = '' WHERE id = 4")
    deliver_due()
    assert [recipient for recipient, _ in mail.came] == ["branch-member@example.org"]
    (error,) = owner.execute("SELECT error FROM outbox WHERE failed_at IS NOT NULL").fetchall()
    assert "no mail address" in error[0]


def test_a_fault_of_our_own_is_noted_with_the_mail(
    promise: Promise, mail: MailServer, owner: psycopg.Connection[Any]
) -> None:
    number = promise()
    owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
    owner.execute("UPDATE items SET state = 'unheard_of' WHERE number = %s", [number])
    with pytest.raises(KeyError):
        deliver_due()
    delivered, given_up, tries, error = outcome(owner)
    assert (delivered, given_up, tries) == (False, False, 1)
    assert "KeyError" in error


def test_every_job_that_may_be_asked_for_is_where_its_name_says() -> None:
    for names in jobs.JOBS.values():
        for name, allowed in names.items():
            function = allowed.function
            assert name == f"{function.__module__}.{function.__qualname__}"
