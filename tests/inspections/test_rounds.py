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
from workflow.inspections import editions, progress, rounds
from workflow.inspections.answering import check_sheet, part_of

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


def test_what_somebody_answered_meanwhile_is_not_written_over_unseen() -> None:
    number, _ = planned()
    shown = check_sheet(actor("inspector"), number)
    known = ",".join(shown.known(line) for line in ("1.1", "1.2"))
    _answer(number, "inspector", lines="1.2", verdict="fail", remark="没有牌匾")
    with pytest.raises(NotPossible, match=r"line 1\.2 meanwhile: does not comply \(没有牌匾"):
        _answer(number, "inspector", lines="1.1,1.2", known=known)
    assert not check_sheet(actor("inspector"), number).answers.get("1.1")
    now = check_sheet(actor("inspector"), number).known("1.2")
    _answer(number, "inspector", lines="1.1,1.2", known=f"-,{now}")
    assert {a["verdict"] for a in check_sheet(actor("inspector"), number).answers.values()} == {
        "pass"
    }


def test_a_long_sheet_is_shown_in_parts_that_hold_each_line_once() -> None:
    lines = [f"1.{n:02}" for n in range(1, 31)]
    rows = [{"number": "1", "above": "", "kind": "chapter", "zh": "一", "optional": ""}]
    for above in lines:
        told = {"kind": "procedure", "zh": "规程", "citation": "x", "steps": "a→b", "papers": "y"}
        rows.append({"number": above, "above": "1", "optional": ""} | told)
        rows += [
            {"number": f"{above}.{n}", "above": above, "kind": "check", "zh": "问", "optional": ""}
            for n in range(1, 8)
        ]
    made = editions.draft(
        actor("coordinator"),
        {"sheet": "long_one", "zh": "长表", "reason": "试用一张很长的检查表看看分页"},
        rows,
    )
    editions.publish(actor("coordinator"), made)
    number, _ = planned(edition=made)
    shown = check_sheet(actor("inspector"), number)
    asked = [line.number for part in shown.parts for line in part.asked]
    assert asked == [line.number for line in shown.asked]
    assert [len(part.asked) for part in shown.parts] == [77, 77, 56]
    second = part_of(shown.parts, "1.12.1")
    assert second.ends == ("1.12.1", "1.22.7")
    assert [line.number for line in shown.lines_of(second)[:3]] == ["1", "1.12", "1.12.1"]
    assert part_of(shown.parts, "9.9").key == shown.parts[0].key
