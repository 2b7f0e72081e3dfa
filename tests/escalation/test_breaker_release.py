"""The breaker is released by two people: one asks, another one agrees; both are written down."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, Persona, actor
from tests.escalation.late_items import assigned, count, set_clock
from tests.servers import Database
from workflow.declaration import Actor
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible, WorkflowError
from workflow.escalation import breaker, breaker_release
from workflow.escalation.sweep import sweep

LATE = breaker.LEAST + 1
REASON = "the clock of the server is right"
ADMIN, AUDITOR = "system-admin", "audit-admin"
RUNGS = "SELECT count(*) FROM escalations"


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    """Fifty-one items that are due at once, on the morning after the due date."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        assigned(LATE)
        set_clock(connection, "2026-03-23 10:00+08")
        yield connection


def test_one_asks_another_agrees_and_the_next_pass_carries_it_out(
    owner: psycopg.Connection[Any],
) -> None:
    assert sweep().alarm
    breaker_release.ask(actor(ADMIN), REASON)
    assert sweep().alarm  # asking alone lets nothing through
    breaker_release.agree(actor(AUDITOR))
    assert len(sweep().fired) == LATE
    assert breaker_release.held() == breaker_release.Held(None, None)


def test_whoever_asked_cannot_agree_nor_can_anybody_who_stands_in(
    owner: psycopg.Connection[Any],
) -> None:
    admin, auditor = actor(ADMIN), actor(AUDITOR)
    breaker_release.ask(admin, REASON)
    for same in (admin, replace(auditor, behind=admin.person_id)):
        with pytest.raises(NotPermitted, match="another person"):
            breaker_release.agree(same)
    assert sweep().alarm
    breaker_release.agree(auditor)


def test_whoever_was_stood_in_for_cannot_agree_to_what_was_asked_for_them(
    owner: psycopg.Connection[Any],
) -> None:
    admin, auditor = actor(ADMIN), actor(AUDITOR)
    breaker_release.ask(replace(auditor, behind=admin.person_id), REASON)
    for same in (admin, auditor):
        with pytest.raises(NotPermitted):
            breaker_release.agree(same)


def test_the_database_holds_it_too(owner: psycopg.Connection[Any]) -> None:
    breaker_release.ask(actor(ADMIN), REASON)
    with pytest.raises(psycopg.errors.CheckViolation):
        owner.execute("UPDATE releases SET released_by = asked_by, released_at = now()")


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("login", ["security-admin", "secretary", "director", "nobody"])
def test_nobody_else_releases_it(login: str) -> None:
    with pytest.raises(NotFound):
        breaker_release.ask(actor(login), REASON)
    breaker_release.ask(actor(ADMIN), REASON)
    with pytest.raises(NotFound):
        breaker_release.agree(actor(login))


def test_only_what_was_due_when_it_was_asked_for_is_let_through(
    owner: psycopg.Connection[Any],
) -> None:
    breaker_release.ask(actor(ADMIN), REASON)
    breaker_release.agree(actor(AUDITOR))
    set_clock(owner, "2026-03-25 10:00+08")  # two days on: the next rung of each, all at once
    sweep()
    assert len(sweep().fired) == 0
    assert count(owner, RUNGS) == LATE
    set_clock(owner, "2026-03-30 10:00+08")
    assert sweep().alarm
    assert count(owner, RUNGS) == LATE


def test_a_release_is_good_for_a_day_and_so_is_a_request(owner: psycopg.Connection[Any]) -> None:
    breaker_release.ask(actor(ADMIN), REASON)
    owner.execute("UPDATE releases SET asked_at = now() - interval '25 hours'")
    with pytest.raises(NotPossible, match="a day has gone by"):
        breaker_release.agree(actor(AUDITOR))
    breaker_release.ask(actor(AUDITOR), REASON)
    breaker_release.agree(actor(ADMIN))
    owner.execute("UPDATE releases SET released_at = now() - interval '25 hours'")
    assert sweep().alarm


def test_there_is_nothing_to_ask_for_while_nothing_is_held_back(
    owner: psycopg.Connection[Any],
) -> None:
    with pytest.raises(BadInput) as refused:
        breaker_release.ask(actor(ADMIN), "ok")
    assert "ten characters" in refused.value.fields["reason"].en
    set_clock(owner, "2026-03-02 11:00+08")
    with pytest.raises(NotPossible, match="nothing to release"):
        breaker_release.ask(actor(ADMIN), REASON)


@pytest.mark.usefixtures("owner")
def test_of_many_who_ask_or_agree_at_once_one_succeeds() -> None:
    def tried(who: Actor, act: str) -> bool:
        try:
            breaker_release.ask(who, REASON) if act == "ask" else breaker_release.agree(who)
        except WorkflowError:
            return False
        return True

    admin, auditor = actor(ADMIN), actor(AUDITOR)
    with ThreadPoolExecutor(8) as threads:
        asked = [*threads.map(lambda n: tried((admin, auditor)[n % 2], "ask"), range(8))]
        assert sum(asked) == 1
        agreed = [*threads.map(lambda n: tried((admin, auditor)[n % 2], "agree"), range(8))]
        assert sum(agreed) == 1


def test_both_are_in_the_journal(owner: psycopg.Connection[Any]) -> None:
    breaker_release.ask(actor(ADMIN), REASON)
    breaker_release.agree(actor(AUDITOR))
    told = owner.execute(
        "SELECT actor_id, details ->> 'what', details ->> 'reason' FROM journal"
        " WHERE kind = 'breaker' ORDER BY id"
    ).fetchall()
    assert told == [
        (PERSONAS[ADMIN].id, "asked", REASON),
        (PERSONAS[AUDITOR].id, "released", None),
    ]
