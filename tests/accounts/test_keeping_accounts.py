"""Accounts and tokens: made, changed, revoked; every refusal has its sentence."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests import clock
from tests.approving import begin_anew
from tests.cast import PASSWORD, Persona
from tests.servers import Database
from workflow import accounts
from workflow.errors import BadInput, NotFound, NotPossible


@pytest.fixture
def newcomer(cast: dict[str, Persona], database: Database) -> int:
    """Somebody without an account, while an installation is founded."""
    return begin_anew(database)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 10"),
        ("x" * 1025, "1024"),
        ("newcomer-1", "sign-in name"),
        ("aaaaaaaaaa", "repeated"),
        ("1q2w3e4r5t6y", "many people"),
        ("Password2026!", "many people"),
        ("P@ssw0rd....", "many people"),
    ],
)
def test_a_poor_password_is_refused_with_a_sentence(
    newcomer: int, password: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.create_account(newcomer, "newcomer-1", password)
    assert said in refused.value.fields["password"].en


@pytest.mark.parametrize("password", ["六十四个字的中文口令也可以" * 5, "with spaces and 🚢 emoji"])
def test_a_long_password_in_any_script_is_taken_unchanged(newcomer: int, password: str) -> None:
    accounts.create_account(newcomer, "newcomer", password)
    assert accounts.sign_in("newcomer", password) is not None
    assert accounts.sign_in("newcomer", password[:-1]) is None


@pytest.mark.parametrize(
    ("login", "said"), [("inspector", "taken"), ("A B", "a-z"), ("x" * 51, "a-z")]
)
def test_a_sign_in_name_that_is_taken_or_odd_is_refused(
    newcomer: int, login: str, said: str
) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.create_account(newcomer, login, PASSWORD)
    assert said in refused.value.fields["login"].en


def test_a_new_password_ends_every_other_session(cast: dict[str, Persona]) -> None:
    here = accounts.sign_in("inspector", PASSWORD) or ""
    elsewhere = accounts.sign_in("inspector", PASSWORD) or ""
    mine = accounts.identity_of_session(here)
    assert mine is not None
    accounts.change_password(mine.account_id, PASSWORD, "another good sentence", mine.session)
    assert accounts.identity_of_session(here) is not None
    assert accounts.identity_of_session(elsewhere) is None
    assert accounts.sign_in("inspector", PASSWORD) is None
    assert accounts.sign_in("inspector", "another good sentence") is not None


def test_a_password_is_not_changed_without_the_present_one(cast: dict[str, Persona]) -> None:
    with pytest.raises(BadInput) as refused:
        accounts.change_password(cast["inspector"].id, "a guess", "another good sentence", "")
    assert "present" in refused.value.fields
    assert accounts.sign_in("inspector", PASSWORD) is not None


def test_a_token_speaks_for_its_owner_until_revoked(cast: dict[str, Persona]) -> None:
    account = accounts.account_of("coordinator")
    token = accounts.create_token(account, "ledger export")
    found = accounts.identity_of_token(token)
    assert found is not None
    assert found.actor.person_id == cast["coordinator"].id
    accounts.revoke_token(cast["inspector"].id, accounts.tokens_of(account)[0].id)
    assert accounts.identity_of_token(token) is not None  # that was somebody else's account
    accounts.revoke_token(account, accounts.tokens_of(account)[0].id)
    assert accounts.identity_of_token(token) is None


@pytest.mark.usefixtures("cast")
def test_a_token_runs_out_and_a_session_token_is_none() -> None:
    token = accounts.create_token(accounts.account_of("coordinator"), "short", timedelta(days=1))
    assert accounts.identity_of_token(token, clock.now() + timedelta(days=2)) is None
    assert accounts.identity_of_token(accounts.sign_in("coordinator", PASSWORD) or "") is None


@pytest.mark.usefixtures("cast")
def test_one_session_can_be_ended_from_another_but_not_from_another_account() -> None:
    phone = accounts.sign_in("inspector", PASSWORD, agent="a phone") or ""
    inspector = accounts.account_of("inspector")
    key = accounts.sessions_of(inspector)[0].key
    accounts.end_session(accounts.account_of("coordinator"), key)
    assert accounts.identity_of_session(phone) is not None
    accounts.end_session(inspector, key)
    assert accounts.identity_of_session(phone) is None


@pytest.mark.usefixtures("cast")
def test_an_unknown_sign_in_name_and_language_have_their_sentences() -> None:
    with pytest.raises(NotFound, match="no sign-in name"):
        accounts.account_of("ghost")
    with pytest.raises(BadInput, match="no such language"):
        accounts.set_language(1, "tlh")


def test_nobody_sets_a_password_for_another_once_two_administrators_could_agree(
    cast: dict[str, Persona],
) -> None:
    with pytest.raises(NotPossible, match="add --invite"):
        accounts.create_account(cast["nobody"].id, "newcomer", PASSWORD)


ENDING = {
    "another password": "UPDATE accounts SET password_hash = 'other' WHERE login = 'coordinator'",
    "a closed account": "UPDATE accounts SET active = false WHERE login = 'coordinator'",
    "somebody who has left": "UPDATE people SET left_on = current_date - 1 WHERE id = 2",
}
WAKING = (
    "UPDATE accounts SET active = true WHERE login = 'coordinator'",
    "UPDATE people SET left_on = NULL WHERE id = 2",
)


@pytest.mark.parametrize("why", ENDING)
@pytest.mark.usefixtures("cast")
def test_tokens_end_for_good_with_what_they_were_made_under(why: str, database: Database) -> None:
    token = accounts.create_token(accounts.account_of("coordinator"), "program")
    other = accounts.create_token(accounts.account_of("inspector"), "program")
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for statement in (ENDING[why], *WAKING):
            owner.execute(statement.encode())
    assert accounts.identity_of_token(token) is None
    assert accounts.identity_of_token(other)


@pytest.mark.usefixtures("cast")
def test_whoever_changes_their_password_ends_their_tokens() -> None:
    me = accounts.account_of("coordinator")
    token = accounts.create_token(me, "program")
    accounts.change_password(me, PASSWORD, "another good sentence", "")
    assert accounts.identity_of_token(token) is None
    assert accounts.tokens_of(me) == []
