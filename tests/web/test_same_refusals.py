"""A page and its call refuse the same act for the same reason, whoever asks."""

from __future__ import annotations

from html import unescape

import pytest
from flask import Flask

from tests.cast import BRANCH, BUREAU
from tests.web import stories
from tests.web.acts import ACTS, ELSEWHERE, Act
from tests.web.routes import API, Somebody
from tests.web.test_every_act import CALLS

pytestmark = pytest.mark.dayless
# What is done to an item: for some role each of them is possible, refused for the state or the
# right, or not there.
MOVES = (
    "assign", "verify", "approve", "publish", "hand_over", "withdraw", "cancel", "correct",
    "raise_again", "nonsense",
)  # fmt: skip


def test_every_call_is_compared_with_its_page(app: Flask) -> None:
    routes = app.url_map.bind("")
    compared = {routes.match(API + act.call, "POST")[0].removeprefix("api.") for act in ACTS}
    wanted = {call for calls in CALLS.values() for call in calls}
    assert compared | ELSEWHERE.keys() == wanted, compared ^ (wanted - ELSEWHERE.keys())
    assert not compared & ELSEWHERE.keys()


def test_both_refuse_the_same_to_every_role(everybody: list[Somebody]) -> None:
    some = [one for one in everybody if one.unit == BUREAU or one.role == "branch_secretary"]
    told = [_asked(somebody, act) for somebody in some for act in ACTS]
    assert [told_of for told_of in told if isinstance(told_of, str)] == []
    assert {status for status in told if not isinstance(status, str)} >= {403, 404, 409, 422}


def test_both_refuse_the_same_move_to_every_role(everybody: list[Somebody]) -> None:
    number = stories.assigned()
    acts = [
        Act(
            f"/items/{number}/{move}",
            {"version": "2", "comment": ""},
            f"/items/{number}/{move}",
            {},
        )
        for move in MOVES
    ]
    some = [one for one in everybody if one.unit in (BRANCH, BUREAU)]
    told = [_asked(somebody, act) for somebody in some for act in acts]
    assert [told_of for told_of in told if isinstance(told_of, str)] == []
    assert {status for status in told if not isinstance(status, str)} >= {403, 404, 422}


def _asked(somebody: Somebody, act: Act) -> int | str:
    """Ask both ways; return the status of both, or what differs."""
    page, call = somebody.post(act.page, **act.form), somebody.call(act.call, act.body)
    case = f"{somebody.role} {somebody.unit} {act.page}: {page.status_code}, {call.status_code}"
    if call.status_code < 300 and page.status_code == 303:
        return 200  # nobody is refused, neither here nor there
    if call.status_code < 400 or page.status_code != call.status_code:
        return f"{case} {call.text}"
    sentences = [error["detail"] for error in call.json.get("errors", [])] or [call.json["detail"]]
    same = not act.worded or any(one in unescape(page.text) for one in sentences)
    return call.status_code if same else f"{case} {call.text}"
