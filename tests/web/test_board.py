"""The public board: what is published, for anybody, masked, on its days, and open to objections."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from tests import clock
from tests.cast import LOOKS, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, Stage
from tests.web.conftest import Entering
from tests.web.stories import in_days
from tests.web.visitor import Visitor, words
from workflow import queries
from workflow.engine import commands
from workflow.errors import NotFound
from workflow.inspections.complaints import identities, objections, receipts
from workflow.platform import settings
from workflow.queries import board

_SHOWN = re.compile(r'<dd class="number">([^<]+)</dd>')
OBJECTION = {
    "text": "现场并没有整改到位，请再次核查<script>", "name": "韦小宝", "contact": "13900001111",
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("cast")


def fire(number: str, trigger: str, who: str, comment: str = REASON, **fields: Any) -> None:
    pieces = (PHOTO,) if trigger == "rectify" else ()
    commands.fire(number, trigger, actor(who), fields=fields, comment=comment, evidence=pieces)


def verified() -> str:
    """Return the number of a major problem that is verified and not yet published."""
    raised = {"title": "陈建国没有组织学习", "unit": "3", "severity": "major", "aspect": "A1"}
    number = commands.raise_item("problems", actor("inspector"), fields=raised).number
    Stage(start=clock.now()).complete(number)
    fire(number, "assign", "director", holder=PERSONAS["branch-head"].id, due_on=in_days(20))
    fire(number, "sign_for", "branch-head")
    fire(number, "submit_plan", "branch-head", cause="this", plan="that")
    fire(number, "approve_plan", "committee")
    said = {"statement": "周敏已督促补课，电话13900002222", "pledge": True}
    fire(number, "rectify", "branch-head", **said)
    fire(number, "pass_review", "coordinator")
    fire(number, "record_check", "verifier")
    fire(number, "verify", "verifier-2", **LOOKS)
    return number


def displayed() -> str:
    number = verified()
    fire(number, "publish", "coordinator", board_contact="0551-1234567")
    return number


def test_a_result_is_on_the_board_from_its_publishing_to_its_last_day_and_no_longer() -> None:
    number = verified()
    with pytest.raises(NotFound):
        board.notice(number, clock.today())
    fire(number, "publish", "coordinator")
    found = board.notice(number, clock.today())
    assert found.first == clock.today()  # the days begin when it can be seen
    assert board.notice(number, found.last).number == number
    for day in (found.first - timedelta(1), found.last + timedelta(1)):
        assert board.displayed(day) == []
        with pytest.raises(NotFound):
            board.notice(number, day)


def test_names_and_numbers_of_people_are_masked() -> None:
    told = "陈建国（13900001111，chen@example.org）与CHEN Jianguo均到场，身份证34010119800101123X"
    assert board.masked(told, board.names_in(told)) == (
        "陈**（***，***）与C***********均到场，身份证***"
    )


def test_names_and_numbers_are_masked_as_people_space_them_and_days_are_left() -> None:
    told = "张\u3000宏 138 0013 8000、0551-6234-5678，340101 19800101 123X；2026-11-30 10:20"
    masked = board.masked(told, board.names_in(told))
    assert masked == "张** ***、***，***；2026-11-30 10:20"


def test_a_stranger_reads_objects_and_learns_the_answer(app: Flask, enter: Entering) -> None:
    number, stranger = displayed(), Visitor(app)
    assert number in stranger.text("/board")
    page = stranger.get(f"/board/{number}")
    for told in ("0551-1234567", "单位负责人", "李志远", "市交通局"):
        assert told in words(page), told
    assert 'name="robots" content="noindex"' in page.text
    for name in ("陈建国", "林晓峰", "周敏"):
        assert name not in page.text
    short = stranger.post(f"/board/{number}", {**OBJECTION, "text": "不对"})
    assert short.status_code == 422
    unnamed = stranger.post(f"/board/{number}", {**OBJECTION, "name": ""})
    assert unnamed.status_code == 422  # an objection bears a name
    done = stranger.post(f"/board/{number}", OBJECTION)
    assert done.status_code == 200, words(done)
    receipt, code = map(unescape, _SHOWN.findall(done.text))
    asked = {"number": receipt, "code": code}
    assert "异议待答复" in words(stranger.post("/complain/receipt", asked))
    second = stranger.post(f"/board/{number}", {**OBJECTION, "key": "another"})
    assert second.status_code == 409
    view = enter("branch-head").get(f"/items/{number}")
    assert "现场并没有整改到位" in words(view)
    assert "韦小宝" not in view.text
    director, look = enter("director"), f"/complaints/{number}/complainant"
    assert "韦小宝" in words(director.post(look, page=f"/items/{number}"))
    assert enter("branch-head").post(look, page=f"/items/{number}").status_code == 403
    fire(number, "answer_objection", "director", comment="经何卫东带队复查，整改属实。")
    told = words(stranger.post("/complain/receipt", asked))
    assert "经何**带队复查" in told


def test_what_is_not_on_display_cannot_be_reached_by_its_number(app: Flask) -> None:
    number, stranger = verified(), Visitor(app)
    none = stranger.get("/board/P2026-9999")
    there = stranger.get(f"/board/{number}")
    assert (none.status_code, there.status_code) == (404, 404)
    assert words(none) == words(there).replace(number, "P2026-9999")
    sent = {"csrf_token": stranger.token(), **OBJECTION}
    assert stranger.send(f"/board/{number}", sent).status_code == 404
    assert "objection" not in queries.item(number, actor("inspector")).item.process
    with pytest.raises(NotFound):
        receipts.standing(f"{number}-1", "")


def test_the_board_is_gone_where_the_organisation_wants_none(
    stranger: Visitor, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_PUBLIC_BOARD", "false")
    settings.cache_clear()
    assert stranger.get("/board").status_code == 404
    assert "/board" not in stranger.get("/sign-in").text
    assert enter("member").get("/board").status_code == 200


def test_the_name_of_one_who_objected_is_not_shown_for_the_objection_of_another() -> None:
    number = displayed()
    objections.object_to(number, OBJECTION, "key")
    assert identities.complainant_of(actor("director"), number).name == "韦小宝"
    fire(number, "answer_objection", "director")
    fire(number, "object", "branch-member", comment="整改没有经过支部党员大会讨论")
    with pytest.raises(NotFound):
        identities.complainant_of(actor("director"), number)
