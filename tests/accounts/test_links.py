"""Invitations and resets: by mail, for a while, once, and for nobody who is not known."""

from __future__ import annotations

import re
from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import begin_anew
from tests.cast import PASSWORD, Persona
from tests.servers import Database
from worker import account_letters
from worker.letters import BadAddress
from workflow import accounts
from workflow.delivery import outbox
from workflow.errors import BadInput, Gone
from workflow.organisation import staff

NEW = "a sentence that is quite new"


def _mailed() -> str:
    """Write the one mail that is due, and return the token that it brings."""
    (outbox_id,) = outbox.lease()
    text = account_letters.compose(outbox_id).get_content()
    found = re.search(r"http://127\.0\.0\.1:8000/link/([\w-]{40,})\n", text)
    assert found, text
    return found[1]


@pytest.mark.parametrize("name", ["verifier", "verifier@example.org", " VERIFIER@Example.org "])
@pytest.mark.usefixtures("cast")
def test_a_reset_sets_a_password_once_and_ends_every_session(name: str) -> None:
    before = accounts.sign_in("verifier", PASSWORD) or ""
    accounts.ask_reset(name)
    token = _mailed()
    assert accounts.link_of(token).login == "verifier"
    accounts.redeem(token, NEW)
    assert accounts.identity_of_session(before) is None
    assert accounts.sign_in("verifier", PASSWORD) is None
    assert accounts.sign_in("verifier", NEW) is not None
    for again in (accounts.link_of, lambda used: accounts.redeem(used, NEW)):
        with pytest.raises(Gone):
            again(token)


@pytest.mark.parametrize("name", ["nobody-of-this-name", "", "\x01", "x@example.org", "x" * 9999])
@pytest.mark.usefixtures("cast")
def test_for_somebody_unknown_nothing_is_sent(name: str) -> None:
    accounts.ask_reset(name)
    assert outbox.lease() == []


@pytest.mark.usefixtures("cast")
def test_a_known_and_an_unknown_name_take_the_same_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    execute = psycopg.Connection.execute

    def noted(connection, query, *values, **more):  # type: ignore[no-untyped-def]
        asked.append(query)
        return execute(connection, query, *values, **more)

    monkeypatch.setattr(psycopg.Connection, "execute", noted)
    said = []
    for name in ("verifier", "nobody-of-this-name"):
        asked.clear()
        accounts.ask_reset(name)
        said.append([query for query in asked if query != "SELECT 1"])
    assert said[0] == said[1]


@pytest.mark.usefixtures("cast")
def test_a_reset_is_good_for_half_an_hour_and_an_invitation_for_a_week() -> None:
    now = clock.now()
    accounts.ask_reset("verifier")
    token = _mailed()
    assert accounts.link_of(token, now + timedelta(minutes=29))
    with pytest.raises(Gone):
        accounts.link_of(token, now + timedelta(minutes=31))
    accounts.invite(accounts.account_of("leader"))
    token = _mailed()
    assert accounts.link_of(token, now + timedelta(days=6))
    with pytest.raises(Gone):
        accounts.redeem(token, NEW, now + timedelta(days=7, minutes=1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET password_hash = 'other' WHERE login = 'verifier'",
        "UPDATE people SET email = 'other@example.org' WHERE name = '吴静'",
        "UPDATE accounts SET active = false WHERE login = 'verifier'",
    ],
)
@pytest.mark.usefixtures("cast")
def test_a_link_is_void_once_password_address_or_account_have_changed(
    change: str, database: Database
) -> None:
    accounts.ask_reset("verifier")
    accounts.ask_reset("verifier")
    first, second = outbox.lease()
    text = account_letters.compose(first).get_content()
    token = text.split("/link/")[1].split()[0]
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(change)
    with pytest.raises(Gone):
        accounts.redeem(token, NEW)
    with pytest.raises(BadAddress):
        account_letters.compose(second)


@pytest.mark.usefixtures("cast")
def test_of_two_links_one_is_void_when_the_other_was_used() -> None:
    accounts.ask_reset("verifier")
    first = _mailed()
    accounts.ask_reset("verifier")
    second = _mailed()
    accounts.redeem(second, NEW)
    with pytest.raises(Gone):
        accounts.redeem(first, "yet another sentence, quite long")


@pytest.mark.usefixtures("cast")
def test_nobodys_mailbox_is_flooded() -> None:
    for _ in range(10):
        accounts.ask_reset("verifier")
    assert len(outbox.lease()) == 3


@pytest.mark.usefixtures("cast")
def test_a_poor_password_uses_no_link_up() -> None:
    accounts.ask_reset("verifier")
    token = _mailed()
    with pytest.raises(BadInput) as refused:
        accounts.redeem(token, "short")
    assert "password" in refused.value.fields
    accounts.redeem(token, NEW)


def test_who_is_invited_has_no_password_until_it_is_set(
    cast: dict[str, Persona], database: Database
) -> None:
    begin_anew(database)
    new = staff.Newcomer("wang.fang", "王芳", "Wang Fang", "wang.fang@example.org")
    accounts.invite(staff.enrol(new, None).account or 0)
    for guess in ("none", "", "wang.fang"):
        assert accounts.sign_in("wang.fang", guess) is None
    accounts.redeem(_mailed(), NEW)
    assert accounts.sign_in("wang.fang", NEW) is not None


@pytest.mark.usefixtures("cast")
def test_nobody_is_invited_without_a_mail_address(database: Database) -> None:
    with pytest.raises(BadInput) as refused:
        staff.enrol(staff.Newcomer("wang.fang", "王芳"), None)
    assert "email" in refused.value.fields
    with psycopg.connect(database.owner_url) as connection:
        connection.execute("UPDATE people SET email = ''")
    with pytest.raises(BadInput):
        accounts.invite(accounts.account_of("leader"))


@pytest.mark.usefixtures("cast")
def test_the_database_holds_no_link_that_opens(database: Database) -> None:
    accounts.ask_reset("verifier")
    token = _mailed()
    with psycopg.connect(database.owner_url) as connection:
        kept = str(
            connection.execute("SELECT l::text, o::text FROM account_links l, outbox o").fetchall()
        )
    assert token not in kept
