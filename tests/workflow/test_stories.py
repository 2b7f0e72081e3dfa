"""Short stories of what went wrong once, or would without a rule: each ends as it should."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import BUREAU, actor
from tests.workflow.stage import HOLDER, PHOTO, REASON, START, Stage, today
from workflow import commands
from workflow.commands import Done
from workflow.db import connect
from workflow.errors import NotPermitted, NotPossible
from workflow.facts import Facts
from workflow.loading import read
from workflow.rules import Actor, Post

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
    number = Stage().one("interviews", "recorded")
    stand_in = Actor(actor("leader").person_id, "", actor("leader").posts, behind=HOLDER)
    later = START + timedelta(days=21)
    _fire(number, "report_back", stand_in, later, report="done")
    with _refused(NotPermitted, "You are whoever reported back"):
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


def test_a_suspension_gives_back_the_due_date_that_was_running_and_not_an_older_one() -> None:
    number = Stage().one("problems", "rectified")
    late = START + timedelta(days=40)  # well after the first due date
    _fire(number, "return", "verifier", late)
    running = _facts(number).item.due_at
    _fire(number, "suspend", "leader", late, until=_day(70))
    assert _facts(number).item.due_at is None
    _fire(number, "resume", "director", late + timedelta(days=6))
    assert running
    assert _facts(number).item.due_at == running + timedelta(days=6)
