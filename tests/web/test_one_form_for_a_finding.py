"""One form for a finding: the problem, its tasks and its three responsibilities, in one send."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.cast import actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.declaration import pack
from workflow.engine import commands

RAISE = "/lists/problems/raise"
FINDING = {"title": "第三季度党员大会没有会议记录", "unit": "3", "severity": "general"}
TASKS = {"part-tasks-0": "补齐会议记录", "part-tasks-2": "开展一次自查"}
LEVELS = {"part-responsibilities-all": "yes"}


def _family(number: str) -> list[tuple[str, str, str]]:
    children = queries.item(number, actor("coordinator")).children
    return sorted((c.list_key, c.data.get("level", ""), c.title) for c in children)


def _count(database: Database) -> int:
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT count(*) FROM items").fetchone()
    assert row
    return int(row[0])


def test_a_finding_is_raised_with_its_tasks_and_the_three_levels_of_its_unit(
    enter: Entering,
) -> None:
    answer = enter("coordinator").post(RAISE, {**FINDING, **TASKS, **LEVELS})
    assert answer.status_code == 303
    assert _family(answer.location.rsplit("/", 1)[1]) == [
        ("responsibilities", "direct", "直接责任人：王立新（机关党委书记）"),
        ("responsibilities", "first", "第一责任人：李志远（党组书记）"),
        ("responsibilities", "specific", "具体责任人：陈建国（党支部书记）"),
        ("tasks", "", "开展一次自查"),
        ("tasks", "", "补齐会议记录"),
    ]


def test_the_people_of_the_chain_are_shown_before_and_nothing_is_raised(
    enter: Entering, database: Database
) -> None:
    page = enter("coordinator").post(RAISE, {**FINDING, **TASKS, "do": "propose"})
    assert page.status_code == 200
    for name in ("李志远", "王立新", "陈建国"):
        assert name in page.text
    assert 'value="补齐会议记录"' in page.text
    assert _count(database) == 0


def test_a_part_that_is_wrong_leaves_nothing_behind_and_is_told_at_its_row(
    enter: Entering, database: Database
) -> None:
    wrong = {**FINDING, "part-tasks-1": "长" * 2001}
    answer = enter("coordinator").post(RAISE, wrong)
    assert answer.status_code == 422
    assert 'id="part-tasks-1-fault"' in answer.text
    assert _count(database) == 0


def test_a_form_sent_twice_raises_one_matter(enter: Entering, database: Database) -> None:
    visitor = enter("coordinator")
    sent = {**FINDING, **TASKS, "key": "one-and-the-same"}
    first, again = visitor.post(RAISE, sent), visitor.post(RAISE, sent)
    assert first.location == again.location
    assert _count(database) == 3


def test_who_may_not_raise_parts_is_shown_no_rows(enter: Entering) -> None:
    assert "part-tasks-0" not in enter("inspector").get(RAISE).text
    assert "part-tasks-0" in enter("coordinator").get(RAISE).text


def test_a_double_is_named_before_it_is_made_and_can_be_made_all_the_same(
    enter: Entering, database: Database
) -> None:
    first = stories.raised(title="第三季度党员大会没有会议记录，未见签到")
    stories.raised(title="第三季度党员大会没有会议记录，未见签到", unit=4)
    visitor = enter("inspector")
    told = visitor.post(RAISE, FINDING)
    assert told.status_code == 409
    assert first in words(told)
    assert _count(database) == 2
    assert f'name="seen" value="{first}"' in told.text
    assert visitor.post(RAISE, {**FINDING, "seen": first}).status_code == 303
    other = {**FINDING, "title": "消防通道堆放杂物", "severity": "minor"}
    assert visitor.post(RAISE, other).status_code == 303


def test_every_part_of_a_form_belongs_to_a_list_that_hangs_on_it() -> None:
    for kind in pack().lists.values():
        raising = kind.find("raise", "")
        for part in raising.parts if raising else ():
            below = pack().lists[part.list]
            assert kind.key in below.parents
            fields = {f.key for f in (below.named("raise") or raising).fields}  # type: ignore[union-attr]
            assert {"title"} | ({part.each} if part.each else set()) <= fields


@pytest.mark.usefixtures("cast")
def test_the_machine_holds_all_or_nothing_for_parts_that_do_not_belong() -> None:
    whole = commands.NewItem(list_key="tasks", fields={"title": "x", "unit": 3})
    part: Any = commands.NewItem(list_key="problems", fields={"title": "y"})
    with pytest.raises(Exception, match="correcting") as refused:
        commands.raise_matter(whole, [part], actor("coordinator"))
    assert "parts.0.list" in getattr(refused.value, "fields", {})
