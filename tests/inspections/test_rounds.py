"""Rounds of checks: who may check whom, line by line, and the way to its publication."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH, PERSONAS, actor
from tests.inspections.checking import answered, form, planned, self_check
from tests.web.stories import in_days
from workflow import queries
from workflow.declaration import process_of
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible, WorkflowError
from workflow.inspections import progress, rounds
from workflow.inspections.answering import check_sheet

pytestmark = pytest.mark.usefixtures("cast")


def _answer(number: str, login: str, **fields: Any) -> None:
    asked = {"lines": "1.1", "verdict": "pass"} | fields
    commands.fire(number, "answer", actor(login), fields=asked)


def test_a_round_gives_each_unit_a_check_and_tells_the_unit() -> None:
    first, other = planned()
    assert process_of(queries.item(first, actor("branch-head")).item)["sheet"]["lines"].keys() == {
        f"1.{n}" for n in range(1, 7)
    }
    assert [notice.number for notice in queries.inbox(actor("branch-head"))] == [first]
    with pytest.raises(NotFound):
        queries.item(other, actor("branch-head"))


def test_the_way_of_a_check_from_planned_to_published() -> None:
    number, _ = planned()
    with pytest.raises(NotPossible):
        commands.fire(number, "submit", actor("inspector"))
    _answer(number, "inspector")
    with pytest.raises(NotPossible, match=r"5.*1\.2"):  # how many are left, and which is next
        commands.fire(number, "submit", actor("inspector"))
    answered(number)
    assert commands.fire(number, "submit", actor("inspector")).state == "submitted"
    with pytest.raises(NotPossible):
        _answer(number, "inspector")
    sent_back = commands.fire(number, "return", actor("director"), comment="请补充现场照片和说明")
    assert sent_back.state == "under_way"
    commands.fire(number, "submit", actor("inspector"))
    assert commands.fire(number, "confirm", actor("director")).state == "confirmed"
    assert commands.fire(number, "publish", actor("coordinator")).state == "published"


def test_nobody_checks_the_own_unit_except_in_a_self_check() -> None:
    number, _ = planned()
    for login in ("branch-head", "branch-member", "outsider", "director"):
        with pytest.raises((NotPermitted, NotFound)):
            _answer(number, login)
    own = self_check()
    for login in ("inspector", "outsider", "member"):
        with pytest.raises((NotPermitted, NotFound)):
            _answer(own, login)
    for login in ("branch-head", "branch-member"):
        _answer(own, login)


def test_whoever_answered_a_line_does_not_confirm_it() -> None:
    asked = form(head=PERSONAS["director"].id)
    made = rounds.plan(actor("coordinator"), asked)
    number = progress.round_of(actor("director"), made)[1][0].number
    answered(number, "director")
    commands.fire(number, "submit", actor("inspector"))
    with pytest.raises(NotPermitted):
        commands.fire(number, "confirm", actor("director"))
    assert commands.fire(number, "confirm", actor("leader")).state == "confirmed"


UNKNOWN = (
    {"lines": "9.9"},
    {"lines": " , "},
    {"verdict": "fail"},
    {"verdict": "fail", "remark": " 无 "},
    {"verdict": "perhaps"},
    {"score": "1"},
    {"score": "many"},
)


def test_an_answer_that_the_sheet_does_not_know_is_refused() -> None:
    number, _ = planned()
    for fields in UNKNOWN:
        with pytest.raises(WorkflowError):
            _answer(number, "inspector", **fields)
    assert not check_sheet(actor("inspector"), number).answers


def test_points_are_given_up_to_the_weight_of_the_line() -> None:
    number, _ = planned(sheet="hundred_points")
    _answer(number, "inspector", lines="6.4", score="4.5")
    with pytest.raises(NotPossible):
        _answer(number, "inspector", lines="6.4", score="5.01")
    [done, _] = progress.round_of(actor("director"), 1)[1]
    assert (done.answered, done.score) == (1, "4.5")


def test_several_people_answer_at_once_and_no_answer_is_lost() -> None:
    number = self_check()
    people = ("branch-head", "branch-member")
    threads = [
        Thread(target=_answer, args=(number, who), kwargs={"lines": f"1.{n}"})
        for n, who in enumerate(people * 2, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check_sheet(actor("branch-head"), number).answers.keys() == {"1.1", "1.2", "1.3", "1.4"}


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("inspector", {"edition": 99}, "edition"),
    ("inspector", {"unit": 99}, "unit"),
    ("inspector", {"unit_kinds": "team"}, "unit_kinds"),
    ("inspector", {"head": ""}, "head"),
    ("inspector", {"last_day": in_days(-1), "first_day": in_days(-1)}, "last_day"),
    ("inspector", {"first_day": in_days(40)}, "last_day"),
    ("inspector", {"kind": "picnic"}, "kind"),
    ("inspector", {"head": PERSONAS["branch-member"].id}, "head"),  # of a unit to be checked
    ("branch-head", {"unit": BRANCH}, "unit"),
    ("branch-head", {"unit": OTHER_BRANCH, "kind": "self_check"}, "unit"),
    ("branch-head", {"unit": BUREAU, "kind": "self_check"}, "unit"),
)


def test_a_round_that_cannot_be_leaves_nothing() -> None:
    for login, wrong, field in WRONG:
        with pytest.raises(BadInput) as refused:
            rounds.plan(actor(login), form() | wrong)
        assert field in refused.value.fields, (login, wrong)
    assert not progress.rounds(actor("director"))


def test_others_plan_nothing() -> None:
    with pytest.raises(NotPermitted):
        rounds.plan(actor("verifier"), form())
    with pytest.raises(NotFound):
        rounds.plan(actor("system-admin"), form())
