"""Nothing is opened for, or left to, people who cannot act on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tests import clock
from tests.cast import OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import REASON, Stage
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.errors import BadInput, WorkflowError
from workflow.inspections import returns, rounds
from workflow.inspections.complaints.receiving import receive

pytestmark = pytest.mark.usefixtures("cast")
ASKED = [
    (returns.ask_for, {"period": "2025-Q4", "unit": str(OTHER_BRANCH)}, "unit"),
    (rounds.plan, {"kind": "self_check", "unit": str(OFFICE)}, "unit"),
    (rounds.plan, {"kind": "quarterly", "unit": str(OFFICE), "head": "1"}, "head"),
]


@pytest.mark.parametrize(("ask", "given", "field"), ASKED)
def test_no_unit_is_asked_whose_head_or_checker_cannot_sign_in(
    database: Database, ask: Callable[..., object], given: Mapping[str, object], field: str
) -> None:
    people = [PERSONAS["inspector"].id, PERSONAS["outsider"].id]
    _close_accounts(database, people)
    soon = (clock.today() + timedelta(days=30)).isoformat()
    if ask is returns.ask_for:
        days = {"due_on": soon}
    else:
        days = {"title": "x", "edition": "1", "first_day": soon, "last_day": soon}
    with pytest.raises(BadInput) as refusal:
        ask(actor("director"), {**given, "unit_kinds": ["branch"], **days})
    assert refusal.value.fields.keys() == {field}


def test_work_is_moved_to_another_unit_only_with_somebody_there_who_can_sign_in(
    database: Database,
) -> None:
    number = Stage().one("problems", "assigned")
    taker = PERSONAS["outsider"].id
    _close_accounts(database, [taker])
    with pytest.raises(WorkflowError, match="no account to sign in"):
        commands.fire(
            number, "move_unit", actor("coordinator"), comment=REASON,
            fields={"unit": OTHER_BRANCH, "holder": taker},
        )  # fmt: skip


def test_nobody_is_named_whose_naming_would_leave_a_complaint_to_nobody() -> None:
    told = {"title": "造假", "text": "后补", "about": "某支部", "name": "", "contact": ""}
    number = receive(told, uuid4().hex).number
    for person in ("director", "leader", "secretary"):
        _name(number, person)
    with pytest.raises(WorkflowError, match="nobody could handle it") as refusal:
        _name(number, "discipline")
    assert "concerned" in getattr(refusal.value, "fields", {})
    assert queries.item(number, actor("discipline")).item.number == number


def _name(number: str, person: str) -> None:
    named = {"concerned": str(PERSONAS[person].id)}
    commands.fire(number, "name_concerned", actor("discipline"), fields=named)


def _close_accounts(database: Database, people: list[int]) -> None:
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE accounts SET active = false WHERE person_id = ANY (%s)", [people]
        )
