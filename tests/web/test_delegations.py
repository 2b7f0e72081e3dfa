"""Acting for somebody absent, through pages and programs."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.cast import PERSONAS, Persona, actor
from tests.web.conftest import Entering
from tests.web.stories import raised
from web import standing_in
from workflow import accounts
from workflow.engine.loading import read_now
from workflow.platform import connect
from workflow.registers import delegating


def given(principal: str, to: str) -> int:
    with connect() as connection:
        today = (read_now(connection) + timedelta(hours=8)).date()
    return delegating.delegate(actor(principal), PERSONAS[to].id, today, today, "training")


def test_a_page_says_for_whom_one_acts_and_only_the_delegate_can(
    cast: dict[str, Persona], enter: Entering
) -> None:
    number = str(given("committee", "leader"))
    for login, shown in (("leader", True), ("verifier", False)):
        visitor = enter(login)
        visitor.client.set_cookie(standing_in.COOKIE, number)
        page = visitor.client.get("/account/delegations").get_data(as_text=True)
        assert ("恢复以本人身份办理" in page) is shown, login


def test_a_program_that_names_a_delegation_of_others_is_refused(
    cast: dict[str, Persona], app: Flask
) -> None:
    number = str(given("committee", "leader"))
    account = accounts.account_of("verifier")
    assert account
    token = accounts.create_token(account, "x", timedelta(days=1), ["read"])
    for value in (number, "99", "x", "-1", "9" * 30):
        answer = app.test_client().get(
            "/api/v1/inbox",
            headers={"Authorization": f"Bearer {token}", standing_in.HEADER: value},
        )
        assert answer.status_code == 403, value


def test_a_page_sent_again_as_oneself_is_another_sending(
    cast: dict[str, Persona], enter: Entering
) -> None:
    delegation, number, clerk = str(given("leader", "coordinator")), raised(), enter("coordinator")
    clerk.client.set_cookie(standing_in.COOKIE, delegation)
    path = f"/items/{number}/comment"
    form = {"version": "1", "key": "one", "comment": "请尽快处理"}
    assert clerk.post(path, form).status_code == 303
    clerk.client.delete_cookie(standing_in.COOKIE)
    again = clerk.post(path, form)
    assert again.status_code != 303, "told as done, although nothing was done in the own name"
