"""A changed calendar moves due dates that stand: shown first, applied by a person, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import HOLDER, REASON, Stage, today
from tests.escalation.calendar_changes.open_items import (
    ADMIN,
    USUAL,
    Owner,
    apply,
    by_rule,
    due,
    items,
    off,
)
from tests.escalation.late_items import climbed, set_clock
from tests.servers import Database
from workflow.calendar import STATUTORY
from workflow.declaration import NOTHING_SET
from workflow.engine import commands
from workflow.engine.commands import Request
from workflow.errors import BadInput, NotPermitted, NotPossible
from workflow.escalation.calendar_changes import commands as calendar_change_commands
from workflow.escalation.calendar_changes import recalculation_job
from workflow.escalation.calendar_changes.recalculation_preview import RecalculationPreview, preview
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.sweep import sweep
from workflow.platform import settings

NEVER = timedelta(0)


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[Owner]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-04 11:00+08")
        yield connection


def test_it_is_shown_before_and_after_with_the_days_that_are_behind_it(owner: Owner) -> None:
    [number] = by_rule()
    Stage().one("problems", "assigned")  # its date was set by hand
    off("2026-03-09", "2026-03-10", "2026-05-04")
    off("2026-03-07", working=True)
    found = preview(actor(ADMIN))
    [change] = found.page
    assert (change.number, change.before, change.unit.zh) == (number, USUAL, "第一党支部")
    assert change.after == STATUTORY.add_working_days(USUAL, 1)  # two days fewer, one more
    assert [words.en for words in change.why] == [
        "2026-03-07: worked now (Founding day)",
        "2026-03-09 to 2026-03-10: off now (Founding day)",
    ]
    assert change.why[0].zh == "2026-03-07现在上班（局庆）"
    assert (found.items, found.moved, found.later, found.earlier) == (2, 1, 1, 0)
    assert due(owner, number) == str(USUAL)


def test_it_moves_once_a_person_has_applied_it_and_says_who_and_why(owner: Owner) -> None:
    [number] = by_rule()
    off("2026-03-09")
    assert apply() == 1
    after = STATUTORY.add_working_days(USUAL, 1)
    assert due(owner, number) == str(after)
    [event] = owner.execute(
        "SELECT comment, actor_id, changes FROM events WHERE trigger = 'reckon'"
    )
    assert event[:2] == (f"{REASON}（{actor(ADMIN).name}）", None)
    assert event[2]["process"]["due_on"] == str(after)
    [told] = owner.execute("SELECT person_id FROM inbox x JOIN events e USING (item_id, seq)"
                           " WHERE e.trigger = 'reckon'")  # fmt: skip
    assert told == (HOLDER,)
    noted = owner.execute("SELECT details FROM journal WHERE kind = 'calendar' ORDER BY id")
    [_, (begun,), (ended,)] = noted
    assert (begun["what"], begun["reason"]) == ("apply", REASON)
    assert (ended["what"], ended["moved"]) == ("apply_done", 1)
    assert apply() == 0


def test_only_the_keeper_of_the_calendar_looks_and_applies_and_says_why(owner: Owner) -> None:
    for name in ("security-admin", "audit-admin", "director", "secretary"):
        with pytest.raises(NotPermitted):
            preview(actor(name))
        with pytest.raises(NotPermitted):
            recalculation_job.begin(actor(name), REASON, "")
        with pytest.raises(NotPermitted):
            recalculation_job.stop(actor(name))
    with pytest.raises(BadInput) as refused:
        recalculation_job.begin(actor(ADMIN), "short", preview(actor(ADMIN)).edition)
    for odd in (f"{REASON}\0", f"{REASON}\u202e", REASON * 60):
        with pytest.raises(BadInput):
            recalculation_job.begin(actor(ADMIN), odd, preview(actor(ADMIN)).edition)
    assert [*refused.value.fields] == ["reason"]
    with pytest.raises(NotPermitted):
        commands.fire(by_rule()[0], "reckon", actor("director"))


def test_a_calendar_that_nobody_has_looked_at_is_not_applied(owner: Owner) -> None:
    by_rule(3)
    off("2026-03-09")
    seen = preview(actor(ADMIN)).edition
    off("2026-03-10")
    with pytest.raises(NotPossible, match="has changed since"):
        recalculation_job.begin(actor(ADMIN), REASON, seen)
    recalculation_job.begin(actor(ADMIN), REASON, preview(actor(ADMIN)).edition)
    recalculation_job.go_on(pieces=1, piece=1)
    off("2026-03-11")
    assert recalculation_job.go_on() == 0
    ended = recalculation_job.newest()
    assert ended
    assert (ended.outcome, ended.moved) == ("changed", 1)
    assert apply() == 3


def test_it_can_be_stopped_and_applied_again(owner: Owner) -> None:
    numbers = by_rule(5)
    off("2026-03-09")
    recalculation_job.begin(actor(ADMIN), REASON, preview(actor(ADMIN)).edition)
    with pytest.raises(NotPossible):
        recalculation_job.begin(actor(ADMIN), REASON, preview(actor(ADMIN)).edition)
    assert recalculation_job.go_on(pieces=1, piece=2) == 2
    recalculation_job.stop(actor(ADMIN))
    assert recalculation_job.go_on() == 0
    assert preview(actor(ADMIN)).moved == 3
    assert apply() == 3
    assert {due(owner, number) for number in numbers} == {str(STATUTORY.add_working_days(USUAL, 1))}


def test_a_pause_that_runs_goes_on_from_the_moved_date(owner: Owner) -> None:
    [problem] = by_rule()
    Stage().one("pauses", "running", parents=[problem])
    off("2026-03-09")
    found = preview(actor(ADMIN))
    changed = {change.number: change for change in found.page}
    assert changed[problem].paused
    apply()
    [row] = items(owner, "list_key = 'problems'")
    assert row["due_at"] is None
    assert row["process"]["suspended"]["due"] == str(STATUTORY.add_working_days(USUAL, 1))
    assert preview(actor(ADMIN)).moved == 0


def test_what_was_climbed_is_not_climbed_again_nor_is_anything_made_up_for(owner: Owner) -> None:
    [number] = by_rule()
    day = USUAL
    while day < STATUTORY.add_working_days(USUAL, 3):
        day = STATUTORY.add_working_days(day, 1)
        set_clock(owner, f"{day} 10:00+08")
        sweep()
    before = climbed(owner, number)
    assert before[-2:] == ["overdue", "supervise"]
    off(*(str(STATUTORY.add_working_days(today(), n)) for n in range(1, 5)))
    assert apply() > 0
    assert due(owner, number) > str(day)  # it is not overdue any more
    for _ in range(10):
        day = STATUTORY.add_working_days(day, 1)
        set_clock(owner, f"{day} 10:00+08")
        sweep()
    assert climbed(owner, number) == before
    for free in [*calendar_change_commands.in_force_now().own]:
        calendar_change_commands.remove_day(actor(ADMIN), free)
    set_clock(owner, f"{STATUTORY.add_working_days(USUAL, 30)} 11:00+08")
    replan(NEVER)
    apply()
    sweep()
    assert climbed(owner, number) == before  # nothing on the day on which the date moved back
    set_clock(owner, f"{STATUTORY.add_working_days(USUAL, 31)} 11:00+08")
    sweep()
    assert climbed(owner, number) == [*before, "interview"]


def test_a_page_of_them_leads_to_the_next_and_the_counts_are_of_all(owner: Owner) -> None:
    numbers = by_rule(5)
    off("2026-03-09")
    pages: list[RecalculationPreview] = [preview(actor(ADMIN), most=2)]
    while pages[-1].following:
        pages.append(preview(actor(ADMIN), pages[-1].following, most=2))
    assert [change.number for page in pages for change in page.page] == numbers
    assert {page.moved for page in pages} == {5}


def test_an_item_that_was_closed_meanwhile_does_not_move(owner: Owner) -> None:
    [number] = by_rule()
    stage = Stage()
    off("2026-03-09")
    recalculation_job.begin(actor(ADMIN), REASON, preview(actor(ADMIN)).edition)
    for step in stage.way("problems", "closed")[2:]:
        stage.bulk([number], step)
    [closed] = items(owner)
    recalculation_job.go_on()
    assert items(owner) == [closed]
    told = commands.decide([Request(number, "reckon")], actor("director"))
    assert isinstance(told[0], NotPossible)


def test_a_year_that_the_library_has_learnt_is_applied_like_any_other_change(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    [number] = by_rule()
    monkeypatch.setenv("RECTIFY_COUNTRY", "VN")  # as if another edition knew other holidays
    monkeypatch.setattr(
        "workflow.snapshots.policies.snapshot.cached", NOTHING_SET
    )  # and the service began anew
    settings.cache_clear()
    assert preview(actor(ADMIN)).moved == 0
    monkeypatch.setenv("RECTIFY_COUNTRY", "RU")  # which has the Monday after Women's Day off
    monkeypatch.setattr("workflow.snapshots.policies.snapshot.cached", NOTHING_SET)
    settings.cache_clear()
    [change] = preview(actor(ADMIN)).page
    assert change.number == number
    assert any("2026-03-09: off now" in words.en for words in change.why)
    assert apply() == 1
    assert preview(actor(ADMIN)).moved == 0
    settings.cache_clear()
