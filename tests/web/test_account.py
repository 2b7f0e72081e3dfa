"""One's own account: language, password, sessions and tokens."""

from __future__ import annotations

import re

from tests.cast import PASSWORD
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from workflow import accounts
from workflow.accounts import passwords


def test_the_account_page_says_who_i_am_and_what_posts_i_hold(enter: Entering) -> None:
    page = enter("branch-head").text("/account")
    assert "陈建国" in page
    assert "党支部书记 · 第一党支部" in page
    assert "没有任职" in enter("nobody").text("/account")


def test_a_password_is_changed_with_the_present_one_only(
    enter: Entering, stranger: Visitor
) -> None:
    visitor = enter("inspector")
    wrong = visitor.post(
        "/account/password", {"present": "x", "password": "a new good sentence"}, page="/account"
    )
    assert wrong.status_code == 422
    assert "原密码不对" in words(wrong)
    short = visitor.post(
        "/account/password", {"present": PASSWORD, "password": "short"}, page="/account"
    )
    assert f"至少要有{passwords.SHORTEST}个字符" in words(short)
    done = visitor.post(
        "/account/password",
        {"present": PASSWORD, "password": "a new good sentence"},
        page="/account",
    )
    assert done.status_code == 303
    assert "密码已更改" in visitor.text("/account")
    assert stranger.sign_in("inspector", "a new good sentence").status_code == 303


def test_another_session_of_mine_can_be_ended(enter: Entering) -> None:
    here, elsewhere = enter("inspector"), enter("inspector")
    page = here.get("/account").text
    ends = re.findall(r'action="(/account/sessions/[0-9a-f]+/end)"', page)
    assert len(ends) == 1
    assert here.post(ends[0], page="/account").status_code == 303
    assert elsewhere.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_a_session_of_somebody_else_cannot_be_ended(enter: Entering) -> None:
    mine, other = enter("inspector"), enter("coordinator")
    key = accounts.sessions_of(accounts.account_of("coordinator"))[0].key
    mine.post(f"/account/sessions/{key}/end", page="/account")
    assert other.get("/").status_code == 200


def test_a_token_is_shown_once_works_and_is_revoked(enter: Entering) -> None:
    visitor = enter("coordinator")
    made = visitor.post(
        "/account/tokens",
        {"label": "nightly export", "scopes": ["read"], "days": "30"},
        page="/account",
    )
    assert made.status_code == 201
    found = re.search(r"rectify_[\w-]{40,}", made.text)
    assert found
    token = found[0]
    assert token not in visitor.get("/account").text
    assert "nightly export" in visitor.text("/account")
    bearer = {"Authorization": f"Bearer {token}"}
    assert visitor.client.get("/api/v1/items", headers=bearer).status_code == 200
    page = visitor.get("/account").text
    revoke = re.search(r'action="(/account/tokens/\d+/revoke)"', page)
    assert revoke
    visitor.post(revoke[1], page="/account")
    assert visitor.client.get("/api/v1/items", headers=bearer).status_code == 401


def test_a_token_without_a_purpose_is_refused_with_a_sentence(enter: Entering) -> None:
    answer = enter("coordinator").post("/account/tokens", {"label": "  "}, page="/account")
    assert answer.status_code == 422
    assert "用途" in words(answer)
