"""The three lists are demanded as the class says, and the sentence says what lacks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cast import LOOKS, actor
from tests.engine.stage import HOLDER, REASON, START, Stage, today
from tests.profession.test_continuing import again
from tests.profession.test_extensions import item
from tests.profession.test_votes import fire, refused
from workflow.engine import commands
from workflow.errors import BadInput, NotPossible
from workflow.profession.aspects import ASPECTS

DUE = (today() + timedelta(days=40)).isoformat()


def planned(**fields: str) -> str:
    """Return a general problem whose plan was submitted; it was a minor one when assigned."""
    number = Stage().one("problems", "raised", **fields)
    fire(number, "assign", "coordinator", holder=HOLDER, due_on=DUE)
    fire(number, "raise_severity", "coordinator", severity="general")
    fire(number, "sign_for", "branch-head")
    fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    return number


def verified(number: str) -> str:
    fire(number, "approve_plan", "committee")
    fire(number, "rectify", "branch-head", statement="done", pledge=True, evidence=True)
    fire(number, "verify", "verifier", **LOOKS)
    return number


ASSIGNERS = {"minor": "coordinator", "general": "coordinator", "major": "director", "key": "leader"}


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("severity", ["general", "major", "key"])
def test_no_problem_is_assigned_without_a_task_and_its_responsibilities(severity: str) -> None:
    number, who = Stage().one("problems", "raised", severity=severity), ASSIGNERS[severity]
    asked = {"holder": HOLDER, "due_on": DUE}
    with refused(NotPossible, "a task, a responsibility", "Raise a task", "Raise a responsibility"):
        fire(number, "assign", who, **asked)
    [task] = Stage().many("tasks", "raised", 1, parents=[number])
    with refused(NotPossible, 'added: a responsibility; .*with "Raise a responsibility"'):
        fire(number, "assign", who, **asked)
    Stage().many("responsibilities", "raised", 1, parents=[number])
    fire(task, "withdraw", "director")
    with refused(NotPossible, 'added: a task; .*with "Raise a task"'):
        fire(number, "assign", who, **asked)
    Stage().many("tasks", "raised", 1, parents=[number])
    assert fire(number, "assign", who, **asked).state == "assigned"


@pytest.mark.usefixtures("cast")
def test_of_many_assigned_at_once_each_that_lacks_a_part_says_so() -> None:
    numbers = Stage().many("problems", "raised", 3, severity="general")
    Stage().complete(numbers[1])
    asked = {"holder": str(HOLDER), "due_on": DUE}
    told = commands.decide(
        [commands.Request(number, "assign", asked) for number in numbers],
        actor("coordinator"),
        START,
    )
    assert [isinstance(answer, NotPossible) for answer in told] == [True, False, True]


@pytest.mark.usefixtures("cast")
def test_no_plan_is_approved_without_a_task() -> None:
    number = planned()
    with refused(NotPossible, "there is still to be added: a task"):
        fire(number, "approve_plan", "committee")
    fire(number, "return_plan", "committee")
    fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    Stage().many("tasks", "raised", 1, parents=[number])
    fire(number, "approve_plan", "committee")


@pytest.mark.usefixtures("cast")
def test_a_withdrawn_task_is_none() -> None:
    number = planned()
    [task] = Stage().many("tasks", "raised", 1, parents=[number])
    fire(task, "withdraw", "director")
    with refused(NotPossible, "a task"):
        fire(number, "approve_plan", "committee")


@pytest.mark.usefixtures("cast")
def test_no_work_is_handed_in_without_responsibility_and_aspect() -> None:
    number = planned()
    Stage().many("tasks", "closed", 1, parents=[number])
    with refused(NotPossible, "there is still to be added: its aspect, a responsibility"):
        verified(number)
    Stage().many("responsibilities", "closed", 1, parents=[number])
    with refused(NotPossible, r"there is still to be added: its aspect; "):
        again(number)


@pytest.mark.usefixtures("cast")
def test_no_problem_closes_without_a_part_that_was_withdrawn_since() -> None:
    number = planned(aspect="A1")
    Stage().many("tasks", "closed", 1, parents=[number])
    [answering] = Stage().many("responsibilities", "raised", 1, parents=[number])
    verified(number)
    fire(answering, "withdraw", "director")
    with refused(NotPossible, "there is still to be added: a responsibility"):
        fire(number, "close", "committee")


@pytest.mark.usefixtures("cast")
def test_with_all_three_it_closes() -> None:
    number = planned(aspect="A1")
    Stage().complete(number)
    assert fire(verified(number), "close", "committee").state == "closed"


@pytest.mark.usefixtures("cast")
def test_what_is_rectified_at_once_needs_none_of_them() -> None:
    number = Stage().one("problems", "verified")
    done = commands.fire(number, "close", actor("committee"), comment=REASON, now=START)
    assert done.state == "closed"


@pytest.mark.usefixtures("cast")
def test_the_eight_aspects_are_those_of_the_text_and_old_ones_stay_readable() -> None:
    day = date(2026, 3, 2)
    assert [code.words.zh for code in ASPECTS.valid(day)] == [
        "组织体系设置", "班子队伍建设", "党员教育管理", "服务党员群众",
        "党的组织生活", "工作运行机制", "基本工作保障", "基础台账管理",
    ]  # fmt: skip
    assert [code.key for code in ASPECTS.values if not code.is_valid(day)] == ["A7", "A8"]
    with pytest.raises(BadInput):
        planned(aspect="A7")
    assert item(planned(aspect="A9")).data["aspect"] == "A9"
