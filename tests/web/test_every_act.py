"""Every act of a page has its call in the API, and both refuse the same for the same reason."""

from __future__ import annotations

from html import unescape
from typing import Any, NamedTuple

import pytest
from flask import Flask

from tests.cast import BRANCH, BUREAU, OTHER_BRANCH
from tests.web.routes import Somebody
from web.api import typed_moves

_BROWSER = "it is about the browser or the session, which a program does not have"
_LEDGER = "a ledger is brought in step by step; a program runs `rectify import --json`"
_SECRET = "a token must never make, change or take away what lets somebody sign in"
NO_CALL = {
    "sign_in.enter": _BROWSER,
    "sign_in.check": _BROWSER,
    "sign_in.leave": _BROWSER,
    "switch.choose": _BROWSER,
    "delegations.choose": "a program says for whom it acts in the header Rectify-Behind",
    "board.object_": "whoever objects from outside has no token; others make the move",
    "complaints.ask": "whoever asks has a receipt and no token",
    "links.ask": _SECRET,
    "links.redeem": _SECRET,
    "account.password": _SECRET,
    "account.create_token": _SECRET,
    "account.create_feed": _SECRET,
    "account.end_session": _SECRET,
    "account.end_others": _SECRET,
    "second_factor.begin": _SECRET,
    "second_factor.confirm": _SECRET,
    "second_factor.draw": _SECRET,
    "second_factor.remove": _SECRET,
} | {
    f"first_run.{act}": "nobody has a token before somebody can sign in"
    for act in (
        "claim", "choose_language", "answer_organisation", "answer_administrators",
        "answer_sign_in", "begin",
    )
} | {
    f"rosters.{act}": "a program runs `rectify organisation import --json`"
    for act in ("upload", "choose", "write", "throw_away")
} | {
    f"imports.{act}": _LEDGER
    for act in (
        "upload", "choose_sheets", "choose_columns", "choose_values", "choose_rows",
        "choose_changes", "write", "again", "stop", "throw_away",
    )
}  # fmt: skip
CALLS = {
    "account.language": ["choose_language"],
    "account.look": ["choose_look"],
    "account.mails": ["choose_mails"],
    "account.revoke_token": ["revoke_token"],
    "approvals.agree": ["agree"],
    "approvals.refuse": ["refuse"],
    "calendar.set_days": ["set_days"],
    "calendar.import_days": ["set_days"],
    "calendar.remove_day": ["remove_day"],
    "calendar.settle_year": ["settle_year"],
    "calendar.set_convention": ["set_convention"],
    "calendar.due_dates.apply": ["apply_calendar"],
    "calendar.due_dates.stop": ["stop_applying"],
    "candidates.take_up": ["take_up_candidate"],
    "candidates.dismiss": ["dismiss_candidate"],
    "channels.add": ["add_channel"],
    "channels.change": ["change_channel"],
    "channels.rotate": ["rotate_secret"],
    "channels.switch": ["switch_channel"],
    "channels.test": ["test_channel"],
    "channels.send_again": ["post_again"],
    "check_sheets.draft": ["draft_sheet"],
    "check_sheets.publish": ["publish_sheet"],
    "check_sheets.discard": ["discard_sheet"],
    "paper_templates.keep": ["keep_paper_template"],
    "paper_templates.take_back": ["take_back_paper_template"],
    "checks.answer": ["move"],
    "checks.raise_one": ["raise_findings"],
    "checks.raise_all": ["raise_findings"],
    "complaints.send": ["receive_complaint"],
    "complaints.enter": ["receive_complaint"],
    "complaints.look": ["complainant"],
    "complaints.raise_finding": ["raise_complaint_finding"],
    "condition.ask": ["ask_release"],
    "condition.agree": ["agree_release"],
    "first_steps.send_trial": ["try_mail"],
    "first_steps.set_days": ["set_days"],
    "following.begin": ["follow"],
    "following.end": ["end_following"],
    "home.read": ["mark_read"],
    "journal.export": ["export_journal"],
    "ladders.save": ["save_draft"],
    "ladders.publish": ["publish_draft"],
    "ladders.discard": ["discard_draft"],
    "ladders.take_back": ["take_back_edition"],
    "look_backs.draw": ["draw_look_back"],
    "look_backs.take_back": ["take_back_look_back"],
    "messages.again": ["mail_again"],
    "imports.take_back": ["take_back_import"],
    "past_imports.take_back": ["take_back_import"],
    "moves.fire": ["move", "attach", "decisions"],
    "organisation.change": ["change_unit"],
    "organisation.end_post": ["end_post"],
    "organisation.hand_over": ["hand_over"],
    "people.add": ["add_person"],
    "people.act": ["act_on_person"],
    "people.account_act": ["act_on_account"],
    "raising.create": ["raise_item"],
    "rounds.plan": ["plan_round"],
    "returns.ask": ["ask_returns"],
    "registers.add": ["add_entry"],
    "registers.keep": ["change_entry", "end_entry"],
    "spreading.spread": ["spread_problem"],
    "views.choose": ["choose_list_look"],
    "figures.save_view": ["save_view"],
    "figures.remove_view": ["remove_view"],
    "views.save": ["save_view"],
    "views.remove": ["remove_view"],
    "sittings.decide": ["decisions", "foresee_decisions"],
}


