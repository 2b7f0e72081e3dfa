"""Whoever answered a line of a check never verifies what came of it, by whichever way it came."""

from __future__ import annotations

from itertools import combinations

import pytest

from tests.cast import LOOKS, PERSONAS, actor
from tests.inspections.checking import planned
from tests.inspections.test_findings import _assigned
from tests.web.stories import stored
from workflow import queries
from workflow.engine import commands
from workflow.errors import NotPermitted
from workflow.inspections import findings

pytestmark = pytest.mark.usefixtures("cast")
CHECKERS = ("verifier", "inspector")  # the head of the team may verify elsewhere
WAYS = [chosen for size in (1, 2) for chosen in combinations(CHECKERS, size)]


def found_by(*checkers: str) -> str:
    """Return a minor problem of a check in which these people answered a line each."""
    number, _ = planned(head=PERSONAS["verifier"].id)
    for n, login in enumerate(checkers, 1):
        fields = {"lines": f"1.{n}", "verdict": "fail", "remark": "门牌缺失"}
        commands.fire(number, "answer", actor(login), fields=fields)
    return findings.raise_finding(actor(checkers[0]), number, "1.1")[0].number


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
    for number in handed_in(problem):
        for login in checkers:
            with pytest.raises(NotPermitted):
                commands.fire(
                    number, "verify", actor(login), fields=LOOKS, comment="现场看过，已经补齐"
                )
    free = next(login for login in ("verifier", "verifier-2") if login not in checkers)
    commands.fire(problem, "verify", actor(free), fields=LOOKS, comment="现场看过，已经补齐")
