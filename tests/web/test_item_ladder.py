"""The ladder on the page of an item: what was climbed, what is to come, and why it stands still."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, Persona, actor
from tests.engine.stage import PHOTO, REASON, Stage
from tests.escalation.late_items import assigned, on, set_clock
from tests.servers import Database
from tests.web.conftest import Entering
from workflow.engine import commands
from workflow.escalation.sweep import sweep

HEAD = "Lateness: what was done, and what follows"


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


def shown(enter: Entering, login: str = "leader", number: str = "P2026-0001") -> str:
    """Return what the section says, from its title to the next one."""
    page = enter(login, "en").text(f"/items/{number}")
    return page.split(HEAD)[1].split("Belongs together")[0].split("History")[0]


def climb(owner: psycopg.Connection[Any], *days: str) -> None:
    for day in days:
        sweep(on(day, 9))
    set_clock(owner, f"{days[-1]} 11:00+08")


def test_rungs_to_come_stand_in_order_with_the_due_date_among_them(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned()
    said = shown(enter)
    order = ["Fri 6 Mar 2026", "Reminder, 10 days left", "planned", "Due", "the last day",
             "Mon 23 Mar 2026", "Overdue notice", "Supervision notices", "Interview records",
             "Accountability records"]  # fmt: skip
    places = [said.index(text) for text in order]
    assert places == sorted(places)


def test_what_was_climbed_names_its_time_and_leads_to_its_document(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned()
    climb(owner, "2026-03-06", "2026-03-13", "2026-03-19", "2026-03-23", "2026-03-25")
    said = shown(enter)
    assert "Supervision notice done at 09:00" in said
    assert "S2026-0001" in said
    assert 'href="/items/S2026-0001"' in enter("leader").get("/items/P2026-0001").text
    assert "the last day" not in said  # it is past
    assert "Thu 9 Apr 2026" in said


def test_whoever_may_not_know_of_an_interview_sees_it_neither_planned_nor_done(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned()
    assert "Interview" not in shown(enter, "group-leader")
    climb(owner, "2026-03-23", "2026-03-25", "2026-04-09")
    assert "Interview done at" in shown(enter, "branch-head")
    assert "Interview" not in shown(enter, "group-leader")
    assert "Supervision notice done at" in shown(enter, "group-leader")


def test_a_request_holds_it_and_a_pause_stops_it(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    [asked, paused] = assigned(2)
    head = actor("branch-head")
    wanted = {"title": "more time", "asked_for": "2026-03-27", "progress": "half"}
    request = commands.raise_item("extensions", head, fields=wanted, parent=asked, comment=REASON)
    said = shown(enter, number=asked)
    assert f"Held until the request {request.number} is answered" in said
    assert "planned" not in said
    until = {"title": "a flood", "cause": "dependency", "until": "2026-03-16"}
    pause = commands.raise_item(
        "pauses", head, fields=until, parent=paused, comment=REASON, evidence=[PHOTO]
    )
    commands.fire(pause.number, "approve", actor("leader"))
    assert "stands still from 2026-03-02 until 2026-03-16" in enter("leader", "en").text(
        f"/items/{paused}"
    )


def test_a_rung_that_was_left_out_says_so(owner: psycopg.Connection[Any], enter: Entering) -> None:
    [number] = assigned()
    climb(owner, "2026-03-06", "2026-03-13", "2026-03-19", "2026-03-23")
    commands.fire(number, "skip_rung", actor("secretary"), comment=REASON)
    said = shown(enter)
    assert "Supervision notice left out, by a decision of the level above" in said
    assert PERSONAS["secretary"].name_en not in said


def test_days_of_a_year_that_is_not_published_are_provisional(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned(due="2027-12-30")
    assert "provisional" in shown(enter)


def test_the_step_that_is_waited_for_has_its_rungs_beside_those_of_the_due_date(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    asked = {"title": "no fire drill", "unit": 3, "severity": "general"}
    number = commands.raise_item("problems", actor("inspector"), fields=asked).number
    Stage().complete(number)
    given = {"holder": PERSONAS["branch-head"].id, "due_on": "2026-03-20"}
    commands.fire(number, "assign", actor("coordinator"), fields=given)
    assert "Receipt" in shown(enter)
    assert "Overdue notice" in shown(enter)


def test_what_the_system_did_bears_its_name_in_the_language_of_the_page(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned()
    climb(owner, "2026-03-06")
    for path in ("/items/P2026-0001", "/"):
        assert "系统 · 2026-03-06 09:00" in enter("branch-head").text(path)
        assert "the system · " in enter("branch-head", "en").text(path)
