"""Every act of a page has its call in the API, and both refuse the same for the same reason."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

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
