"""Nothing leaves outside working hours: a fortnight with a holiday and a make-up Saturday."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import psycopg
import pytest

from tests.escalation.late_items import assigned, on
from tests.worker.conftest import Promise
from tests.worker.mailserver import MailServer
from worker.jobs import deliver
from workflow import accounts
from workflow.delivery import outbox
from workflow.delivery.messages import digest_job
from workflow.escalation.sweep import sweep
from workflow.ops.health import readiness
from workflow.platform import BadSettings, settings

Owner = psycopg.Connection[Any]
# The spring festival of 2026: people work on Saturday the 28th of February instead.
BEGIN, END = on("2026-02-13", 0), on("2026-03-02", 0)
WORKING = {13, 14, 24, 25, 26, 27, 28}  # of February; the 14th is a make-up Saturday, too


@pytest.fixture
def hours(mail: MailServer, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", "09:00-17:30")
    settings.cache_clear()
    return mail


def clock(owner: Owner, at: datetime) -> None:
    owner.execute(
        "INSERT INTO instance VALUES ('demo_clock', (%s::timestamptz - now())::text)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [at],
    )


def deliver_due() -> None:
    for outbox_id in outbox.lease(500):
        deliver(outbox_id)


def test_in_a_simulated_fortnight_every_mail_leaves_in_working_hours_and_none_is_lost(
    hours: MailServer, owner: Owner
) -> None:
    at = BEGIN
    while at < END:
        clock(owner, at)
        if at.hour in (3, 12, 22):
            assigned(due="2026-03-05", now=at)
        sweep(at, confirmed=True)
        digest_job.make()
        deliver_due()
        at += timedelta(minutes=90)
    rows = owner.execute("SELECT delivered_at FROM outbox WHERE delivered_at IS NOT NULL")
    left = [moment.astimezone(settings().zone) for (moment,) in rows]
    assert left
    assert {moment.day for moment in left} == WORKING
    assert all(time(9) <= moment.time() < time(17, 31) for moment in left)
    assert len(left) == len(hours.taken) == len(set(hours.taken))
    clock(owner, on("2026-03-02", 12))
    digest_job.make()
    deliver_due()
    waiting = owner.execute("SELECT count(*) FROM outbox WHERE delivered_at IS NULL").fetchone()
    assert waiting == (0,)


def test_a_link_that_somebody_asks_for_at_night_does_not_wait(
    hours: MailServer, owner: Owner, promise: Promise
) -> None:
    promise()
    clock(owner, on("2026-03-17", 23))
    accounts.ask_reset("verifier")
    deliver_due()
    assert [address for address, _ in hours.came] == ["verifier@example.org"]


def test_what_was_leased_in_time_and_came_too_late_waits_and_is_no_try(
    hours: MailServer, owner: Owner, promise: Promise, hasten: Callable[[], None]
) -> None:
    clock(owner, on("2026-03-17", 17))
    promise()
    (leased,) = outbox.lease()
    clock(owner, on("2026-03-17", 18))
    deliver(leased)
    assert hours.came == []
    hasten()
    assert outbox.lease() == []
    clock(owner, on("2026-03-18", 9))
    deliver_due()
    assert len(hours.came) == 1
    assert owner.execute("SELECT attempts FROM outbox").fetchone() == (1,)


def test_a_night_of_waiting_is_no_fault_of_the_service(
    hours: MailServer, owner: Owner, promise: Promise
) -> None:
    promise()
    owner.execute("UPDATE outbox SET available_at = now() - interval '12 hours'")
    clock(owner, on("2026-03-17", 23))
    assert "outbox" not in readiness().late
    clock(owner, on("2026-03-18", 9))
    assert "outbox" not in readiness().late
    clock(owner, on("2026-03-18", 11))
    assert "outbox" in readiness().late


@pytest.mark.parametrize("value", ["9-17", "17:00-09:00", "09:00", "24:00-25:00", "never"])
def test_hours_that_are_none_stop_the_start_with_a_sentence(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", value)
    settings.cache_clear()
    with pytest.raises(BadSettings, match="RECTIFY_MAIL_HOURS"):
        settings()
    monkeypatch.undo()
    settings.cache_clear()
