"""A look-back from the draw to its results."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests.cast import BRANCH, OTHER_BRANCH, Persona, actor
from tests.engine.stage import REASON, Stage
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import (
    ASKED,
    NOW,
    TUESDAY,
    closed,
    drawn,
    force,
    judge,
    planned,
    shown,
    state,
)
from tests.servers import Database
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.inspections.look_backs import call_job, queries
from workflow.inspections.look_backs import commands as look_back_commands
from workflow.inspections.look_backs.sampling import Closed, draw
from workflow.platform import db


@pytest.fixture(autouse=True)
def _monday(cast: dict[str, Persona], database: Database) -> None:
    """It is Monday for the service."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
    db.close()


def test_anybody_who_has_the_seed_and_the_numbers_draws_the_same_again() -> None:
    here = closed(5)
    there = Stage().many("problems", "raised", 1, unit=OTHER_BRANCH)  # open: not drawn
    plan = planned()
    population = [Closed(number, "minor", BRANCH) for number in reversed(here)]
    assert queries.strata(plan.id) == draw(plan.seed, "unit", "percent", 50, population)
    assert len(drawn(plan)) == 3
    assert not {*drawn(plan)} & {*there}


def test_nobody_draws_from_what_they_or_their_own_unit_have_a_part_in(database: Database) -> None:
    mine, theirs = closed(2), closed(2)
    for number in mine:  # the director is in post in the office
        force(database, "UPDATE items SET scope = '/1/2/', unit_id = 2 WHERE number = %s", number)
    assert {*drawn(planned(amount=100))} == {*theirs}
    assert {*drawn(planned("discipline", amount=100))} == {*mine, *theirs}


def test_only_the_head_of_party_work_and_discipline_draw_and_only_where_they_are_in_post() -> None:
    closed(1)
    for login in ("branch-head", "coordinator", "inspector", "security-admin"):
        with pytest.raises(NotFound):
            look_back_commands.plan(actor(login), ASKED)
    with pytest.raises(BadInput) as refusal:
        look_back_commands.plan(actor("director"), ASKED | {"unit": 1})
    assert refusal.value.fields.keys() == {"unit"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": "2026-03-09"}, "day"), ({"day": "2026-03-14"}, "day"),
        ({"day": "2027-06-01"}, "day"), ({"amount": 0}, "amount"), ({"amount": 101}, "amount"),
        ({"reason": "short"}, "reason"), ({"unit": 99}, "unit"), ({"by": "luck"}, "by"),
    ],
)  # fmt: skip
def test_a_plan_that_is_wrong_is_refused_with_a_sentence_at_its_field(
    wrong: dict[str, object], field: str
) -> None:
    closed(1)
    with pytest.raises(BadInput) as refusal:
        look_back_commands.plan(actor("director"), ASKED | wrong)
    assert refusal.value.fields.keys() == {field}
    assert queries.plans(actor("director")) == []


def test_where_nothing_fits_there_is_no_plan() -> None:
    closed(1)
    with pytest.raises(BadInput):
        look_back_commands.plan(actor("director"), ASKED | {"closed_from": "2026-03-08"})
    assert len(drawn(planned(closed_from="2026-03-04"))) == 1


def test_on_its_day_when_work_begins_it_is_called_once_and_those_concerned_are_told() -> None:
    closed(4)
    plan = planned()
    assert call_job.call(TUESDAY - timedelta(hours=3)) == (0, "")  # seven in the morning
    assert call_job.call(TUESDAY) == (2, "")
    assert call_job.call(TUESDAY + timedelta(minutes=1)) == (0, "")
    with db.connect() as connection:
        told = connection.execute(
            "SELECT DISTINCT p.id FROM inbox n JOIN people p ON p.id = n.person_id"
            " JOIN events e ON e.item_id = n.item_id AND e.seq = n.seq"
            " WHERE e.trigger = 'call_look_back' ORDER BY 1"
        ).fetchall()
    assert [row[0] for row in told] == [
        actor(p).person_id for p in ("branch-head", "verifier", "verifier-2")
    ]
    assert [p.id for p in queries.plans(actor("verifier"))] == [plan.id]
    assert queries.plans(actor("outsider")) == []


