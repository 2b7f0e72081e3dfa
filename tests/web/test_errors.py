"""Refusals and failures: one table, a sentence in both languages, nothing lost."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from web import errors as web_errors
from web import held_forms
from workflow import errors, queries


def _kinds(base: type[errors.WorkflowError]) -> set[type[errors.WorkflowError]]:
    return {base, *(kind for below in base.__subclasses__() for kind in _kinds(below))}


def test_every_refusal_of_the_domain_has_a_status_and_every_status_a_title() -> None:
    declared = {
        kind
        for kind in _kinds(errors.WorkflowError) - {errors.WorkflowError}
        if kind.__module__ == "workflow.errors"
    }
    assert set(web_errors.STATUS) == declared
    assert set(web_errors.STATUS.values()) <= set(web_errors.TITLES)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unknown_address_has_a_page_in_the_language_of_the_reader(
    enter: Entering, language: str
) -> None:
    answer = enter("inspector", language).get("/no/such/page")
    assert answer.status_code == 404
    assert {"zh": "您无权查看", "en": "nothing you may see"}[language] in words(answer)


def test_a_failure_of_ours_shows_a_number_and_nothing_of_its_cause(
    enter: Entering, app: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("SELECT secret FROM people -- 陈建国")

    visitor = enter("inspector")
    monkeypatch.setattr(queries, "waiting_groups", fails)
    with caplog.at_level(logging.ERROR, "rectify.web"):
        answer = visitor.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    incident = caplog.records[0].getMessage().split()[-1]
    assert incident in answer.text
    assert "secret" in str(caplog.records[0].exc_info)


def test_while_the_database_is_away_a_form_can_be_sent_again_as_it_was(
    enter: Entering, away: Any
) -> None:
    number = stories.assigned()
    visitor = enter("branch-head")
    token = visitor.token(f"/items/{number}/comment")
    away()
    data = {"csrf_token": token, "version": "2", "comment": '正在整改，"预计"周五完成'}
    answer = visitor.client.post(f"/items/{number}/comment", data=data)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "数据库暂时没有响应" in words(answer)
    assert 'name="comment" value="正在整改，&#34;预计&#34;周五完成"' in answer.text
    assert 'name="version" value="2"' in answer.text


def test_while_the_database_is_away_no_password_is_put_on_a_page(
    stranger: Visitor, away: Any
) -> None:
    token = stranger.token()
    away()
    data = {"csrf_token": token, "login": "inspector", "password": "a secret sentence"}
    answer = stranger.client.post("/sign-in", data=data)
    assert answer.status_code == 503
    assert "a secret sentence" not in answer.text
    assert 'value="inspector"' in answer.text
    assert '<input id="password" name="password" type="password"' in answer.text


SECRET_INPUT = re.compile(r'<input[^>]*(?:type="password"|autocomplete="one-time-code")[^>]*>')


def test_nothing_that_is_typed_as_a_secret_is_put_on_a_page_while_the_database_is_away(
    stranger: Visitor, away: Any
) -> None:
    token = stranger.token()
    away()
    secrets = {name: f"never to be seen: {name}" for name in held_forms.SECRETS}
    answer = stranger.client.post("/sign-in", data={"csrf_token": token, **secrets})
    assert answer.status_code == 503
    assert "never to be seen" not in answer.text


def test_every_input_for_a_secret_is_known_to_be_one() -> None:
    folder = Path(web_errors.__file__).parent / "templates"
    found = [
        re.findall(r' name="([^"]+)"', given)[0]
        for page in folder.rglob("*.html")
        for given in SECRET_INPUT.findall(page.read_text("utf-8"))
    ]
    named = {name for name in found if "{" not in name}
    assert named <= set(held_forms.SECRETS)
    # These stand in a loop, over the names that the next lines hold.
    assert set(found) - named == {"{{ name }}", "{{ input.field.key }}"}
    assert '(("present", ' in (folder / "account.html").read_text("utf-8")
    assert 'key in ("robot", "secret")' in (folder / "channel_form.html").read_text("utf-8")


def test_the_process_lives_while_the_database_is_away_but_is_not_ready(
    stranger: Visitor, away: Any
) -> None:
    ready = stranger.get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (200, "ok")
    away()
    assert stranger.get("/healthz").json == {"status": "ok"}
    answer = stranger.get("/readyz")
    assert (answer.status_code, answer.json["failing"]) == (503, ["database"])


def test_too_many_parts_or_too_much_text_is_refused_with_a_sentence(enter: Entering) -> None:
    visitor = enter("inspector")
    token = visitor.token("/")
    many = {"csrf_token": token, **{f"f{n}": "x" for n in range(250)}}
    long = {"csrf_token": token, "title": "x" * (2**20 + 10)}
    for data in (many, long):
        answer = visitor.send("/lists/problems/raise", data, content_type="multipart/form-data")
        assert answer.status_code == 413
        assert "什么都没有保存" in words(answer)
