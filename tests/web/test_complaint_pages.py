"""Complaints from outside: hostile forms, guessed receipts, and what a handler sees."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from flask import Flask

from tests.cast import PERSONAS, actor
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from workflow.engine import commands
from workflow.platform import settings

TOLD = {
    "title": "<script>alert(1)</script>", "text": "后补记录<img src=x onerror=alert(1)>",
    "about": "第一党支部", "name": "韦小宝", "contact": "13900001111",
}  # fmt: skip
_KEY = re.compile(r'name="key" value="([^"]+)"')
_SHOWN = re.compile(r'<dd class="number">([^<]+)</dd>')


def handed_in(visitor: Visitor, **more: str) -> tuple[str, str]:
    key = _KEY.search(visitor.get("/complain").text)
    assert key
    answer = visitor.post("/complain", {**TOLD, "key": key[1], **more})
    assert answer.status_code == 200, words(answer)
    number, code = _SHOWN.findall(answer.text)
    return unescape(number), unescape(code)


def test_a_stranger_complains_asks_how_it_stands_and_reads_the_reply(
    stranger: Visitor, enter: Entering
) -> None:
    number, code = handed_in(stranger)
    asked = {"number": number, "code": code}
    assert "待受理" in words(stranger.post("/complain/receipt", asked))
    fields = {"holder": str(PERSONAS["director"].id)}
    commands.fire(number, "accept", actor("discipline"), fields=fields)
    handler = enter("director")
    page = handler.get(f"/items/{number}")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    assert "韦小宝" not in page.text
    look = f"/complaints/{number}/complainant"
    assert "韦小宝" in words(handler.post(look, page=f"/items/{number}"))
    assert handler.get(look).status_code in (404, 405)  # looking is an act, and noted
    form = f"/complaints/{number}/finding"
    assert "后补记录" not in handler.text(form)
    found = {"title": "会议记录与实际不符", "unit": "3", "severity": "minor"}
    done = handler.post(form, found)
    assert done.status_code == 303, words(done)
    assert done.location.split("/")[-1] in handler.text(f"/items/{number}")
    said = {"found": "属实", "reply": "已经<b>立项</b>"}
    commands.fire(number, "draft", actor("director"), fields=said)
    commands.fire(number, "reply", actor("discipline"))
    told = stranger.post("/complain/receipt", asked)
    assert "已经&lt;b&gt;立项&lt;/b&gt;" in told.text
    for name in ("何卫东", "赵正", "韦小宝"):
        assert name not in told.text, name  # who handled it is nobody's business outside


@pytest.mark.usefixtures("cast")
def test_a_complaint_is_withheld_from_the_head_in_pages_api_search_and_exports(
    stranger: Visitor, enter: Entering
) -> None:
    number, _ = handed_in(stranger, about="何卫东", title="查账的独特事项")
    told_of = enter("director")
    assert told_of.get(f"/items/{number}").status_code == 404
    reader = enter("discipline")
    pages = ("/lists/complaints", "/search?q=独特", "/", "/lists/complaints/export?form=csv")
    for page in pages:
        assert number not in told_of.get(page).text, page
    assert all(number in reader.get(page).text for page in pages)


def test_a_changed_form_sent_again_after_back_says_what_was_taken_and_asks_once_more(
    stranger: Visitor,
) -> None:
    sent = {**TOLD, "key": "one form"}
    first, same = (stranger.post("/complain", sent) for _ in range(2))
    assert _SHOWN.findall(first.text) == _SHOWN.findall(same.text)
    changed = {**sent, "title": "另一件事"}
    refused = stranger.post("/complain", changed)
    assert refused.status_code == 409
    assert _SHOWN.findall(first.text)[0] in words(refused)
    key = _KEY.search(refused.text)
    assert key
    again = stranger.post("/complain", {**changed, "key": key[1]})
    assert _SHOWN.findall(again.text)[0] != _SHOWN.findall(first.text)[0]


def test_wrong_receipts_cannot_be_told_apart_and_run_into_the_limit(app: Flask) -> None:
    number, code = handed_in(Visitor(app))
    guesses = [(number, "AAAA"), ("F1999-0001", code), ("P2026-0001", ""), ("'", "--")]
    visitor = Visitor(app)
    token = visitor.token("/complain/receipt")
    answers = set()
    for guess, wrong in guesses:
        sent = {"csrf_token": token, "number": guess, "code": wrong}
        answer = visitor.send("/complain/receipt", sent)
        answers.add((answer.status_code, words(answer).replace(guess, "")))
    assert len(answers) == 1
    assert answers.pop()[0] == 404
    sent = {"csrf_token": token, "number": number, "code": "no"}
    codes = [visitor.send("/complain/receipt", sent).status_code for _ in range(20)]
    assert codes[-1] == 429
    right = {"csrf_token": token, "number": number, "code": code}
    assert visitor.send("/complain/receipt", right).status_code == 429  # also for the right one


def test_one_address_hands_in_five_an_hour_whatever_it_says_of_itself(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(app)
    token = visitor.token("/complain")
    codes = [
        visitor.send(
            "/complain", {**TOLD, "csrf_token": token, "key": f"k{n}"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(7)
    ]  # fmt: skip
    assert codes[:4] == [200] * 4
    assert codes[-1] == 429
    answer = visitor.send(
        "/complain", {**TOLD, "csrf_token": token, "key": "z"},
        environ_base={"REMOTE_ADDR": "192.0.2.9"},
    )  # fmt: skip
    assert answer.status_code == 200  # others are not shut out with it


def test_forms_without_a_token_with_a_filled_trap_or_too_large_are_refused(
    stranger: Visitor,
) -> None:
    assert stranger.send("/complain", TOLD).status_code in (400, 403)
    trapped = stranger.post("/complain", {**TOLD, "website": "http://spam.example"})
    assert trapped.status_code == 409
    assert "韦小宝" in trapped.text  # what was typed is still there
    huge = stranger.post("/complain", {**TOLD, "text": "x" * 5001})
    assert huge.status_code == 422
    flood = stranger.post("/complain/receipt", {"number": "x" * 200_000, "code": ""})
    assert flood.status_code == 413
    page = {"evidence": (io.BytesIO(b"MZ not a photo"), "virus.exe")}
    assert stranger.post("/complain", {**TOLD, **page}).status_code == 415


def test_the_public_form_is_gone_where_the_organisation_wants_none(
    stranger: Visitor, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECTIFY_PUBLIC_COMPLAINTS", "false")
    settings.cache_clear()
    assert stranger.get("/complain").status_code == 404
    assert "/complain" not in stranger.get("/sign-in").text
    assert enter("member").get("/complain").status_code == 200  # for members it stays


def test_the_clerk_is_asked_about_the_complainant_and_the_complainant_about_oneself(
    stranger: Visitor, enter: Entering
) -> None:
    entered = enter("discipline").text("/complaints/enter")
    assert "反映人姓名" in entered
    assert "您的姓名" not in entered
    assert "您的姓名" in words(stranger.get("/complain"))


def test_a_member_who_complains_leaves_no_trace_of_the_account(enter: Entering) -> None:
    member = enter("member")
    number, _ = handed_in(member, name="", contact="", about="某单位")
    auditor = enter("audit-admin")
    assert number not in auditor.get("/journal").text
    assert "朱婷" not in words(enter("discipline").get(f"/items/{number}"))


@pytest.mark.usefixtures("cast")
def test_a_clerk_enters_a_letter_and_members_cannot(enter: Entering) -> None:
    clerk = enter("coordinator")
    answer = clerk.post("/complaints/enter", {**TOLD, "way": "letter"})
    assert answer.status_code == 200, words(answer)
    assert enter("member").get("/complaints/enter").status_code == 403
