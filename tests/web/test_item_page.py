"""An item's page in order: what matters first, the rest at hand, a place to write at the foot."""

from __future__ import annotations

import psycopg
import pytest

from tests.cast import PERSONAS, actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow import queries
from workflow.engine import commands


def _returned() -> str:
    number = stories.rectified()
    commands.fire(number, "return", actor("verifier"), comment="照片看不清签到表，请重新拍照")
    return number


def test_state_clock_and_main_action_stand_in_the_head_that_stays(enter: Entering) -> None:
    number = stories.assigned()
    page = enter("branch-head").get(f"/items/{number}").text
    bar = page.split('class="item-bar"')[1].split("</div>")[0]
    for told in (number, "整改中", f"/items/{number}/rectify"):
        assert told in bar


def test_the_history_is_narrowed_by_kind_with_counts_that_agree(enter: Entering) -> None:
    number = _returned()
    commands.fire(number, "comment", actor("coordinator"), comment="请抓紧补正")
    commands.raise_item(
        "tasks", actor("coordinator"), parent=number,
        fields={"title": "补齐签到表", "unit": "3", "severity": "minor"},
    )  # fmt: skip
    visitor = enter("branch-head")
    whole = visitor.get(f"/items/{number}").text
    shown = {}
    for kind in ("decisions", "people", "system", "children"):
        page = visitor.get(f"/items/{number}?history={kind}").text
        shown[kind] = page.split('<ol class="history"')[1].count('<li class="event')
        link = whole.split(f"history={kind}#history-title")
        told = link[1].split('class="tally">')[1].split("<")[0] if len(link) > 1 else "0"
        assert int(told) == shown[kind], kind
    assert shown["decisions"] == 4
    assert shown["people"] == 1
    assert shown["children"] == 1
    assert sum(shown.values()) == len(queries.item(number, actor("branch-head")).events)
    assert "请抓紧补正" not in words(visitor.get(f"/items/{number}?history=decisions"))


def test_the_path_taken_is_drawn_and_said(enter: Entering) -> None:
    number = _returned()
    page = enter("branch-head").get(f"/items/{number}").text
    assert page.count('class="way way-taken"') == 3  # assigned, rectified, and back
    assert "已提出 → 整改中 → 待核查 → 整改中" in words(
        enter("branch-head").get(f"/items/{number}")
    )


def test_refusals_of_one_reason_stand_together(enter: Entering) -> None:
    view = queries.item(stories.rectified(), actor("branch-head"))
    refused = [move for move in view.moves if move.refusal]
    reasons = {move.reason for move in refused}
    assert len(reasons) < len(refused)
    page = words(enter("branch-head").get(f"/items/{view.item.number}"))
    for reason in reasons:
        same = [move for move in refused if move.reason == reason]
        told = reason if len(same) > 1 else same[0].refusal
        assert told
        assert page.count(told.zh) == 1, told


def test_a_comment_is_written_at_the_foot_of_the_page(enter: Entering) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    page = visitor.get(f"/items/{number}").text
    foot = page.split('class="form remark"')[0].rsplit("<form", 1)[1]
    assert f'action="/items/{number}/comment"' in foot
    form = page.split('class="form remark"')[1]
    sent = {"version": form.split('name="version" value="')[1].split('"')[0], "comment": "已开工"}
    answer = visitor.post(f"/items/{number}/comment", sent, page=f"/items/{number}")
    assert answer.status_code == 303
    assert "已开工" in visitor.text(f"/items/{number}")


@pytest.fixture
def told(cast: object, database: Database) -> object:
    def people(number: str) -> tuple[set[int], set[int]]:
        """Return who has a notice of the newest event of an item, and who gets a mail of it."""
        with psycopg.connect(database.owner_url) as connection:
            found = [
                connection.execute(
                    f"SELECT t.person_id FROM {table} t JOIN items i ON i.id = t.item_id"
                    " WHERE i.number = %s AND t.seq = i.version",
                    [number],
                ).fetchall()
                for table in ("inbox", "outbox")
            ]
        noticed, mailed = ({row[0] for row in rows} for rows in found)
        return noticed, mailed

    return people


def test_whoever_is_named_in_a_comment_is_told_at_once_in_inbox_and_mail(told: object) -> None:
    assert callable(told)
    number = stories.assigned()
    says = "请＠吴静 看一下，@何卫东 也请关注，@查无此人"
    commands.fire(number, "comment", actor("branch-head"), comment=says)
    named = {PERSONAS["verifier"].id, PERSONAS["director"].id}
    noticed, mailed = told(number)
    assert mailed == named
    assert named <= noticed
    commands.fire(number, "comment", actor("branch-head"), comment="吴静和何卫东都看过了")
    assert told(number)[1] == set()


def test_nobody_who_may_not_see_the_item_is_told_by_being_named(told: object) -> None:
    assert callable(told)
    number = stories.assigned()
    commands.fire(number, "comment", actor("branch-head"), comment="@高翔 @钱进 请看这个问题")
    assert told(number)[1] == {PERSONAS["auditor"].id} & told(number)[1]
    assert PERSONAS["outsider"].id not in told(number)[0]
    offered = queries.item(number, actor("branch-head")).mentionable
    assert "高翔" not in {name.zh for name in offered}
    assert "吴静" in {name.zh for name in offered}


def test_a_longer_name_is_not_taken_for_a_shorter_one(database: Database, told: object) -> None:
    assert callable(told)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE people SET name = '吴静怡' WHERE id = %s", [10])
    number = stories.assigned()
    commands.fire(number, "comment", actor("branch-head"), comment="@吴静怡 请核对")
    assert told(number)[1] == {10}