def test_every_post_of_a_page_has_its_call_or_a_reason(app: Flask) -> None:
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith("api.")
    }
    assert posts == CALLS.keys() | NO_CALL.keys(), posts ^ (CALLS.keys() | NO_CALL.keys())
    assert not CALLS.keys() & NO_CALL.keys()


def test_every_call_there_is_belongs_to_an_act(app: Flask, document: dict[str, Any]) -> None:
    writing = {
        "move" if operation["tags"] == [typed_moves.TAG] else operation["operationId"]
        for operations in document["paths"].values()
        for method, operation in operations.items()
        if method == "post"
    }
    assert writing | {"export_journal"} == {call for calls in CALLS.values() for call in calls}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    return found


class Act(NamedTuple):
    """The same request at a page and as a call; what it asks for is never possible."""

    page: str
    form: dict[str, Any]
    call: str
    body: dict[str, Any]


_FUTURE = "2150-06-01"
_RUNG = {"offset": 1, "level": 1, "name": "x", "tells": []}
_DRAFT = {"valid_from": "1999-01-01", "reason": "ten characters"}
_ROUND = {"title": "x", "kind": "quarterly", "edition": "1", "unit": str(OTHER_BRANCH),
          "unit_kinds": "team", "first_day": _FUTURE, "last_day": _FUTURE}  # fmt: skip
_RETURNS = {"period": "2149-Q1", "unit": str(OTHER_BRANCH), "unit_kinds": "team",
            "due_on": _FUTURE}  # fmt: skip
