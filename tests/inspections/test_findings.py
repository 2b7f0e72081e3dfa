"""A failing line makes the three lists: cited, in the right hands, once, and judged by others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import BRANCH, LOOKS, OTHER_BRANCH, PERSONAS, actor
from tests.inspections.checking import answered, planned, published, self_check
from tests.web.stories import in_days, stored
from workflow import queries
from workflow.declaration import process_of
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.inspections import findings
from workflow.inspections.answering import check_sheet
from workflow.inspections.coverage import coverage
from workflow.queries.relapses import come_back

pytestmark = pytest.mark.usefixtures("cast")
KINDS = ["branch"]


def _raised(number: str, login: str = "inspector", line: str = "1.3", **given: Any) -> str:
    return findings.raise_finding(actor(login), number, line, given)[0].number


def _assigned(problem: str) -> None:
    fields = {"holder": PERSONAS["branch-head"].id, "due_on": in_days(30)}
    commands.fire(problem, "assign", actor("coordinator"), fields=fields)


def _closed(problem: str) -> None:
    """Work a minor problem off, with everything that hangs on it."""
    _assigned(problem)
    for child in queries.item(problem, actor("director")).children:
        if child.list_key == "responsibilities":
            login = next(p.login for p in PERSONAS.values() if p.id == child.holder_id)
            commands.fire(child.number, "sign_for", actor(login))
        login = next(p.login for p in PERSONAS.values() if p.id == child.holder_id)
        commands.fire(
            child.number, "rectify", actor(login), fields={"statement": "完成"}, evidence=[stored()]
        )
    done = {"statement": "已补齐", "pledge": True}
    commands.fire(problem, "rectify", actor("branch-head"), fields=done, evidence=[stored()])
    commands.fire(problem, "verify", actor("verifier"), fields=LOOKS, comment="现场看过，已经补齐")
    commands.fire(problem, "close", actor("director"), comment="同意销号，长期坚持")


def test_one_move_makes_problem_task_and_three_responsibilities_in_the_right_hands() -> None:
    number, _ = planned()
    answered(number)
    problem = _raised(number)
    view = queries.item(problem, actor("inspector"))
    assert process_of(view.item)["finding"] == {
        "check": number, "edition": published("six_haves"), "sheet": "six_haves", "line": "1.3",
        "words": ["有标志：门牌、标志规范", "Signs"],
    }  # fmt: skip
    assert (view.item.unit_id, view.item.severity) == (BRANCH, "minor")
    assert view.item.data["aspect"] == "A6"
    assert view.item.data["source_kind"] == "quarterly"
    assert len(view.item.evidence) == 1  # the photo of the line, and of no other
    lists = sorted(child.list_key for child in view.children)
    assert lists == ["responsibilities"] * 3 + ["tasks"]
    _assigned(problem)
    view = queries.item(problem, actor("inspector"))
    held = {c.holder_id for c in view.children if c.list_key == "responsibilities"}
    assert held == {PERSONAS[who].id for who in ("secretary", "committee", "branch-head")}


def test_four_failing_lines_of_a_self_check_make_four_matters() -> None:
    number = self_check()
    answered(number, "branch-head", failing="1.1,1.2,1.4,1.6")
    done = findings.raise_all(actor("branch-head"), number)
    made = [one.list_key for one in done]
    assert (made.count("problems"), made.count("tasks"), made.count("responsibilities")) == (
        4, 4, 12,
    )  # fmt: skip
    assert not check_sheet(actor("branch-head"), number).unraised
    assert not findings.raise_all(actor("branch-head"), number)


def test_a_line_is_raised_once_and_again_only_when_withdrawn() -> None:
    number, _ = planned()
    answered(number)
    problem = _raised(number)
    with pytest.raises(NotPossible, match=problem):
        _raised(number)
    commands.fire(problem, "withdraw", actor("director"), comment="核对后认为不属于问题")
    assert _raised(number) != problem


def test_whoever_answered_never_verifies_what_came_of_it() -> None:
    number = self_check()
    answered(number, "branch-member", failing="1.2")
    answered(number, "branch-head", failing="1.3")
    problem = _raised(number, "branch-head")
    family = queries.item(problem, actor("director"))
    for item in (family.item, *family.children):
        found = queries.item(item.number, actor("director")).item
        assert {PERSONAS["branch-head"].id, PERSONAS["branch-member"].id} <= {
            *found.duties["raiser"]
        }


OTHERS: tuple[tuple[str, str, type[Exception]], ...] = (
    ("inspector", "1.1", NotPossible),  # it complies
    ("inspector", "9.9", NotFound),
    ("branch-head", "1.3", NotPermitted),
    ("director", "1.3", NotPermitted),
    ("outsider", "1.3", NotFound),
)


def test_others_and_other_lines_make_nothing() -> None:
    number, _ = planned()
    answered(number)
    for login, line, refusal in OTHERS:
        with pytest.raises(refusal):
            _raised(number, login, line)


def test_the_unit_is_the_checks_and_a_wrong_value_leaves_nothing() -> None:
    number, _ = planned()
    answered(number)
    for wrong in ({"unit": OTHER_BRANCH}, {"severity": "huge"}, {"title": ""}):
        with pytest.raises(BadInput):
            _raised(number, **wrong)
    assert check_sheet(actor("inspector"), number).unraised == ["1.3"]
    problem = _raised(number, title="会议室没有门牌", measures="做门牌\n挂门牌")
    children = queries.item(problem, actor("inspector")).children
    assert [c.title for c in children if c.list_key == "tasks"] == ["做门牌", "挂门牌"]


def test_the_same_line_failing_again_in_the_unit_is_proposed_as_a_relapse() -> None:
    number, _ = planned()
    answered(number)
    old = _raised(number)
    _closed(old)
    again, elsewhere = planned(title="下一季度检查")
    for check in (again, elsewhere):
        answered(check)
    newer = _raised(again, title="完全不同的一段文字")
    back = come_back(queries.item(newer, actor("inspector")).item, actor("inspector"))
    assert back
    assert [hint.number for hint in back.hints] == [old]
    other = _raised(elsewhere, title="完全不同的一段文字")
    back = come_back(queries.item(other, actor("inspector")).item, actor("inspector"))
    assert back
    assert not back.hints


def test_coverage_tells_what_was_checked_where_and_what_came_of_it() -> None:
    number, _ = planned()
    before = coverage(actor("director"), "six_haves", KINDS)
    assert (before.never, len(before.rows), len(before.units)) == (2, 1, 2)
    answered(number)
    problem = _raised(number)
    found = coverage(actor("director"), "six_haves", KINDS)
    cell = found.cells["1", BRANCH]
    assert (cell.answered, cell.failing, cell.raised, cell.open) == (6, 1, 1, 1)
    assert (cell.checks, cell.problems) == ({number}, {problem})
    assert ("1", OTHER_BRANCH) not in found.cells
    assert found.never == 1
    mine = coverage(actor("outsider"), "six_haves", KINDS)
    assert [unit.id for unit in mine.units] == [OTHER_BRANCH]
    assert not mine.cells
