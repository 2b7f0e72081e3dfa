"""``rectify calendar preview`` and ``apply`` as an operator uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify.cli import cli
from tests.cast import Persona, actor
from tests.engine.stage import REASON
from tests.escalation.calendar_changes.open_items import USUAL, by_rule, due, off
from tests.escalation.late_items import set_clock
from tests.servers import Database
from workflow.calendar import STATUTORY
from workflow.errors import BadInput
from workflow.escalation.calendar_changes import commands, recalculation_job
from workflow.platform import db


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    monkeypatch.setenv("RECTIFY_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-04 11:00+08")
        yield connection


def calendar(*arguments: str) -> Result:
    db.close()
    return CliRunner().invoke(cli, ["calendar", *arguments])


def test_the_preview_shows_each_item_and_changes_nothing(owner: psycopg.Connection[Any]) -> None:
    [number] = by_rule()
    off("2026-03-09")
    shown = calendar("preview")
    assert shown.exit_code == 0
    for said in (number, "2026-03-11", "2026-03-12", "2026-03-09: off now (Founding day)"):
        assert said in shown.output, said
    assert "Of 1 open item with a due date 1 would move: 1 later, 0 earlier." in shown.output
    told = json.loads(calendar("preview", "--json").output)
    assert told["changes"][0]["after"] == "2026-03-12"
    assert told["why"] == {"2026-03-09: off now (Founding day)": 1}
    assert due(owner, number) == str(USUAL)


def test_it_applies_once_and_says_what_it_did(owner: psycopg.Connection[Any]) -> None:
    numbers = by_rule(3)
    off("2026-03-09")
    done = calendar("apply", "--reason", REASON)
    assert done.exit_code == 0
    assert "Applied: 3 items looked at, 3 due dates moved." in done.output
    assert {due(owner, number) for number in numbers} == {str(STATUTORY.add_working_days(USUAL, 1))}
    again = json.loads(calendar("apply", "--reason", REASON, "--json").output)
    assert (again["outcome"], again["moved"], again["refused"]) == ("done", 0, 0)


def test_it_goes_on_with_a_pass_that_was_broken_off(owner: psycopg.Connection[Any]) -> None:
    by_rule(3)
    off("2026-03-09")
    recalculation_job.begin(actor("system-admin"), REASON, commands.in_force_now().edition)
    recalculation_job.go_on(pieces=1, piece=1)
    done = calendar("apply", "--reason", REASON)
    assert "3 items looked at, 3 due dates moved" in done.output


def test_a_calendar_that_changed_meanwhile_ends_it(owner: psycopg.Connection[Any]) -> None:
    by_rule(2)
    off("2026-03-09")
    recalculation_job.begin(actor("system-admin"), REASON, commands.in_force_now().edition)
    commands.remove_day(actor("system-admin"), date(2026, 3, 9))
    ended = calendar("apply", "--reason", REASON)
    assert ended.exit_code == 1
    assert "the calendar was changed meanwhile" in ended.output


@pytest.mark.usefixtures("owner")
def test_a_reason_has_to_say_something() -> None:
    refused = calendar("apply", "--reason", "short")
    assert isinstance(refused.exception, BadInput)
    assert "at least ten characters" in refused.exception.fields["reason"].en
