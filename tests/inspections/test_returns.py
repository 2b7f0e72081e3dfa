"""Returns: asked for, proposed, handed in, checked, accepted; and what is otherwise by now."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from tests import clock
from tests.cast import BRANCH, BUREAU, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import Stage
from tests.web.stories import in_days
from workflow import queries
from workflow.calendar import HALF, QUARTER, Period
from workflow.declaration import pack
from workflow.engine import commands
from workflow.errors import BadInput, NotFound, NotPermitted, NotPossible
from workflow.inspections import returns
from workflow.inspections.returns import ReturnView
from workflow.queries import Filters
from workflow.queries.figures import taking_in

pytestmark = pytest.mark.usefixtures("cast")
REASON = "请按要求重新核对后再报送"


def quarter() -> Period:
    return Period.of(clock.today(), QUARTER).before


def asked_for(**more: Any) -> list[str]:
    """Ask both branches for the return of the last quarter; the first branch's comes first."""
    form = {"period": str(quarter()), "unit": OFFICE, "unit_kinds": "branch", "due_on": in_days(9)}
    return returns.ask_for(actor("coordinator"), form | more)


def lived() -> tuple[str, str]:
    """Let one problem be open and one be closed in the quarter; return both numbers."""
    start = datetime.combine(quarter().first + timedelta(days=5), time(2), UTC)
    numbers = (
        Stage(start=start).one("problems", "assigned"),
        Stage(start=start).one("problems", "closed"),
    )
    taking_in.take_in()
    return numbers


def seen(number: str, login: str = "branch-head") -> ReturnView:
    return returns.return_of(actor(login), number)


def handed_in(number: str, **more: str) -> None:
    fields = seen(number).proposed | {"activities": "三会一课按期开展"} | more
    commands.fire(number, "submit", actor("branch-head"), fields=fields)


def test_a_return_is_proposed_handed_in_checked_and_accepted_and_never_changed_again() -> None:
    _, closed = lived()
    number, _ = asked_for()
    assert seen(number).proposed == {
        "found": "2", "closed": "1", "open": "1", "late": "1", "on_time": "100",
        "returned": "0", "relapses": "0", "self_found": "0", "checked": "0",
    }  # fmt: skip
    for cell in seen(number).cells:
        rows = queries.items(
            cell.figure.indicator.list_key, actor("branch-head"),
            cell.figure.wish.filters(cell.figure.indicator, cell.figure.indicator.rows), count=True,
        )  # fmt: skip
        assert rows.count
        assert rows.count.rows == cell.figure.rows
    handed_in(number)
    assert seen(number).later == []
    commands.fire(number, "return", actor("coordinator"), comment=REASON)
    handed_in(number, found="3")
    assert [cell.field.key for cell in seen(number).later] == ["found"]
    commands.fire(number, "check", actor("coordinator"))
    assert commands.fire(number, "accept", actor("director")).state == "accepted"
    commands.fire(closed, "reopen", actor("director"), fields={"due_on": in_days(30)},
                  comment=REASON)  # fmt: skip
    taking_in.take_in()
    told = {cell.field.key: (cell.reported, cell.proposed) for cell in seen(number).later}
    assert told["closed"] == ("1", "0")
    assert told["found"] == ("3", "2")
    item = queries.item(number, actor("branch-head")).item
    assert (item.data["closed"], item.data["on_time"]) == (1, "100")
    for login, trigger in (("branch-head", "submit"), ("coordinator", "return")):
        with pytest.raises((NotPossible, NotPermitted)):
            commands.fire(number, trigger, actor(login), comment=REASON)
    assert {move.trigger for move in pack().lists["returns"].leaving("accepted")} == {"rescope"}


def test_units_are_asked_once_for_a_period_that_is_over() -> None:
    first, other = asked_for()
    item = queries.item(first, actor("branch-head")).item
    assert (item.unit_id, item.holder_id) == (BRANCH, PERSONAS["branch-head"].id)
    assert item.due_at
    with pytest.raises(BadInput) as there:
        asked_for()
    assert "unit" in there.value.fields
    commands.fire(other, "call_off", actor("director"), comment=REASON)
    [again] = asked_for()
    assert queries.item(again, actor("outsider")).item.unit_id == OTHER_BRANCH
    running = Period.of(clock.today(), QUARTER)
    for wrong, field in (
        ({"period": str(running)}, "period"), ({"period": "2025-09"}, "period"),
        ({"due_on": in_days(-1)}, "due_on"), ({"unit": 999}, "unit"), ({"unit": BUREAU}, "unit"),
        ({"unit_kinds": "team"}, "unit_kinds"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            asked_for(**wrong)
        assert field in refused.value.fields, wrong
    with pytest.raises(NotFound):
        returns.ask_for(actor("branch-head"), {})
    taking_in.take_in()
    with pytest.raises(NotFound):
        seen(first, "outsider")


def test_a_half_year_review_says_how_it_went_and_nobody_checks_the_own_return() -> None:
    taking_in.take_in()
    half = Period.of(clock.today(), HALF).before
    number, _ = asked_for(period=str(half))
    with pytest.raises(NotPossible, match="half-year review"):
        handed_in(number)
    handed_in(number, review="整体平稳，下一步抓好台账")
    for login in ("branch-head", "branch-member", "director"):
        with pytest.raises((NotPermitted, NotPossible)):
            commands.fire(number, "check", actor(login))
    rows = queries.items("returns", actor("coordinator"), Filters(states=("submitted",))).rows
    assert [row.number for row in rows] == [number]


def test_whoever_is_late_is_reminded_and_then_the_level_above_is_told() -> None:
    list_type = pack().lists["returns"]
    for state in list_type.states:
        assert state.final or [rung.key for rung in state.ladder] == ["remind_1", "overdue"]