_WRONG_UNIT: dict[str, Any] = {"unit": 9999, "name": "x", "base_url": "ftp://x"}
ACTS = [
    Act("/approvals/999/agree", {}, "/approvals/999/agree", {}),
    Act("/approvals/999/refuse", {}, "/approvals/999/refuse", {}),
    Act("/calendar/days/remove", {"day": "2001-01-01"}, "/calendar/days/remove",
        {"day": "2001-01-01"}),
    Act("/calendar/years", {"year": "2020", "settled": "yes"}, "/calendar/years",
        {"year": 2020, "settled": True}),
    Act("/calendar/conventions", {"key": "x"}, "/calendar/conventions",
        {"key": "x", "counts_first": False}),
    Act("/calendar/due-dates", {"reason": "x", "edition": "x"}, "/calendar/due-dates",
        {"reason": "x", "edition": "x"}),
    Act("/candidates/999/raise", {}, "/candidates/999/take-up", {}),
    Act("/candidates/999/dismiss", {"reason": "ten characters"}, "/candidates/999/dismiss",
        {"reason": "ten characters"}),
    Act("/channels/999/switch", {"on": "yes"}, "/channels/999/switch", {"on": True}),
    Act("/channels/999/test", {}, "/channels/999/test", {}),
    Act("/channels/999/rotate", {}, "/channels/999/rotate", {}),
    Act("/channels/999/posts/1/again", {}, "/channels/999/posts/1/again", {}),
    Act("/channels/new/webhook", _WRONG_UNIT, "/channels",
        {"kind": "webhook", "fields": _WRONG_UNIT}),
    Act("/imports/past/999/take-back", {}, "/imports/999/take-back", {}),


    Act("/paper-templates/999/take-back", {}, "/paper-templates/999/take-back", {}),
    Act("/sheets/999/publish", {}, "/sheets/999/publish", {}),
    Act("/sheets/999/discard", {}, "/sheets/999/discard", {}),
    Act("/checks/J2026-9998/findings", {}, "/items/J2026-9998/findings", {}),
    Act("/rounds/plan", _ROUND, "/rounds",
        _ROUND | {"edition": 1, "unit": OTHER_BRANCH, "unit_kinds": ["team"]}),
    Act("/returns/ask", _RETURNS, "/returns",
        _RETURNS | {"unit": OTHER_BRANCH, "unit_kinds": ["team"]}),
    Act("/items/P2026-9998/spread/new", {"units": "1", "last_day": _FUTURE},
        "/items/P2026-9998/spread", {"units": [1], "last_day": _FUTURE}),
    Act("/condition/breaker/ask", {"reason": "ten characters"}, "/condition/breaker/ask",
        {"reason": "ten characters"}),
    Act("/condition/breaker/agree", {}, "/condition/breaker/agree", {}),
    Act("/ladders/problems/assigned/all", _DRAFT | {
        "offset_0": "1", "level_0": "1", "zh_0": "x",
    }, "/ladders/problems/assigned/all", _DRAFT | {"rungs": [_RUNG]}),
    Act("/ladders/drafts/999/publish", {}, "/ladder-drafts/999/publish", {}),
    Act("/ladders/drafts/999/discard", {}, "/ladder-drafts/999/discard", {}),
    Act("/ladders/999/take-back", {}, "/ladder-editions/999/take-back", {}),
    Act("/messages/999/again", {}, "/mails/999/again", {}),
    Act(f"/organisation/{BRANCH}/rename", {"name": "x", "on": _FUTURE}, f"/units/{BRANCH}/rename",
        {"fields": {"name": "x", "on": _FUTURE}}),
    Act(f"/organisation/{BRANCH}/appoint", {"person": "没有这个人", "role": "member"},
        f"/units/{BRANCH}/appoint", {"fields": {"person": "没有这个人", "role": "member"}}),
    Act(f"/organisation/{OTHER_BRANCH}/dissolve", {"on": "x"}, f"/units/{OTHER_BRANCH}/dissolve",
        {"fields": {"on": "x"}}),
    Act(f"/organisation/{BRANCH}/nonsense", {}, f"/units/{BRANCH}/nonsense", {}),
    Act("/organisation/posts/999/end", {"unit": BRANCH}, "/posts/999/end", {}),
    Act("/organisation/hand-over", {"giver": "没有", "taker": "没有", "comment": "x"},
        "/hand-overs", {"fields": {"giver": "没有", "taker": "没有"}, "comment": "x"}),
    Act("/people/add", {"name": "", "language": "zh"}, "/people",
        {"fields": {"name": "", "language": "zh"}}),
    Act("/people/1/leave", {"last": "x"}, "/people/1/leave", {"fields": {"last": "x"}}),
    Act("/people/1/correct", {"name": ""}, "/people/1/correct", {"fields": {"name": ""}}),
    Act("/people/1/accounts/1/nonsense", {}, "/people/1/accounts/1/nonsense", {}),
    Act("/people/1/accounts/999/close", {}, "/people/1/accounts/999/close", {}),
]  # fmt: skip


def test_both_refuse_the_same_to_every_role(everybody: list[Somebody]) -> None:
    at_the_top = [one for one in everybody if one.unit == BUREAU or one.role == "branch_secretary"]
    seen = {(act.call, _refused(somebody, act)) for somebody in at_the_top for act in ACTS}
    assert {call for call, _ in seen} == {act.call for act in ACTS}
    assert {status for _, status in seen} == {403, 404, 409, 422}


def _refused(somebody: Somebody, act: Act) -> int:
    """Ask for the act both ways; return the status of both, for the same reason."""
    page, call = somebody.post(act.page, **act.form), somebody.call(act.call, act.body)
    case = (somebody.role, somebody.unit, act.page, call.text)
    assert call.status_code >= 400, case
    assert page.status_code == call.status_code, case
    sentences = [error["detail"] for error in call.json.get("errors", [])] or [call.json["detail"]]
    assert any(one in unescape(page.text) for one in sentences), case
    return call.status_code
