"""Editions are drafted, published once and for all, and then the open items are planned anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.escalation.ladders.drafts import CLOCK, REASON, SECURITY, keep, put_in_force, rows
from tests.escalation.late_items import assigned, climbed, on, set_clock
from tests.servers import Database
from workflow.audit.verifying import verify
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.escalation.ladders import commands as ladder_commands
from workflow.escalation.ladders import queries
from workflow.escalation.ladders.preview import preview
from workflow.escalation.ladders.replan_job import progress, replan
from workflow.escalation.ladders.rung_form import RungFormRow, rungs_of
from workflow.escalation.sweep import sweep
from workflow.platform import db
from workflow.queries import item

NOW = timedelta(0)
QUICK = rows((1, 1), (2, 2), (3, 4))


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


def rung_at(owner: psycopg.Connection[Any], number: str) -> str:
    query = "SELECT to_char(rung_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24') FROM items"
    [(at,)] = owner.execute(f"{query} WHERE number = %s", [number])
    return str(at)


def test_only_the_security_administrator_keeps_ladders(owner: psycopg.Connection[Any]) -> None:
    draft = keep("2026-03-10", QUICK)
    for name in ("system-admin", "audit-admin", "secretary", "director"):
        with pytest.raises(NotPermitted, match="security administrator"):
            ladder_commands.publish(actor(name), draft)
        with pytest.raises(NotPermitted):
            ladder_commands.save(actor(name), CLOCK, {}, [])
    ladder_commands.publish(actor(SECURITY), draft)


def test_an_edition_begins_tomorrow_at_the_earliest(owner: psycopg.Connection[Any]) -> None:
    with pytest.raises(BadInput) as refused:
        keep("2026-03-02", QUICK)
    assert "tomorrow" in refused.value.fields["valid_from"].en
    draft = keep("2026-03-03", QUICK)
    set_clock(owner, "2026-03-03 08:00+08")
    with pytest.raises(BadInput):
        ladder_commands.publish(actor(SECURITY), draft)


def test_a_published_edition_neither_changes_nor_goes_once_its_day_has_come(
    owner: psycopg.Connection[Any],
) -> None:
    edition = put_in_force("2026-03-10", QUICK)
    with pytest.raises(NotFound):
        ladder_commands.publish(actor(SECURITY), edition.id)
    with pytest.raises(BadInput, match="correcting"):
        put_in_force("2026-03-10", rows((1, 5)))
    set_clock(owner, "2026-03-10 08:00+08")
    with pytest.raises(NotPossible):
        ladder_commands.take_back(actor(SECURITY), edition.id)


def test_the_open_items_are_planned_anew_once(owner: psycopg.Connection[Any]) -> None:
    first, late, other = *assigned(2), *assigned(1, due="2026-08-20")
    sweep(on("2026-03-06"))
    put_in_force("2026-03-10", QUICK)
    assert replan() == 0  # decisions that read the old settings are waited for
    begun = progress()
    assert begun
    assert (begun.moved, begun.seen, begun.items) == (0, 0, 3)
    assert replan(NOW) == 3
    assert replan(NOW) == 0
    assert rung_at(owner, first) == rung_at(owner, late) == "03-23 09"
    assert rung_at(owner, other) == "08-21 09"
    done = progress()
    assert done
    assert done.finished_at
    assert done.moved == 3
    with db.connect() as connection:
        assert verify(connection) == []


def test_a_pass_that_was_broken_off_goes_on_where_it_was(
    owner: psycopg.Connection[Any],
) -> None:
    assigned(5)
    sweep(on("2026-03-06"))
    put_in_force("2026-03-10", QUICK)
    assert replan(NOW, pieces=1, piece=2) == 2
    halfway = progress()
    assert halfway
    assert (halfway.seen, halfway.finished_at) == (2, None)
    assert replan(NOW) == 3
    assert replan(NOW) == 0


def test_what_was_climbed_stays_and_what_follows_is_the_editions(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()
    for day in ("2026-03-06", "2026-03-13", "2026-03-19", "2026-03-23"):
        sweep(on(day))
    set_clock(owner, "2026-03-23 12:00+08")
    put_in_force("2026-03-24", QUICK)
    replan(NOW)
    for day in ("2026-03-24", "2026-03-25", "2026-03-26", "2026-06-01"):
        sweep(on(day))
    assert climbed(owner, number)[-3:] == ["overdue", "supervise", "interview"]
    planned = owner.execute(
        "SELECT rung, to_char(planned_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD') FROM escalations"
        " WHERE rung IN ('supervise', 'interview') ORDER BY seq"
    ).fetchall()
    assert planned == [("supervise", "03-24"), ("interview", "03-26")]
    with db.connect() as connection:
        assert verify(connection) == []


def test_the_history_names_a_rung_as_it_was_set_though_no_edition_has_it_any_more(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()
    put_in_force("2026-03-10", [RungFormRow("", "1", "1", "催办", "Nudge", "", ("holder",))])
    replan(NOW)
    sweep(on("2026-03-23"))
    moves = [event.move.en for event in item(number, actor("coordinator")).events]
    assert "Nudge" in moves


def test_an_edition_for_one_severity_takes_the_place_of_the_general_one(
    owner: psycopg.Connection[Any],
) -> None:
    [number] = assigned()  # a minor matter
    sweep(on("2026-03-06"))
    put_in_force("2026-03-10", rows((1, 7)))
    put_in_force("2026-03-10", rows((1, 9)), ("problems", "assigned", "major"))
    replan(NOW)
    assert rung_at(owner, number) == "03-31 09"
    put_in_force("2026-03-12", rows((1, 8)), ("problems", "assigned", "minor"))
    replan(NOW)
    assert rung_at(owner, number) == "04-01 09"


def test_what_was_taken_back_is_as_if_it_had_never_been(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    edition = put_in_force("2026-03-10", QUICK)
    replan(NOW)
    assert rung_at(owner, number) == "03-06 09"  # the first reminder lies before the edition
    ladder_commands.take_back(actor(SECURITY), edition.id)
    replan(NOW)
    assert rung_at(owner, number) == "03-06 09"
    assert queries.ladder(CLOCK).published == []


def test_the_preview_counts_what_then_happens_and_changes_nothing(
    owner: psycopg.Connection[Any],
) -> None:
    numbers = assigned(3)
    set_clock(owner, "2026-03-20 11:00+08")
    sweep()
    draft = ladder_commands.draft(actor(SECURITY), keep("2026-03-21", QUICK))
    before = owner.execute("SELECT sum(version) FROM items").fetchone()
    found = preview(draft)
    assert owner.execute("SELECT sum(version) FROM items").fetchone() == before
    # Until the 19th of April: a warning, a notice and an interview each.
    assert found.items == 3
    assert found.levels == {1: (3, 3), 2: (3, 3), 3: (3, 3)}
    assert (found.earlier, found.later) == (0, 0)  # the warning comes on the same day
    [unit] = found.units
    assert unit.levels[3] == (3, 3)
    ladder_commands.publish(actor(SECURITY), draft.id)
    replan(NOW)
    for day in ("2026-03-23", "2026-03-24", "2026-03-26"):
        sweep(on(day))
    assert all(climbed(owner, n)[-3:] == ["overdue", "supervise", "interview"] for n in numbers)


def test_every_act_is_in_the_journal_with_old_and_new(owner: psycopg.Connection[Any]) -> None:
    ladder_commands.discard(actor(SECURITY), keep("2026-03-10", QUICK))
    edition = put_in_force("2026-03-10", QUICK)
    ladder_commands.take_back(actor(SECURITY), edition.id)
    rows_ = owner.execute(
        "SELECT details FROM journal WHERE kind = 'ladder' ORDER BY id"
    ).fetchall()
    acts = [details["what"] for (details,) in rows_]
    assert acts == ["draft", "discard", "draft", "publish", "take_back"]
    published = rows_[3][0]
    assert len(published["old"]) == 8
    assert published["new"][1] == "+2d L2 第2级 → holder"
    assert published["reason"] == REASON


def test_the_machine_alone_plans_anew(owner: psycopg.Connection[Any]) -> None:
    [number] = assigned()
    with pytest.raises(NotPermitted):
        commands.fire(number, "replan", actor("director"))
    assert rungs_of("problems", QUICK)
