"""The digest of a unit's group: once each working day, in numbers, of nothing confidential."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH, Persona, actor
from tests.delivery.channels.made import channel
from tests.engine.stage import Stage
from tests.escalation.late_items import assigned, on, set_clock
from tests.servers import Database
from worker.bulletins import written
from worker.senders.webhook import payload
from workflow.delivery import outbox
from workflow.delivery.channels import commands, queries
from workflow.delivery.channels.kinds import DIGEST
from workflow.delivery.channels.message import Bulletin, bulletin_of
from workflow.delivery.messages import digest_job

QUIET = {"raised": False, "moved": False, "escalated": False, DIGEST: True}


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", "09:00-17:30")
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, str(on("2026-03-23")))  # a Monday
        yield connection


def promised(owner: psycopg.Connection[Any]) -> list[tuple[int, int]]:
    return owner.execute(
        "SELECT id, channel_id FROM outbox WHERE person_id IS NULL ORDER BY id"
    ).fetchall()


def told(owner: psycopg.Connection[Any]) -> Bulletin:
    [(outbox_id, _)] = promised(owner)
    found = bulletin_of(outbox_id)
    assert found
    return found


def test_a_group_gets_one_each_working_day_where_something_is_open(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(2, due="2026-03-20")
    here, above = channel(unit=BRANCH, **QUIET), channel(unit=BUREAU, **QUIET)
    channel(unit=OTHER_BRANCH, **QUIET)  # nothing is open there
    channel(unit=BRANCH, raised=True)  # it did not ask for digests
    off = channel(unit=BRANCH, **QUIET)
    commands.switch(actor("system-admin"), off, on=False)
    for _ in range(2):
        digest_job.make()
        assert [id_ for _, id_ in promised(owner)] == [here, above]
    set_clock(owner, str(on("2026-03-28")))  # a Saturday
    digest_job.make()
    assert len(promised(owner)) == 2


def test_it_says_in_numbers_what_is_open_late_and_due_soon(owner: psycopg.Connection[Any]) -> None:
    assigned(2, due="2026-03-20")
    assigned(1, due="2026-03-26")
    Stage().one("tasks", "raised")
    channel(unit=BRANCH, language="en", **QUIET)
    digest_job.make()
    lines = written(told(owner)).splitlines()
    assert lines[0] == "[Rectify] First Branch, today"
    assert "Problem list: 3 open, 2 late, 1 due within 7 days" in lines
    assert lines[2].startswith("Task list: 1 open, ")
    assert lines[-1].endswith(f"/lists/problems?unit={BRANCH}&state=open")


def test_nothing_confidential_is_counted_nor_is_any_title_or_name(
    owner: psycopg.Connection[Any],
) -> None:
    Stage().one("interviews", "raised")
    Stage().one("accountabilities", "raised")
    channel(unit=BRANCH, titles=True, **QUIET)
    digest_job.make()
    bulletin = told(owner)
    assert bulletin.summary
    assert {row.list_key for row in bulletin.summary.lists} == {"problems"}
    assert "陈建国" not in written(bulletin)
    assert "a matter" not in written(bulletin)


def test_a_group_hears_it_in_working_hours_and_a_program_at_any_hour(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(1, due="2026-03-20")
    group, program = channel(unit=BRANCH, **QUIET), channel("webhook", unit=BRANCH, **QUIET)
    digest_job.make()
    set_clock(owner, str(on("2026-03-23", 20)))
    assert outbox.lease(1, group) == []
    assert len(outbox.lease(1, program)) == 1
    set_clock(owner, str(on("2026-03-24", 9)))
    assert len(outbox.lease(1, group)) == 1


def test_a_program_reads_the_same_and_the_page_tells_it_from_a_test(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(1, due="2026-03-20")
    id_ = channel("webhook", unit=BRANCH, **QUIET)
    digest_job.make()
    sent = payload(told(owner))
    assert sent["type"] == "digest.made"
    data = sent["data"]
    assert isinstance(data, dict)
    assert data["lists"] == {"problems": {"open": 1, "late": 1, "soon": 0}}
    _, [post] = queries.channel(actor("system-admin"), id_)
    assert (post.is_digest, post.is_test) == (True, False)
