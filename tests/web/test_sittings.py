"""Many at once on the pages: chosen by box or rule, seen beforehand, confirmed once, by line."""

from __future__ import annotations

import psycopg
import pytest

from tests.cast import LOOKS, OTHER_BRANCH, PASSWORD, Persona, actor
from tests.engine.stage import REASON, Stage
from tests.engine.test_statements import Count, statements  # noqa: F401 -- a fixture
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from tests.web.walker import Walker
from workflow.engine import commands

CLOSE, ASSIGN, VERIFY = "审定销号", "交办", "核查通过"
TOGETHER = "一并办理"


@pytest.fixture(autouse=True)
def _cast(cast: dict[str, Persona]) -> None:
    return None


def _states(database: Database, list_key: str = "problems") -> list[tuple[str, int]]:
    with psycopg.connect(database.app_url) as connection:
        return connection.execute(
            "SELECT state, count(*) FROM items WHERE list_key = %s GROUP BY 1 ORDER BY 1",
            [list_key],
        ).fetchall()


def _count(database: Database, query: str) -> int:
    with psycopg.connect(database.app_url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {query}").fetchone()
    assert row
    return int(row[0])


def test_fifty_are_closed_with_five_clicks(enter: Entering, database: Database) -> None:
    Stage().many("problems", "verified", 50)
    walker = Walker(enter("committee"), "/")
    walker.follow("问题清单")
    walker.tick(TOGETHER, ("all", "problems"))
    walker.press(TOGETHER)
    assert "50项" in words(walker.answer)
    if any(name == "proof" for name, _ in walker.form(CLOSE).values):
        walker.type(CLOSE, "proof", PASSWORD)
    walker.press(CLOSE)
    assert walker.answer.status_code == 200, words(walker.answer)
    assert "已办理50项" in words(walker.answer)
    assert _states(database) == [("closed", 50)]
    assert walker.clicks <= 6


def test_what_waits_is_assigned_with_three_clicks_each_as_proposed(
    enter: Entering, database: Database
) -> None:
    Stage().many("problems", "raised", 6)
    Stage().many("problems", "raised", 6, unit=OTHER_BRANCH)
    walker = Walker(enter("coordinator"), "/")
    walker.tick(TOGETHER, ("all", "inbox"))
    walker.press(TOGETHER)
    page = words(walker.answer)
    assert "陈建国" in page
    assert "高翔" in page
    walker.press(ASSIGN)
    assert walker.clicks <= 3
    assert _states(database) == [("assigned", 12)]
    assert _count(database, "(SELECT DISTINCT holder_id FROM items) h") == 2


def test_one_is_assigned_and_one_verified_with_three_clicks(enter: Entering) -> None:
    stories.raised()
    walker = Walker(enter("coordinator"), "/")
    walker.follow(ASSIGN)
    walker.press(ASSIGN)
    assert walker.clicks <= 3
    assert "整改中" in words(walker.answer)
    stories.rectified()
    walker = Walker(enter("verifier"), "/")
    walker.follow(VERIFY)
    walker.follow("三看均达到")  # names each of the three looks
    walker.type(VERIFY, "comment", "现场看过，属实，同意")
    walker.press(VERIFY)
    assert walker.clicks <= 3
    assert "待销号" in words(walker.answer)


def test_what_is_not_possible_is_told_before_and_the_rest_is_done(
    enter: Entering, database: Database
) -> None:
    ready = Stage().many("problems", "verified", 2)
    early = Stage().many("problems", "assigned", 3)
    walker = Walker(enter("committee"), _address(*ready, *early))
    page = words(walker.answer)
    assert "2项" in page
    assert "3项不能" in page
    for number in early:
        assert f'value="{number}:' not in walker.answer.text
        assert number in page
    _confirm(walker)
    assert _states(database) == [("assigned", 3), ("closed", 2)]


def test_the_children_that_move_along_are_named_before_and_after(
    enter: Entering, database: Database
) -> None:
    parents = Stage().many("problems", "verified", 2)
    tasks = Stage().many("tasks", "verified", 2, parents=parents)
    walker = Walker(enter("committee"), _address(*parents))
    page = words(walker.answer)
    assert all(number in page for number in tasks)
    assert "任务清单 · 审定销号 · 2个事项" in page
    _confirm(walker)
    page = words(walker.answer)
    assert all(number in page for number in tasks)
    assert _states(database, "tasks") == [("closed", 2)]


def test_a_form_sent_twice_by_back_counts_once(enter: Entering, database: Database) -> None:
    numbers = Stage().many("problems", "assigned", 3)
    visitor = enter("coordinator")
    walker = Walker(visitor, _address(*numbers, act="problems.comment"))
    walker.type("留言", "comment", REASON)
    form, address = walker.form("留言"), walker._at
    walker.press("留言")
    body = dict(form.values) | {"line": [v for n, v in form.values if n == "line"]}
    again = visitor.send(address, body)
    assert again.status_code == 303
    assert "只办理了一次" in words(visitor.get(again.location))
    assert _count(database, "events WHERE trigger = 'comment'") == 3


def test_a_line_that_changed_meanwhile_is_left_out_and_the_others_are_done(
    enter: Entering, database: Database
) -> None:
    one, other, third = Stage().many("problems", "verified", 3)
    walker = Walker(enter("committee"), _address(one, other, third))
    commands.fire(other, "comment", actor("coordinator"), comment=REASON)
    _confirm(walker)
    page = words(walker.answer)
    assert "内容已被他人更新" in page
    assert "已办理2项" in page
    assert "1项保持原状" in page
    assert _states(database) == [("closed", 2), ("verified", 1)]


def test_other_effects_than_those_shown_are_confirmed_anew(
    enter: Entering, database: Database
) -> None:
    """A child of another version moves its parent's, so only the mark of the page can differ."""
    parents = Stage().many("problems", "verified", 2)
    walker = Walker(enter("committee"), _address(*parents))
    form = walker.form(CLOSE)
    form.values = [
        (name, value[:-3] + "000" if name == "line" and parents[0] in value else value)
        for name, value in form.values
    ]
    _confirm(walker)
    assert walker.answer.status_code == 409
    assert "再确认一次" in words(walker.answer)
    assert _states(database) == [("verified", 2)]
    _confirm(walker)
    assert _states(database) == [("closed", 2)]


def test_an_item_that_one_may_not_see_is_not_told_to_exist(enter: Entering) -> None:
    hidden = Stage().one("problems", "raised", unit=OTHER_BRANCH)
    visitor = enter("branch-head")
    for number in (hidden, "P2026-9999"):
        page = visitor.get(_address(number, act="problems.comment"))
        assert f"没有编号为 {number} 的事项" in words(page)
        data = {"act": "problems.comment", "comment": REASON, "line": f"{number}:1:abc"}
        answer = visitor.post("/sitting", data, page=_address(stories.assigned()))
        assert answer.status_code in (404, 409)
        assert f"没有编号为 {number} 的事项" in words(answer)


def test_a_form_not_filled_in_is_told_at_its_fields_and_nothing_is_done(
    enter: Entering, database: Database
) -> None:
    numbers = Stage().many("problems", "rectified", 2)
    walker = Walker(enter("verifier"), _address(*numbers, act="problems.verify"))
    walker.press(VERIFY)
    assert walker.answer.status_code == 422
    assert 'id="looks-fault"' in walker.answer.text
    assert 'id="comment-fault"' in walker.answer.text
    assert _states(database) == [("rectified", 2)]
    walker.type(VERIFY, "comment", REASON)
    walker.tick(VERIFY, *LOOKS.items())
    walker.press(VERIFY)
    assert walker.answer.status_code == 200, words(walker.answer)
    assert _states(database) == [("verified", 2)]


def test_nothing_chosen_is_told(enter: Entering) -> None:
    stories.raised()
    walker = Walker(enter("coordinator"), "/")
    walker.press(TOGETHER)
    assert "先勾选" in words(walker.answer)


@pytest.mark.parametrize("act", ["problems.rectify", "problems.correct", "problems.merge", "x.y",
                                 "problems.escalate", "problems"])  # fmt: skip
def test_an_act_that_is_for_single_items_has_no_page(enter: Entering, act: str) -> None:
    number = stories.assigned()
    assert enter("coordinator").get(_address(number, act=act)).status_code == 404


def test_nobody_else_opens_the_results_of_a_sitting(enter: Entering) -> None:
    numbers = Stage().many("problems", "assigned", 2)
    walker = Walker(enter("coordinator"), _address(*numbers, act="problems.comment"))
    walker.type("留言", "comment", REASON)
    walker.press("留言")
    assert walker._at.startswith("/sittings/")
    assert enter("coordinator").get(walker._at).status_code == 200
    assert enter("director").get(walker._at).status_code == 404
    assert enter("coordinator").get("/sittings/none").status_code == 404


def test_a_page_for_fifty_takes_as_many_statements_as_a_page_for_two(
    enter: Entering,
    statements: Count,  # noqa: F811
) -> None:
    numbers = Stage().many("problems", "verified", 50)
    Stage().many("tasks", "verified", 50, parents=numbers)
    visitor = enter("committee")
    visitor.get(_address(*numbers[:2]))
    few = statements(lambda: visitor.get(_address(*numbers[:2])))
    assert statements(lambda: visitor.get(_address(*numbers))) == few


def _address(*numbers: str, act: str = "") -> str:
    chosen = "&".join(f"number={number}" for number in numbers)
    return f"/sitting?{chosen}" + (f"&act={act}" if act else "")


def _confirm(walker: Walker) -> None:
    if any(name == "proof" for name, _ in walker.form(CLOSE).values):
        walker.type(CLOSE, "proof", PASSWORD)
    walker.press(CLOSE)
