"""Pauses: granted by a leader, for a reason and a while; the clock stands still meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.samples import ZONE
from tests.engine.stage import PHOTO, REASON
from tests.escalation.late_items import DUE, MONDAY, assigned, climbed, on, set_clock
from tests.escalation.test_one_matter import matter
from tests.servers import Database
from workflow import queries
from workflow.calendar import Calendar
from workflow.deadlines.due_date_moves import pause, resume
from workflow.declaration import Actor, Facts, Item
from workflow.engine import commands
from workflow.engine.loading import read
from workflow.errors import NotPermitted, NotPossible
from workflow.escalation.forecast import forecast
from workflow.escalation.sweep import sweep
from workflow.platform import connect
from workflow.profession.lists import LIST_TYPES

ASSIGNED = LIST_TYPES["problems"].state("assigned")
ASKED = on("2026-03-12")  # the item is due on Friday the twentieth


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def ask(number: str, until: str, now: datetime = ASKED, papers: int = 1) -> str:
    """Ask for a pause and return its number."""
    fields = {"cause": "force_majeure", "title": "洪水阻断道路", "until": until}
    done = commands.raise_item(
        "pauses", actor("branch-head"), parent=number, fields=fields,
        evidence=(PHOTO,) * papers, now=now,
    )  # fmt: skip
    return done.number


def fire(number: str, trigger: str, who: str | Actor = "leader", now: datetime = ASKED) -> None:
    by = actor(who) if isinstance(who, str) else who
    commands.fire(number, trigger, by, comment=REASON, now=now)


def item(number: str) -> Item:
    with connect() as connection:
        return read(connection, [number])[number].item


def due(number: str) -> str:
    return str(item(number).process["due_on"])


@pytest.mark.usefixtures("owner")
def test_it_needs_a_document_a_day_and_somebody_elses_leave() -> None:
    (number,) = assigned()
    with pytest.raises(NotPossible, match="add the document"):
        ask(number, "2026-03-20", papers=0)
    with pytest.raises(NotPossible, match="has to be after today"):
        ask(number, "2026-03-12")
    asked = ask(number, "2026-03-20")
    with pytest.raises(NotPossible, match="a request is open already"):
        ask(number, "2026-03-21")
    leader, head = actor("leader"), actor("branch-head")
    for who in (
        head,
        actor("director"),
        Actor(leader.person_id, "", leader.posts, behind=head.person_id, own=leader.posts),
    ):
        with pytest.raises(NotPermitted):
            fire(asked, "approve", who)
    assert item(number).due_at  # until it is granted the clock goes on
    fire(asked, "approve")
    assert item(number).due_at is None


@pytest.mark.usefixtures("owner")
def test_a_pause_ends_by_itself_and_the_due_date_moves_by_its_working_days() -> None:
    (number,) = assigned()
    asked = ask(number, "2026-03-19")  # five working days later
    fire(asked, "approve")
    sweep(on("2026-03-18", 23))
    assert item(asked).state == "running"
    sweep(on("2026-03-19", 0))
    assert (item(asked).state, due(number)) == ("ended", "2026-03-27")
    told = [entry.number for entry in queries.inbox(actor("branch-head"))]
    assert asked in told
    moved = queries.item(number, actor("branch-head")).dates
    assert [change.after and change.after.isoformat() for change in moved] == [
        DUE, None, "2026-03-27",
    ]  # fmt: skip


@pytest.mark.usefixtures("owner")
def test_a_machine_that_comes_late_grants_no_day_more() -> None:
    (number,) = assigned()
    fire(ask(number, "2026-03-19"), "approve")
    sweep(on("2026-03-30"))
    assert due(number) == "2026-03-27"


@pytest.mark.usefixtures("owner")
def test_it_is_resumed_earlier_by_hand_and_counts_only_what_it_took() -> None:
    (number,) = assigned()
    asked = ask(number, "2026-03-19")
    fire(asked, "approve")
    with pytest.raises(NotPermitted):
        fire(asked, "resume", "verifier")
    fire(asked, "resume", "branch-head", on("2026-03-16"))  # Thursday, Friday, the weekend
    assert due(number) == "2026-03-24"
    assert item(number).process["paused"][0]["days"] == 2


@pytest.mark.usefixtures("owner")
def test_all_pauses_together_take_sixty_working_days_at_most() -> None:
    (number,) = assigned()
    calendar = Calendar()
    fifty = calendar.add_working_days(ASKED.date(), 50)
    fire(ask(number, fifty.isoformat()), "approve")
    back = datetime.combine(fifty, datetime.min.time(), ASKED.tzinfo) + timedelta(hours=12)
    sweep(back)
    with pytest.raises(NotPossible, match="at most 60 working days in all"):
        ask(number, calendar.add_working_days(fifty, 11).isoformat(), back)
    assert ask(number, calendar.add_working_days(fifty, 10).isoformat(), back)


@pytest.mark.usefixtures("owner")
def test_an_open_extension_is_answered_first_and_what_is_paused_stays_where_it_is() -> None:
    (number,) = assigned()
    asked = ask(number, "2026-03-19")
    fields = {"title": "材料未到", "asked_for": "2026-03-27", "progress": "过半"}
    longer = commands.raise_item(
        "extensions", actor("branch-head"), parent=number, fields=fields, now=ASKED
    )
    with pytest.raises(NotPossible, match="answer it first"):
        fire(asked, "approve")
    fire(longer.number, "refuse", "director")
    fire(asked, "approve")
    with pytest.raises(NotPossible, match="it is suspended"):
        commands.fire(
            number, "rectify", actor("branch-head"), evidence=[PHOTO], now=ASKED,
            fields={"statement": "done", "pledge": "yes"},
        )  # fmt: skip
    with pytest.raises(NotPossible, match="no due date to extend"):
        commands.raise_item(
            "extensions", actor("branch-head"), parent=number, fields=fields, now=ASKED
        )


def test_the_ladder_goes_on_where_it_stood_and_the_end_is_announced(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    for day in ("2026-03-06", "2026-03-13", "2026-03-19"):
        sweep(on(day))
    asked = ask(number, "2026-04-07", on("2026-03-19", 12))
    fire(asked, "approve", now=on("2026-03-19", 12))
    for day in range(20, 32):
        sweep(on(f"2026-03-{day}"))
    assert climbed(owner, asked) == ["pause_ends_5"]
    for day in range(1, 15):
        sweep(on(f"2026-04-{day:02}"))
    assert climbed(owner, asked) == ["pause_ends_5", "pause_ends_1"]
    # One working day was left before the pause, and one is left after it.
    assert due(number) == "2026-04-08"
    assert climbed(owner, number) == ["remind_10", "remind_5", "remind_1", "overdue", "supervise"]


def test_what_is_foretold_goes_on_after_the_pause(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    set_clock(owner, "2026-03-12 10:00+08")
    fire(ask(number, "2026-03-19"), "approve")
    told = [(raised.number, raised.rung) for raised in forecast(on("2026-04-01"))]
    assert (number, "overdue") in told
    assert (number, "remind_1") in told
    set_clock(owner, "2026-03-26 10:00+08")
    sweep(on("2026-03-26"))
    assert due(number) == "2026-03-27"


def test_what_is_left_is_the_same_before_and_after_whatever_the_days() -> None:
    chance, calendar = Random(5), Calendar()
    for _ in range(2000):
        now = MONDAY + timedelta(days=chance.randrange(500))
        last = now.date() + timedelta(days=chance.randrange(-20, 90))
        back = now + timedelta(days=chance.randrange(120))
        until = now.date() + timedelta(days=chance.randrange(1, 90))
        thing = Item(1, "problems", "P", "x", "assigned", "minor", 3, "/1/2/3/")
        thing.due_at = datetime.combine(last + timedelta(days=1), datetime.min.time(), ZONE)
        facts = Facts(thing, now, ZONE)
        pause(thing, "Z1", until.isoformat(), ASSIGNED, facts)
        resume(thing, "Z1", ASSIGNED, Facts(thing, back, ZONE))
        moved = date.fromisoformat(thing.process["due_on"])
        ended = min(back.astimezone(ZONE).date(), until)
        began = facts.today
        between = calendar.working_days_between
        assert between(last, moved) == between(began, ended)
        assert between(began, last) == between(ended, moved)


def test_tasks_and_responsibilities_under_way_stand_still_with_their_problem(
    owner: psycopg.Connection[Any],
) -> None:
    problem, task, duty = matter(1, 1)
    own = ask(task, "2026-03-13")  # a day's pause of its own first
    fire(own, "approve")
    sweep(on("2026-03-13", 0))
    asked = ask(problem, "2026-03-20", on("2026-03-13"))
    fire(asked, "approve", now=on("2026-03-13"))
    assert [item(number).due_at for number in (problem, task, duty)] == [None] * 3
    for number in (task, duty):
        with pytest.raises(NotPossible, match="suspended"):
            commands.fire(
                number, "rectify", actor("branch-head"), fields={"statement": "done"},
                evidence=[PHOTO], now=on("2026-03-16"),
            )  # fmt: skip
    sweep(on("2026-03-20", 0))
    assert [due(number) for number in (problem, task, duty)] == [
        "2026-03-27", "2026-03-30", "2026-03-27",
    ]  # fmt: skip
    sweep(on("2026-03-27", 12))
    for number in (problem, task, duty):
        assert "overdue" not in climbed(owner, number)