def test_a_verifier_is_asked_by_one_mail_for_all_that_is_called() -> None:
    closed(4)
    planned(amount=100)
    assert call_job.call(TUESDAY) == (4, "")
    with db.connect() as connection:
        mailed = connection.execute(
            "SELECT person_id, count(*) FROM outbox o JOIN events e"
            " ON (e.item_id, e.seq) = (o.item_id, o.seq)"
            " WHERE e.trigger = 'call_look_back' GROUP BY 1"
        ).fetchall()
    assert {count for _, count in mailed} == {1}


def test_killed_in_the_middle_the_rest_is_called_and_nothing_twice(database: Database) -> None:
    closed(4)
    plan = planned(amount=100)
    assert call_job.call(TUESDAY) == (4, "")
    force(database, "UPDATE look_backs SET called_at = NULL")  # as if killed just before this
    assert call_job.call(TUESDAY + timedelta(minutes=1)) == (0, "")
    outcomes = [one.outcome for one in shown(plan).found]
    assert outcomes == ["waiting"] * 4


def test_what_is_closed_no_longer_on_the_day_is_left_out_and_shown_as_such() -> None:
    opened, *_ = closed(2)
    plan = planned(amount=100)
    commands.fire(
        opened, "reopen", actor("director"), fields={"due_on": "2026-04-10"}, comment=REASON,
        now=NOW,
    )  # fmt: skip
    assert call_job.call(TUESDAY) == (1, "")
    assert {one.number: one.outcome for one in shown(plan).found}[opened] == "left_out"


def test_a_failure_opens_it_again_as_a_relapse_and_a_pass_leaves_it_closed() -> None:
    closed(3)
    plan = planned(amount=100)
    call_job.call(TUESDAY)
    one, other, third = drawn(plan)
    judge(one, "fail_look_back")
    judge(other, "pass_look_back")
    assert [state(n) for n in (one, other, third)] == [
        ("assigned", 2), ("closed", 1), ("closed", 1),
    ]  # fmt: skip
    result = shown(plan)
    assert [found.outcome for found in result.found] == ["failed", "passed", "waiting"]
    assert result.together.outcomes == {
        "passed": 1, "failed": 1, "waiting": 1, "left_out": 0, "drawn": 0,
    }  # fmt: skip
    assert [(unit.drawn, unit.relapses) for unit in result.units] == [(3, 1)]
    assert [(of.population, of.drawn) for of in result.strata] == [(3, 3)]


@pytest.mark.parametrize(
    "login", ["branch-head", "verifier", "coordinator", "director", "committee", "discipline"]
)
def test_who_rectified_or_verified_judges_no_look_back_nor_do_others(login: str) -> None:
    (number,) = closed(1)
    planned()
    call_job.call(TUESDAY)
    for trigger in ("pass_look_back", "fail_look_back"):
        with pytest.raises(NotPermitted):
            judge(number, trigger, login)
    judge(number, "pass_look_back", "committee-member")


def test_what_was_not_drawn_and_what_is_not_proven_is_not_judged() -> None:
    (number,) = closed(1)
    with pytest.raises(NotPossible):
        judge(number, "fail_look_back")
    planned()
    call_job.call(TUESDAY)
    with pytest.raises(NotPossible, match="evidence"):
        commands.fire(number, "pass_look_back", actor("verifier-2"), comment=REASON)
    judge(number, "pass_look_back")
    with pytest.raises(NotPossible):
        judge(number, "pass_look_back")


def test_drawn_again_later_it_is_called_again_but_not_while_it_waits() -> None:
    (number,) = closed(1)
    first = planned()
    call_job.call(TUESDAY)
    with pytest.raises(BadInput):
        planned(day="2026-03-11")
    judge(number, "pass_look_back")
    second = planned(day="2026-03-11")
    assert call_job.call(TUESDAY + timedelta(days=1)) == (1, "")
    assert [shown(p).found[0].outcome for p in (first, second)] == ["passed", "waiting"]


def test_a_plan_is_taken_back_before_its_day_with_a_reason_and_not_after() -> None:
    closed(1)
    plan = planned()
    with pytest.raises(BadInput):
        look_back_commands.take_back(actor("director"), plan.id, {"reason": "short"})
    look_back_commands.take_back(actor("discipline"), plan.id, {"reason": REASON})
    assert call_job.call(TUESDAY) == (0, "")
    assert queries.find(actor("director"), plan.id).taken_back_reason == REASON
    assert queries.plans(actor("verifier-2")) == []
    later = planned()
    call_job.call(TUESDAY)
    with pytest.raises(NotPossible):
        look_back_commands.take_back(actor("director"), later.id, {"reason": REASON})
