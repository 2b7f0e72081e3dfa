"""举一反三: sister units attest for themselves, and what is found in spite of it has a mark."""

from __future__ import annotations

import pytest

from tests.cast import BRANCH, OTHER_BRANCH, PERSONAS, actor
from tests.inspections.checking import answered, planned
from tests.web.stories import in_days, raised
from workflow import queries as items
from workflow.declaration.shared_keys import ATTESTED
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.inspections import findings, spread_results, spreading
from workflow.inspections.answering import check_sheet
from workflow.inspections.candidates import queries
from workflow.inspections.candidates.gathering import gather
from workflow.inspections.progress import round_of

pytestmark = pytest.mark.usefixtures("cast")


def found() -> str:
    """Return a problem of the first branch, found by line 1.3."""
    number, _ = planned()
    answered(number)
    return findings.raise_finding(actor("inspector"), number, "1.3")[0].number


def spread(problem: str, login: str = "inspector", units: str = str(OTHER_BRANCH)) -> str:
    """Spread a problem over sister units; return the check of the first."""
    given = {"units": units, "last_day": in_days(20)}
    made = spreading.spread(actor(login), problem, given)
    return round_of(actor("director"), made)[1][0].number


def attested(check: str, line: str, verdict: str = "pass") -> None:
    """Answer the line in the name of the unit's head."""
    fields = {"lines": line, "verdict": verdict, "remark": "逐项对照检查过"}
    commands.fire(check, "answer", actor("outsider"), fields=fields)
    commands.fire(check, "submit", actor("outsider"))


def test_the_sister_units_are_asked_for_the_one_line_and_answer_themselves() -> None:
    problem = found()
    asked = spreading.spread_of(actor("inspector"), problem)
    assert [id_ for id_, _ in asked.sisters] == [OTHER_BRANCH]
    check = spread(problem)
    sheet = check_sheet(actor("outsider"), check)
    assert [line.number for line in sheet.asked] == ["1.3"]
    assert (sheet.item.unit_id, sheet.item.holder_id) == (OTHER_BRANCH, PERSONAS["outsider"].id)
    with pytest.raises(NotPermitted):
        commands.fire(
            check, "answer", actor("inspector"), fields={"lines": "1.3", "verdict": "pass"}
        )
    attested(check, "1.3")
    problem_item = items.item(problem, actor("director")).item
    [one] = spread_results.attestations(actor("director"), problem_item)
    assert (one.verdict, one.is_belied) == ("pass", False)


def test_what_is_found_in_an_attested_unit_has_a_mark_and_is_a_candidate() -> None:
    problem = found()
    attested(spread(problem), "1.3")
    gather()
    assert not queries.candidates(actor("inspector"), kind=ATTESTED)
    _, elsewhere = planned(title="下一季度检查")
    answered(elsewhere)
    later = findings.raise_finding(actor("inspector"), elsewhere, "1.3")[0].number
    problem_item = items.item(problem, actor("director")).item
    [one] = spread_results.attestations(actor("director"), problem_item)
    assert (one.is_belied, one.found) == (True, [later])
    gather()
    [noted] = queries.candidates(actor("inspector"), kind=ATTESTED)
    assert (noted.unit_id, noted.about) == (OTHER_BRANCH, later)
    pattern = spread_results.pattern(actor("director"), problem_item)
    assert [other.number for other in pattern] == [later]


def test_a_problem_without_a_line_is_spread_by_its_own_words() -> None:
    problem = raised()
    check = spread(problem)
    [line] = check_sheet(actor("outsider"), check).asked
    assert line.zh == items.item(problem, actor("director")).item.title
    attested(check, line.number, "fail")
    gather()
    made = queries.candidates(actor("inspector"), kind="failing_line")
    assert [(one.unit_id, one.about) for one in made] == [(OTHER_BRANCH, check)]


def test_it_is_opened_by_planners_over_sister_units_alone() -> None:
    problem = found()
    with pytest.raises(NotPermitted):
        spread(problem, "branch-head")
    with pytest.raises(NotFound):
        spread(problem, "outsider")
    for units in ("", str(BRANCH), "1"):
        with pytest.raises(BadInput):
            spread(problem, units=units)
