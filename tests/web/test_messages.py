"""Mails and what became of them, on their pages; what is wanted by mail, and sending again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, actor
from tests.servers import Database
from tests.web import stories
from tests.web.conftest import Entering
from workflow.delivery.messages import mail_choices
from workflow.engine.loading import read_now
from workflow.platform import connect, settings
from workflow.registers import delegating


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def fail(owner: psycopg.Connection[Any]) -> None:
    owner.execute("UPDATE outbox SET failed_at = now(), attempts = 1, error = '550 no such user'")


def test_a_mail_that_failed_says_why_and_is_sent_again_which_the_journal_tells(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    number = stories.assigned()
    fail(owner)
    visitor = enter("branch-head")
    page = visitor.text("/account/messages")
    assert "550 no such user" in page
    assert number in page
    ((outbox_id,),) = owner.execute("SELECT id FROM outbox").fetchall()
    answer = visitor.post(f"/messages/{outbox_id}/again", page="/account/messages")
    assert answer.status_code == 303
    assert "待发出" in visitor.text("/account/messages?state=waiting")
    noted = owner.execute("SELECT kind, subject_id FROM journal ORDER BY id DESC").fetchone()
    assert noted == ("message", str(outbox_id))
    assert visitor.post(f"/messages/{outbox_id}/again", page="/account").status_code == 404


def test_the_administrator_sees_every_mail_and_nothing_of_what_it_says(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    number = stories.assigned("灭火器过期")
    fail(owner)
    visitor = enter("system-admin")
    page = visitor.text("/messages?state=failed&person=陈")
    assert "陈建国" in page
    assert "550 no such user" in page
    for secret in (number, "灭火器", "交办"):
        assert secret not in page
    assert "陈建国" not in visitor.text("/messages?person=nobody")
    assert enter("branch-head").get("/messages").status_code == 404
    assert enter("audit-admin").get("/messages").status_code == 404


def test_nobody_sends_the_mails_of_others_again(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    stories.assigned()
    fail(owner)
    ((outbox_id,),) = owner.execute("SELECT id FROM outbox").fetchall()
    answer = enter("outsider").post(f"/messages/{outbox_id}/again", page="/account")
    assert answer.status_code == 404
    assert owner.execute("SELECT failed_at IS NOT NULL FROM outbox").fetchone() == (True,)


def test_a_choice_hides_mail_and_never_the_inbox(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    visitor = enter("branch-head")
    page = visitor.text("/account")
    assert "不能退订" in page
    every = mail_choices.wanted(actor("branch-head"))
    wrong = {"kinds": ["digest", "served", "nonsense"]}
    assert "没有“nonsense”这种邮件" in visitor.post("/account/mails", wrong, page="/account").text
    assert mail_choices.wanted(actor("branch-head")) == every
    visitor.post("/account/mails", {"kinds": ["digest"]}, page="/account")
    assert mail_choices.wanted(actor("branch-head")) == {"digest"}
    number = stories.assigned()
    assert owner.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    assert number in visitor.text("/")
    everything = list(mail_choices.OPTIONAL)
    visitor.post("/account/mails", {"kinds": everything}, page="/account")
    stories.assigned()
    assert owner.execute("SELECT count(*) FROM outbox").fetchone() == (1,)


def test_a_delegate_is_told_by_mail_and_on_the_first_page_and_of_the_end_as_well(
    enter: Entering, owner: psycopg.Connection[Any]
) -> None:
    with connect() as connection:
        today = read_now(connection).astimezone(settings().zone).date()
    given = delegating.delegate(
        actor("branch-head"), PERSONAS["branch-member"].id, today, today + timedelta(days=2), "学习"
    )
    visitor = enter("branch-member")
    assert "代陈建国办理工作" in visitor.text("/")
    number = stories.assigned()
    assert number not in visitor.text("/")  # as oneself one is told nothing of it
    told = "SELECT kind, behind_id FROM outbox WHERE person_id = %s ORDER BY id"
    rows = owner.execute(told, [PERSONAS["branch-member"].id]).fetchall()
    assert rows == [("delegated", None), ("assigned", PERSONAS["branch-head"].id)]
    going = visitor.post(
        "/account/delegations/choose",
        {"behind": given, "next": f"/items/{number}"},
        page="/account/delegations",
    )
    assert going.location == f"/items/{number}"
    assert number in visitor.text("/")
    delegating.end_delegation(actor("branch-head"), given)
    assert "已提前结束" in enter("branch-member").text("/")
    rows = owner.execute(told, [PERSONAS["branch-member"].id]).fetchall()
    assert rows[-1] == ("delegation_ended", None)
