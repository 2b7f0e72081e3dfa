"""Short stories of what went wrong once, or would without a rule: each ends as it should."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import BRANCH, BUREAU, LOOKS, OTHER_BRANCH, actor
from tests.engine.stage import HOLDER, PHOTO, REASON, START, Stage, today
from workflow import queries
from workflow.declaration import Actor, Facts, Post
from workflow.engine import commands
from workflow.engine.commands import Done
from workflow.engine.loading import read
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.platform import connect

pytestmark = pytest.mark.usefixtures("cast")


def _fire(
    number: str, trigger: str, who: str | Actor, now: datetime = START, comment: str = REASON,
    evidence: bool = False, **fields: Any,
) -> Done:  # fmt: skip
    by = actor(who) if isinstance(who, str) else who
    pieces = (PHOTO,) if evidence else ()
    return commands.fire(
        number, trigger, by, fields=fields, comment=comment, evidence=pieces, now=now
    )


def _facts(number: str) -> Facts:
    with connect() as connection:
        return read(connection, [number])[number]


def _day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def _refused(kind: type[Exception], *words: str) -> Any:
    return pytest.raises(kind, match=r".*".join(words))


def test_a_minor_problem_takes_no_plan_that_nobody_could_approve() -> None:
    number = Stage().one("problems", "assigned")
    with _refused(NotPossible, "no plan is called for"):
        _fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    assert _facts(number).item.awaits == "holder"


def test_an_administrator_makes_no_move_even_on_what_was_once_assigned_to_him() -> None:
    number = Stage().one("problems", "assigned")
    now_administrator = Actor(HOLDER, "once a branch head", (Post("system_admin", BUREAU, "/1/"),))
    with _refused(NotPermitted, "Administrators take no part in the work itself"):
        _fire(number, "rectify", now_administrator, statement="done", pledge=True, evidence=True)


def test_whoever_reported_back_for_the_one_interviewed_does_not_close_the_interview() -> None:
    number = Stage().one("interviews", "follow_up")
    stand_in = Actor(actor("leader").person_id, "", actor("leader").posts, behind=HOLDER)
    later = START + timedelta(days=21)
    _fire(number, "report_back", stand_in, later, fulfilled="done")
    _fire(number, "verify_report", "director", later)
    with _refused(NotPermitted, "You are whoever answered it"):
        _fire(number, "close", "leader", later)
    assert _fire(number, "close", "secretary", later).state == "closed"


def test_an_administrator_cannot_be_made_the_one_who_rectifies() -> None:
    number = Stage().one("problems", "raised")
    with _refused(NotPossible, "the person chosen holds no post in this unit today"):
        _fire(number, "assign", "coordinator", holder=actor("system-admin").person_id,
              due_on=_day(20))  # fmt: skip
    raised = Stage().one("problems", "assigned")
    with _refused(NotPossible, "the person chosen holds no post"):
        _fire(raised, "hand_over", "coordinator", holder=actor("audit-admin").person_id)


def test_whoever_takes_an_item_on_signs_for_it_again() -> None:
    number = Stage().one("responsibilities", "assigned")
    _fire(number, "sign_for", "branch-head")
    _fire(number, "hand_over", "coordinator", holder=actor("branch-member").person_id)
    with _refused(NotPossible, "sign for it first"):
        _fire(number, "rectify", "branch-member", statement="done")
    _fire(number, "sign_for", "branch-member")
    assert _fire(number, "rectify", "branch-member", statement="done").state == "rectified"


def test_a_matter_sent_back_begins_anew_with_the_next_holder() -> None:
    number = Stage().one("problems", "assigned", severity="general")
    _fire(number, "sign_for", "branch-head")
    _fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    _fire(number, "send_back", "branch-head")
    _fire(number, "assign", "coordinator", holder=actor("branch-member").person_id, due_on=_day(9))
    item = _facts(number).item
    assert item.process.keys().isdisjoint({"signed_on", "plan_state"})
    with _refused(NotPossible, "sign for it first"):
        _fire(number, "submit_plan", "branch-member", cause="this", plan="that")


def test_nothing_on_a_closed_problem_becomes_unsigned() -> None:
    stage = Stage()
    problem = stage.one("problems", "verified")
    [signed] = stage.many("responsibilities", "assigned", 1, parents=[problem])
    with _refused(NotPossible, "a responsibility of this problem is unsigned"):
        _fire(problem, "close", "committee")
    _fire(signed, "sign_for", "branch-head")
    _fire(problem, "close", "committee")
    with _refused(NotPossible, "the problem it belongs to is closed"):
        _fire(signed, "send_back", "branch-head")
    _fire(signed, "hand_over", "coordinator", holder=actor("branch-member").person_id)
    assert "signed_on" in _facts(signed).item.process


def test_handing_a_responsibility_over_is_seen_by_whoever_closes_its_problem() -> None:
    stage = Stage()
    problem = stage.one("problems", "verified")
    [signed] = stage.many("responsibilities", "assigned", 1, parents=[problem])
    _fire(signed, "sign_for", "branch-head")
    shown = _facts(problem).item.version
    _fire(signed, "hand_over", "coordinator", holder=actor("branch-member").person_id)
    assert _facts(problem).item.version == shown + 1


def test_nobody_grants_an_extension_of_what_is_now_assigned_to_himself() -> None:
    stage = Stage()
    number = stage.one("problems", "assigned")
    [asked] = stage.many("extensions", "raised", 1, parents=[number])
    _fire(number, "hand_over", "coordinator", holder=actor("leader").person_id)
    with _refused(NotPermitted, "You are the person the item is assigned to"):
        _fire(asked, "approve", "leader")


def test_a_problem_sent_back_and_withdrawn_takes_its_tasks_along() -> None:
    stage = Stage()
    problem = stage.one("problems", "raised")
    [task] = stage.many("tasks", "raised", 1, parents=[problem])
    _fire(problem, "assign", "coordinator", holder=HOLDER, due_on=_day(9))
    assert _facts(task).item.state == "assigned"
    _fire(problem, "send_back", "branch-head")
    assert _facts(task).item.state == "raised"
    _fire(problem, "withdraw", "director")
    assert _facts(task).item.state == "withdrawn"
    with _refused(NotPossible, "the problem it belongs to is closed"):
        stage.many("tasks", "raised", 1, parents=[problem])


def test_a_problem_is_not_withdrawn_while_a_task_of_it_is_under_way() -> None:
    stage = Stage()
    problem = stage.one("problems", "raised")
    [task] = stage.many("tasks", "assigned", 1, parents=[problem])
    with _refused(NotPossible, "a task or responsibility of it is under way"):
        _fire(problem, "withdraw", "director")
    assert _facts(task).item.state == "assigned"


def test_a_problem_whose_tasks_are_verified_can_be_closed_from_its_page() -> None:
    stage = Stage()
    problem = stage.one("problems", "verified")
    [task] = stage.many("tasks", "verified", 1, parents=[problem])
    view = queries.item(problem, actor("committee"))
    [close] = [move for move in view.moves if move.transition.trigger == "close"]
    assert close.refusal is None
    assert _fire(problem, "close", "committee").state == "closed"
    assert _facts(task).item.state == "closed"


def test_a_verifier_who_then_works_on_a_task_has_to_be_verified_by_another() -> None:
    stage = Stage()
    problem = stage.one("problems", "verified")
    [task] = stage.many("tasks", "assigned", 1, parents=[problem])
    _fire(task, "hand_over", "coordinator", holder=actor("verifier").person_id)
    _fire(task, "rectify", "verifier", statement="done", evidence=True)
    _fire(task, "verify", "verifier-2", **LOOKS)
    with _refused(NotPossible, "somebody who verified or voted has since taken part"):
        _fire(problem, "close", "committee")
    _fire(problem, "refuse", "committee")
    _fire(problem, "rectify", "branch-head", statement="done", pledge=True, evidence=True)
    with _refused(NotPermitted, "You are somebody who took part in rectifying"):
        _fire(problem, "verify", "verifier", **LOOKS)
    _fire(problem, "verify", "verifier-2", **LOOKS)
    assert _fire(problem, "close", "committee").state == "closed"


def test_a_task_in_another_unit_is_assigned_to_the_head_there() -> None:
    stage = Stage()
    problem = stage.one("problems", "raised")
    [elsewhere] = stage.many("tasks", "raised", 1, parents=[problem], unit=OTHER_BRANCH)
    [here] = stage.many("tasks", "raised", 1, parents=[problem], unit=BRANCH)
    _fire(problem, "assign", "coordinator", holder=HOLDER, due_on=_day(9))
    assert _facts(here).item.state == "assigned"
    assert _facts(elsewhere).item.holder_id == actor("outsider").person_id


def test_a_responsibility_hangs_on_a_problem_and_not_on_a_task() -> None:
    stage = Stage()
    task = stage.one("tasks", "raised")
    with _refused(BadInput, "Something needs correcting"):
        stage.many("responsibilities", "raised", 1, parents=[task])


def test_what_cannot_be_a_number_is_not_found() -> None:
    for number in ("P2026-0001\0", "\ud800", "P2026-0001'--", "P" * 9999, ""):
        with _refused(NotFound, "There is no item"):
            _fire(number, "close", "committee")
        with _refused(NotFound, "There is no item"):
            commands.raise_item(
                "tasks", actor("director"), fields={"title": "x"}, parent=number or "0"
            )
