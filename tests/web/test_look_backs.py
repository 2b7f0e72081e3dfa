"""The pages of the look-backs: drawn, kept secret until the day, judged, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.cast import BUREAU, OFFICE, Persona, actor
from tests.engine.stage import REASON, Stage
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import NOW, closed, come_the_day, drawn, judge
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.routes import API, LOOK_BACKS, Somebody
from tests.web.visitor import words
from workflow.engine import commands
from workflow.inspections.look_backs import queries
from workflow.inspections.look_backs.queries import LookBackPlan

FORM = {
    "unit": str(OFFICE), "day": "2026-03-10", "by": "unit", "measure": "number", "amount": "3",
    "reason": "每季度回头看，检查销号质量",
}  # fmt: skip
WRONG: dict[str, Any] = {"unit": OFFICE, "day": "2026-03-09", "amount": 1, "reason": "no"}


def knock(somebody: Somebody, method: str, path: str) -> int:
    """Ask at one door for what is always refused: nothing may come of it."""
    if method == "GET":
        return somebody.get(path).status_code
    sent = {} if not path.startswith(API) else {"reason": "no"} if "take" in path else WRONG
    return somebody.post(path, **sent).status_code


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
        yield connection


def planned(enter: Entering) -> LookBackPlan:
    answer = enter("director", "en").post("/look-backs/new", FORM)
    assert answer.status_code == 303, words(answer)
    return queries.find(actor("director"), UUID(answer.location.rsplit("/", 1)[1]))


@pytest.mark.usefixtures("owner")
def test_a_sample_is_drawn_and_shown_with_all_it_takes_to_draw_it_again(enter: Entering) -> None:
    closed(5)
    plan = planned(enter)
    page = enter("director", "en").text(f"/look-backs/{plan.id}")
    assert "Until that day this is secret" in page
    assert plan.seed in page
    assert "3 of 5" in page
    assert all(number in page for number in drawn(plan))
    assert "保密" in enter("discipline").text("/look-backs")


@pytest.mark.usefixtures("owner")
def test_a_plan_that_is_wrong_is_shown_again_with_what_was_typed(enter: Entering) -> None:
    closed(1)
    wrong = FORM | {"day": "2026-03-14", "amount": "0"}
    answer = enter("director", "en").post("/look-backs/new", wrong)
    assert answer.status_code == 422
    assert "that is no working day" in words(answer)
    assert "draw at least one" in words(answer)
    assert FORM["reason"] in answer.text


@pytest.mark.usefixtures("owner")
def test_before_the_day_no_door_tells_a_plan_from_none(
    everybody: list[Somebody], enter: Entering
) -> None:
    numbers = closed(3)
    told = [f"{API}/items/{numbers[0]}", f"{API}/items?list=problems", f"{API}/inbox"]
    before = [[somebody.get(path).text for path in told] for somebody in everybody]
    plan, none = planned(enter), UUID(int=7)
    assert before == [[somebody.get(path).text for path in told] for somebody in everybody]
    for somebody in everybody:
        draws = somebody.role in ("party_work_director", "discipline_officer")
        for (_, method), paths in LOOK_BACKS.items():
            for path in paths:
                if "%s" not in path:
                    expected = {200, 422} if draws else {404}
                    assert knock(somebody, method, path) in expected, (somebody.role, path)
                    continue
                status, nothing = (knock(somebody, method, path % w) for w in (plan.id, none))
                expected = {200, 422} if draws and somebody.unit == BUREAU else {nothing}
                assert nothing == 404
                assert status in expected, (somebody.role, path)
        for door in ("/look-backs", f"{API}/look-backs"):
            shown = somebody.get(door).text
            assert (str(plan.id) in shown) == (draws and somebody.unit == BUREAU), somebody.role
        for page in (f"/items/{numbers[0]}", "/", "/journal"):
            assert str(plan.id) not in somebody.get(page).text or somebody.role == "audit_admin"


@pytest.mark.usefixtures("owner")
def test_on_the_day_the_unit_reads_it_too_and_the_result_is_counted(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    closed(3)
    plan = planned(enter)
    come_the_day(owner, 3)
    one, other, _ = drawn(plan)
    assert "列入，等待结果" in enter("branch-head").text(f"/items/{one}")
    judge(one, "fail_look_back")
    judge(other, "pass_look_back")
    page = enter("verifier", "en").text(f"/look-backs/{plan.id}")
    assert "2 of 3 judged: 1 passed, 1 failed." in page
    assert enter("branch-head").get(f"/look-backs/{plan.id}").status_code == 404
    assert "Times it has come back: 1." in enter("branch-head", "en").text(f"/items/{one}")
    assert "1 relapse so far" in enter("director", "en").text("/organisation/3")


@pytest.mark.usefixtures("owner")
def test_a_plan_is_taken_back_with_a_reason(enter: Entering) -> None:
    closed(1)
    plan = planned(enter)
    visitor, path = enter("director", "en"), f"/look-backs/{plan.id}"
    answer = visitor.post(f"{path}/take-back", {"reason": "no"}, page=path)
    assert answer.status_code == 422
    assert visitor.post(f"{path}/take-back", {"reason": REASON}, page=path).status_code == 303
    assert REASON in visitor.text(path)
    assert "taken back" in visitor.text("/look-backs")


@pytest.mark.usefixtures("cast")
def test_a_hint_is_found_to_be_a_relapse_or_not_on_the_page_of_the_item(enter: Entering) -> None:
    title = "活动室灭火器过期未更换"
    earlier, other = (Stage().one("problems", "closed", title=title) for _ in range(2))
    number = Stage().one("problems", "raised", title=title)
    visitor = enter("coordinator", "en")
    page = visitor.get(f"/items/{number}").text
    assert f"/items/{number}/mark_relapse?earlier={earlier}" in page
    form = visitor.get(f"/items/{number}/mark_relapse?earlier={earlier}").text
    assert f'value="{earlier}"' in form
    visitor.move(number, "mark_relapse", earlier=earlier)
    visitor.move(number, "dismiss_hint", earlier=other, comment=REASON)
    said = visitor.text(f"/items/{number}")
    assert "this is a relapse of it" in said
    assert "Found to be no relapse of (1)" in said
    assert "Closed problems that this one is like" not in said
    assert "it is a relapse of this" in visitor.text(f"/items/{earlier}")


@pytest.mark.usefixtures("cast")
def test_what_is_no_closed_problem_of_the_unit_is_no_earlier_one(enter: Entering) -> None:
    number, still_open = Stage().many("problems", "raised", 2)
    visitor = enter("coordinator", "en")
    for earlier in (still_open, number, "P2026-9999", "nonsense"):
        answer = visitor.move(number, "mark_relapse", earlier=earlier)
        assert answer.status_code == 409
        assert "another problem of this unit that is closed" in words(answer)
    assert commands.fire(number, "comment", actor("coordinator"), comment=REASON).version == 2
