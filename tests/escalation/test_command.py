"""``rectify escalate`` as an operator uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify.cli import cli
from rectify.commands.escalate import _carry_out
from tests.cast import PASSWORD, Persona
from tests.escalation.late_items import assigned, climbed, count, set_clock
from tests.servers import Database
from workflow.errors import NotPermitted, WorkflowError
from workflow.escalation import breaker
from workflow.platform import db


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    """A demonstration in which it is Monday, the second of March 2026."""
    monkeypatch.setenv("RECTIFY_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


def escalate(*arguments: str, typed: str | None = None) -> Result:
    db.close()
    return CliRunner().invoke(cli, ["escalate", *arguments], input=typed)


def confirmed(login: str, password: str = PASSWORD) -> Result:
    reason = "both clocks were compared"
    return escalate("--confirm", "--as", login, "--reason", reason, typed=f"{password}\n")


def test_it_raises_what_is_due_and_shows_it(owner: psycopg.Connection[Any]) -> None:
    numbers = assigned(2)
    set_clock(owner, "2026-03-23 10:00+08")
    assert "Overdue notice" in escalate().output
    set_clock(owner, "2026-03-25 10:00+08")
    shown = escalate()
    assert shown.exit_code == 0
    for said in (*numbers, "Supervision notice", "S2026-0001", "陈建国"):
        assert said in shown.output, said
    assert "2 rungs were climbed, 2 with a document." in shown.output
    assert "0 rungs" in escalate().output


def test_two_at_once_tell_each_rung_once(owner: psycopg.Connection[Any]) -> None:
    numbers = assigned(40)
    set_clock(owner, "2026-03-25 10:00+08")
    with ThreadPoolExecutor(2) as pool:
        told = [r for raised, _ in pool.map(lambda _: _carry_out(None), range(2)) for r in raised]
    assert sorted(raised.number for raised in told) == sorted(numbers)


def test_a_dry_run_by_a_day_says_what_would_happen_and_changes_nothing(
    owner: psycopg.Connection[Any],
) -> None:
    assigned()
    shown = escalate("--dry-run", "--on", "2026-04-20", "--json")
    answer = json.loads(shown.output)
    assert answer["dry_run"] is True
    rungs = [entry["rung"] for entry in answer["raised"] if entry["number"] == "P2026-0001"]
    assert rungs == ["remind_10", "remind_5", "remind_1", "overdue", "supervise", "interview"]
    interview = answer["raised"][[e["rung"] for e in answer["raised"]].index("interview")]
    assert interview["document_list"] == "interviews"
    assert interview["at"] == "2026-04-09T09:00:00+08:00"
    assert "陈建国" in interview["told"]
    assert climbed(owner) == []
    assert "Nothing was changed" in escalate("--dry-run", "--on", "2026-04-20").output


def test_setting_a_demonstrations_clock_raises_everything_on_the_way(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(breaker.LEAST + 1)  # moving the clock is confirmation enough
    shown = escalate("--on", "2026-05-12", "--json")
    assert shown.exit_code == 0
    raised = json.loads(shown.output)["raised"]
    assert len([r for r in raised if r["rung"] == "account"]) == breaker.LEAST + 1
    assert count(owner, "SELECT count(*) FROM items WHERE list_key = 'accountabilities'") == 51


def test_too_many_at_once_are_refused_until_two_people_have_confirmed(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(breaker.LEAST + 1)
    set_clock(owner, "2026-03-23 10:00+08")
    refused = escalate()
    assert refused.exit_code == 1
    assert "more than is believable" in refused.output
    assert count(owner, "SELECT count(*) FROM escalations") == 0
    told = escalate("--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["alarm"]
    for refused in (confirmed("system-admin", "wrong"), confirmed("director")):
        assert isinstance(refused.exception, WorkflowError)
    asked = confirmed("system-admin")
    assert asked.exit_code == 1
    assert "another person has to agree" in asked.stderr
    again = confirmed("system-admin")
    assert isinstance(again.exception, NotPermitted)
    assert count(owner, "SELECT count(*) FROM escalations") == 0
    assert confirmed("audit-admin").exit_code == 0
    assert count(owner, "SELECT count(*) FROM escalations") == breaker.LEAST + 1


@pytest.mark.usefixtures("owner")
def test_to_confirm_is_to_say_who_one_is() -> None:
    assert escalate("--confirm").exit_code == 2
    assert escalate("--as", "system-admin").exit_code == 2


def test_the_clock_of_real_work_is_left_alone(owner: psycopg.Connection[Any]) -> None:
    owner.execute("DELETE FROM instance")
    shown = escalate("--on", "2031-01-01")
    assert isinstance(shown.exception, WorkflowError)
    assert "--dry-run" in shown.exception.words.en


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "01.05.2026"])
def test_a_day_that_is_none_is_bad_usage(day: str, owner: psycopg.Connection[Any]) -> None:
    shown = escalate("--dry-run", "--on", day)
    assert shown.exit_code == 2
    assert day in shown.output
