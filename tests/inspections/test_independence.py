"""Whoever answered a line of a check never verifies what came of it, by whichever way it came."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import pytest

from tests.cast import BRANCH, LOOKS, PERSONAS, actor
from tests.inspections.checking import planned
from tests.inspections.test_findings import _assigned
from tests.web.stories import stored
from workflow import queries
from workflow.declaration import process_of
from workflow.engine import commands
from workflow.errors import NotPermitted
from workflow.inspections import findings

pytestmark = pytest.mark.usefixtures("cast")
CHECKERS = ("verifier", "inspector")  # the head of the team may verify elsewhere
WAYS = [chosen for size in (1, 2) for chosen in combinations(CHECKERS, size)]


FAILS = {"verdict": "fail", "remark": "门牌缺失"}
LOOKED = "现场看过，已经补齐"


def found_by(*checkers: str) -> str:
    """Return a minor problem of a check in which these people answered a line each."""
    number, _ = planned(head=PERSONAS["verifier"].id)
    for n, login in enumerate(checkers, 1):
        commands.fire(number, "answer", actor(login), fields={"lines": f"1.{n}", **FAILS})
    return findings.raise_finding(actor(checkers[0]), number, "1.1")[0].number


def answer_again(problem: str, login: str) -> None:
    """Answer once more the line that a problem came of."""
    origin = process_of(queries.item(problem, actor("director")).item)["finding"]
    fields = {"lines": origin["line"], **FAILS, "remark": "门牌还是没有"}
    commands.fire(origin["check"], "answer", actor(login), fields=fields)


def may_not_verify(numbers: Sequence[str], *logins: str) -> bool:
    """Say whether none of the people may verify any of the items."""
    for number, login in product(numbers, logins):
        with pytest.raises(NotPermitted):
            commands.fire(number, "verify", actor(login), fields=LOOKS, comment=LOOKED)
    return True


def handed_in(problem: str) -> list[str]:
    """Work a problem and its tasks up to verification; return the numbers that wait for it."""
    _assigned(problem)
    waiting = [problem]
    for child in queries.item(problem, actor("director")).children:
        login = next(p.login for p in PERSONAS.values() if p.id == child.holder_id)
        if child.list_key == "responsibilities":
            commands.fire(child.number, "sign_for", actor(login))
        done = {"statement": "完成"}
        commands.fire(child.number, "rectify", actor(login), fields=done, evidence=[stored()])
        waiting.append(child.number)
    done = {"statement": "已补齐", "pledge": "yes"}
    commands.fire(problem, "rectify", actor("branch-head"), fields=done, evidence=[stored()])
    return waiting


@pytest.mark.parametrize("checkers", WAYS, ids="+".join)
def test_a_checker_is_barred_from_everything_that_came_of_the_check(
    checkers: tuple[str, ...],
) -> None:
    problem = found_by(*checkers)
    assert may_not_verify(handed_in(problem), *checkers)
    free = next(login for login in ("verifier", "verifier-2") if login not in checkers)
    commands.fire(problem, "verify", actor(free), fields=LOOKS, comment=LOOKED)


@pytest.mark.parametrize("when", ["raised", "rectified"])
def test_so_is_whoever_answers_once_more_after_the_problem_was_raised(when: str) -> None:
    problem = found_by("inspector")
    if when == "raised":
        answer_again(problem, "verifier")
    waiting = handed_in(problem)
    if when == "rectified":
        answer_again(problem, "verifier")
    assert may_not_verify(waiting, "verifier", "inspector")
    told = queries.item(problem, actor("director")).events
    assert any(event.trigger == "note_answer" for event in told)
    for number in waiting[1:]:
        commands.fire(number, "verify", actor("verifier-2"), fields=LOOKS, comment=LOOKED)


def test_a_merged_problem_is_followed_into_the_one_that_stays() -> None:
    problem, stays = found_by("inspector"), found_by("inspector")
    for number in (stays, problem):
        _assigned(number)
    commands.fire(
        problem,
        "merge",
        actor("director"),
        fields={"into": stays},
        comment="同一问题重复立项，予以并案",
    )
    answer_again(problem, "verifier")
    assert PERSONAS["verifier"].id in queries.item(stays, actor("director")).item.duties["raiser"]


def test_a_task_added_later_came_of_the_same_line() -> None:
    problem = found_by("inspector", "verifier")
    fields = {"title": "再挂一块牌", "unit": str(BRANCH), "severity": "minor"}
    made = commands.raise_item("tasks", actor("coordinator"), fields=fields, parent=problem)
    assert made.number in handed_in(problem)
    assert may_not_verify([made.number], "verifier")


def test_whoever_verified_answers_the_line_no_more_and_other_lines_still() -> None:
    problem = found_by("inspector")
    for number in reversed(handed_in(problem)):
        commands.fire(number, "verify", actor("verifier"), fields=LOOKS, comment=LOOKED)
    with pytest.raises(NotPermitted, match=problem):
        answer_again(problem, "verifier")
    answer_again(problem, "inspector")
    check = process_of(queries.item(problem, actor("director")).item)["finding"]["check"]
    commands.fire(check, "answer", actor("verifier"), fields={"lines": "1.4", **FAILS})
