"""Nobody has more than their share of calls, and everybody is told how much is left."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.web.api.client import API, Programs, refused
from web import rate_limits
from workflow.platform import settings

_WRONG = {"Authorization": "Bearer rectify_wrong"}


@pytest.fixture(params=["valkey", "no valkey", "a lost valkey"])
def counted_in(
    request: pytest.FixtureRequest, redis_url: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Where calls are counted, each time from none."""
    urls = {"valkey": redis_url, "no valkey": "", "a lost valkey": "redis://127.0.0.1:1/0"}
    rate_limits._counter.cache_clear()
    monkeypatch.setattr(settings(), "redis_url", urls[request.param])
    monkeypatch.setattr(settings(), "api_calls", 3)
    return str(request.param)


def test_an_account_has_its_calls_and_others_have_theirs(
    counted_in: str, programs: Programs
) -> None:
    clerk, other = programs("coordinator"), programs("inspector")
    answers = [clerk.get("/me") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200], counted_in
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"calls";q=3;w=60'}
    left = [re.fullmatch(r'"calls";r=(\d+);t=\d+', a.headers["RateLimit"]) for a in answers]
    assert [found and found[1] for found in left] == ["2", "1", "0"]
    told = clerk.get("/me")
    assert refused(told, 429)["code"] == "too_many_calls"
    assert 1 <= int(told.headers["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


def test_an_act_over_the_limit_is_not_done(counted_in: str, programs: Programs) -> None:
    clerk = programs("coordinator")
    for _ in range(3):
        clerk.get("/me")
    assert refused(clerk.post("/me/language", {"language": "en"}), 429), counted_in


def test_wrong_tokens_are_limited_and_right_ones_are_not(
    counted_in: str, app: Flask, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "MOST_WRONG", 2)
    client = app.test_client()
    tries = [client.get(f"{API}/me", headers=_WRONG) for _ in range(3)]
    assert [one.status_code for one in tries] == [401, 401, 429], counted_in
    assert refused(tries[-1], 429)["code"] == "too_many_tokens"
    assert programs("coordinator").get("/me").status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.9.8.7"}
    found = client.get(f"{API}/me", headers=_WRONG, environ_overrides=elsewhere)
    assert found.status_code == 401
