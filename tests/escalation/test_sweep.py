"""The sweep: each rung once, in order, whoever else sweeps and whatever is broken."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.escalation.late_items import DUE, MONDAY, PLANNED, assigned, climbed, count, on
from tests.servers import Database
from tests.worker.processes import running
from workflow import queries
from workflow.engine import commands
from workflow.escalation import sweep as escalation_sweep
from workflow.escalation.sweep import sweep
from workflow.evidence import Piece
from workflow.queries.letter import letter_of

LATE = [on(f"2026-12-{day:02}") for day in range(1, 19)]
ANSWERED = ("overdue", "supervise", "interview", "criticise")
DOCUMENTS = ("supervisions", "interviews", "criticisms", "accountabilities")
CLIMBED = "SELECT count(*) FROM escalations x JOIN items i ON i.id = x.item_id"
# Nobody can say whom it waits for, so each of its moves fails unexpectedly.
BROKEN = """severity = 'unheard_of', data = data || '{"plan_state": "submitted"}'"""


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def forge(owner: psycopg.Connection[Any], change: str, number: str) -> None:
    """Change an item as no command would."""
    owner.execute("ALTER TABLE items DISABLE TRIGGER USER")
    owner.execute(f"UPDATE items SET {change} WHERE number = %s", [number])
    owner.execute("ALTER TABLE items ENABLE TRIGGER USER")


def test_nothing_is_raised_before_its_time(owner: psycopg.Connection[Any]) -> None:
    assigned()
    assert sweep(on("2026-03-06", 8)).fired == []
    assert len(sweep(on("2026-03-06", 9)).fired) == 1


def test_every_rung_is_climbed_on_its_day_and_never_again(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    for day in range(80):
        at = MONDAY + timedelta(days=day)
        sweep(at)
        sweep(at + timedelta(hours=1))
    rows = owner.execute(
        "SELECT x.rung, (planned_at AT TIME ZONE 'Asia/Shanghai')::text, at - planned_at"
        " FROM escalations x JOIN items i ON i.id = x.item_id WHERE number = %s ORDER BY x.seq",
        [number],
    ).fetchall()
    assert {rung: planned for rung, planned, _ in rows} == {
        rung: f"{day} 09:00:00" for rung, day in PLANNED.items()
    }
    assert all(timedelta(0) <= late < timedelta(days=1) for _, _, late in rows)


def test_after_a_weeks_absence_one_reminder_is_sent_and_not_all_that_were_missed(
    owner: psycopg.Connection[Any],
) -> None:
    assigned()
    notices = count(owner, "SELECT count(*) FROM inbox")
    swept = sweep(on("2026-03-19"))  # the reminders of ten, five and one day are due
    assert len(swept.fired) == 1
    assert climbed(owner) == ["remind_1"]
    assert count(owner, "SELECT count(*) FROM inbox") == notices + 1
    assert sweep(on("2026-03-20")).fired == []


def test_after_a_long_absence_each_document_is_raised_once_in_order(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    for day in LATE:
        sweep(day)
    assert climbed(owner) == [*ANSWERED, "account"]
    planned = [at for (at,) in owner.execute(
        "SELECT planned_at FROM escalations WHERE item_id = 1 ORDER BY seq"
    )]  # fmt: skip
    assert [f"{at:%Y-%m-%d}" for at in planned] == list(PLANNED.values())[3:]
    opened = owner.execute(
        "SELECT i.list_key FROM items i JOIN items p ON p.id = i.parent_id WHERE p.number = %s"
        " ORDER BY i.id",
        [number],
    )
    assert [row[0] for row in opened] == [*DOCUMENTS]


def test_what_was_missed_follows_one_rung_a_working_day(owner: psycopg.Connection[Any]) -> None:
    assigned()
    for day in LATE[:7]:  # from a Tuesday to the Monday after
        sweep(day)
        sweep(day + timedelta(hours=2))
    days = owner.execute(
        "SELECT (x.at AT TIME ZONE 'Asia/Shanghai')::date::text FROM escalations x"
        " JOIN items i ON i.id = x.item_id WHERE list_key = 'problems' ORDER BY seq"
    )
    climbed_on = [day for (day,) in days]
    assert climbed_on == [f"2026-12-{day}" for day in ("01", "02", "03", "04", "07")]


def test_a_reminder_whose_day_is_past_is_left_out(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    mails = count(owner, "SELECT count(*) FROM outbox")
    assert len(sweep(on("2026-03-20")).fired) == 1  # the last reminder was for yesterday
    assert climbed(owner) == []
    assert count(owner, "SELECT count(*) FROM outbox") == mails
    history = queries.item(number, actor("director")).events
    assert history[-1].move.en == "A reminder came too late and was left out"
    assert sweep(on("2026-03-21")).fired == []
    sweep(on("2026-03-23"))
    assert climbed(owner) == ["overdue"]


def test_a_new_due_date_arms_the_same_rungs_anew(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    sweep(on("2026-03-13"))
    asked = commands.raise_item(
        "extensions", actor("branch-head"), parent=number, now=on("2026-03-13", 11),
        fields={"title": "材料未到", "asked_for": "2026-03-27", "progress": "过半"},
    )  # fmt: skip
    commands.fire(asked.number, "approve", actor("director"), now=on("2026-03-19", 12))
    sweep(on("2026-03-20"))
    assert climbed(owner) == ["remind_5", "remind_5"]
    assert count(owner, "SELECT count(DISTINCT due_version) FROM escalations") == 2


def test_a_due_date_that_comes_back_is_a_new_one(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    sweep(on("2026-03-23"))
    assert climbed(owner) == ["overdue"]
    # Moved to another day and back to the very same: versions two and three.
    forge(owner, "due_version = 3, rung = 3, rung_at = '2026-03-23 09:00+08'", number)
    sweep(on("2026-03-24"))
    assert climbed(owner) == ["overdue", "overdue"]


def test_a_rung_of_the_same_due_date_is_never_climbed_twice_whatever_the_item_says(
    owner: psycopg.Connection[Any],
) -> None:
    (number,) = assigned()
    sweep(on("2026-03-23"))
    forge(owner, "rung = 3, rung_at = '2026-03-23 09:00+08'", number)
    swept = sweep(on("2026-03-24"))
    assert climbed(owner) == ["overdue"]
    assert list(swept.poisoned) == [number]


def test_what_has_been_done_is_late_no_more(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    photo = Piece("a" * 64, "after.jpg", "image/jpeg", 10, "photo")
    commands.fire(
        number, "rectify", actor("branch-head"), now=on("2026-03-18"), evidence=[photo],
        fields={"statement": "已更换", "pledge": "yes"},
    )  # fmt: skip
    sweep(on("2026-03-25"))
    assert climbed(owner) == []
    sweep(on("2026-04-02"))  # now it is the verifier who is late
    assert climbed(owner) == ["overdue"]
    told = {row[0] for row in owner.execute("SELECT person_id FROM inbox WHERE item_id = 1")}
    assert told & {9, 10}


def test_sweepers_that_race_raise_everything_exactly_once(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = assigned(20)
    with ThreadPoolExecutor(4) as pool:
        swept = [s for day in LATE[:7] for s in pool.map(lambda _, at=day: sweep(at), range(4))]
    assert [s.poisoned for s in swept] == [{}] * 28
    for number in numbers:
        assert climbed(owner, number) == [*ANSWERED, "account"]
    for list_key, number in zip(DOCUMENTS, (20, 1, 1, 20), strict=True):  # matters, one holder
        assert count(owner, f"SELECT count(*) FROM items WHERE list_key = '{list_key}'") == number
    assert count(owner, f"{CLIMBED} WHERE list_key = 'problems'") == 100


def sweep_for_ever() -> None:
    while True:
        for day in LATE[:4]:
            sweep(day, confirmed=True)


def test_sweepers_that_are_killed_miss_nothing_and_double_nothing(
    owner: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned(90)
    random = Random(7)
    for _ in range(4):
        with (
            running(sweep_for_ever, log=tmp_path / "1"),
            running(sweep_for_ever, log=tmp_path / "2"),
        ):
            time.sleep(random.uniform(0.05, 0.3))
    for day in LATE:
        sweep(day, confirmed=True)
    assert count(owner, f"{CLIMBED} WHERE list_key = 'problems'") == 450
    assert count(owner, "SELECT count(*) FROM items WHERE parent_id IS NOT NULL") == 90 + 1 + 1 + 90
    assert count(owner, "SELECT count(*) - count(DISTINCT number) FROM items") == 0
    told = (
        "SELECT count(*) FROM inbox JOIN escalations USING (item_id, seq)"
        " JOIN items ON items.id = item_id WHERE list_key = 'problems'"
    )
    assert count(owner, told) == 90 * 5 * 2  # two are told of each rung


def test_an_item_that_cannot_be_escalated_stops_no_other_and_is_named(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = assigned(5)
    forge(owner, BROKEN, numbers[0])
    swept = sweep(on("2026-03-23"))
    assert len(swept.fired) == 4
    assert list(swept.poisoned) == [numbers[0]]
    assert numbers[0] in swept.problem
    again = sweep(on("2026-03-23"))
    assert (again.fired, again.poisoned) == ([], {})  # put aside, and still named:
    assert numbers[0] in again.problem
    forge(owner, "severity = 'minor'", numbers[0])
    owner.execute("UPDATE postponed SET until = now()")
    healed = sweep(on("2026-03-23"))
    assert [done.number for done in healed.fired] == [numbers[0]]
    assert healed.problem == ""
    assert count(owner, "SELECT count(*) FROM postponed") == 0


def test_an_item_put_aside_waits_longer_each_time(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    forge(owner, BROKEN, number)
    waits = []
    for _ in range(9):
        sweep(on("2026-03-23"))
        (wait,) = owner.execute("SELECT until - now() FROM postponed").fetchone() or (None,)
        waits.append(round(wait.total_seconds() / 60))
        owner.execute("UPDATE postponed SET until = now()")
    assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]


def test_an_item_in_a_state_without_a_ladder_is_put_aside(
    owner: psycopg.Connection[Any],
) -> None:
    first, second = assigned(2)
    forge(owner, "state = 'closed'", first)
    swept = sweep(on("2026-03-23"))
    assert [done.number for done in swept.fired] == [second]
    assert list(swept.poisoned) == [first]


def test_a_sweep_ends_at_its_limit_and_the_next_one_goes_on(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(escalation_sweep, "BATCH", 2)
    assigned(5)
    fired = [len(sweep(on("2026-03-06"), limit=3).fired) for _ in range(3)]
    assert fired == [4, 1, 0]


def test_the_mail_about_an_interview_keeps_it_to_itself(owner: psycopg.Connection[Any]) -> None:
    (number,) = assigned()
    for rung in ("overdue", "supervise", "interview"):
        sweep(on(PLANNED[rung]))
    assert climbed(owner)[-1] == "interview"
    rows = owner.execute(
        "INSERT INTO outbox (person_id, item_id, seq, at, available_at)"
        " SELECT person_id, item_id, seq, inbox.at, now()"
        " FROM inbox JOIN escalations USING (item_id, seq) WHERE item_id = 1 ORDER BY inbox.id"
        " RETURNING id"
    )
    letters = [letter_of(row[0]) for row in rows]
    secret = [letter.matter is None for letter in letters if letter]
    assert secret == [False, False, False, False, True, True]
    assert {letter.number for letter in letters if letter} == {number}


def test_the_clock_of_the_database_decides(owner: psycopg.Connection[Any]) -> None:
    assigned(due=DUE)
    owner.execute(
        "INSERT INTO instance VALUES ('demo_clock', ('2026-03-06 09:01+08' - now())::text)"
    )
    assert len(sweep().fired) == 1
    assert sweep().fired == []
