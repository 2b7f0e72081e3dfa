"""Sessions: who gets in, for how long, and what an attacker learns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher

from tests.cast import PASSWORD, Persona
from tests.servers import Database
from workflow import accounts
from workflow.accounts import sessions

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


def _in(after: timedelta) -> datetime:
    return NOON + after


@pytest.mark.usefixtures("cast")
def test_the_right_password_opens_a_session_with_the_posts_of_today() -> None:
    token = accounts.sign_in("branch-head", PASSWORD)
    assert token is not None
    identity = accounts.identity_of_session(token)
    assert identity is not None
    assert identity.login == "branch-head"
    assert [(post.role, post.path) for post in identity.actor.posts] == [
        ("branch_secretary", "/1/2/3/")
    ]


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("inspector", "wrong"),
        ("nobody-of-this-name", PASSWORD),
        ("inspectors", PASSWORD),
        ("inspector\x00", PASSWORD),
        ("inspector' OR 1=1 --", PASSWORD),
        ("inspector", PASSWORD + "\ud800"),
        ("inspector", "x" * 2000),
        ("", ""),
    ],
)
@pytest.mark.usefixtures("cast")
def test_anything_else_opens_none(login: str, password: str) -> None:
    assert accounts.sign_in(login, password) is None


@pytest.mark.usefixtures("cast")
def test_an_unknown_name_costs_the_same_work_as_a_known_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked, statements = [], []
    verify = PasswordHasher.verify

    def noted(hasher: PasswordHasher, kept: str, given: str) -> bool:
        checked.append(kept)
        return verify(hasher, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    said = []
    execute = psycopg.Connection.execute

    def told(connection: Any, query: Any, *values: Any, **more: Any) -> Any:
        statements.append(query)
        return execute(connection, query, *values, **more)

    monkeypatch.setattr(psycopg.Connection, "execute", told)
    for login in ("nobody-of-this-name", "inspector", "Not A Name"):
        statements.clear()
        accounts.sign_in(login, "a guess")
        said.append([query for query in statements if query != "SELECT 1"])
    assert len(checked) == 3
    assert said[0] == said[1] == said[2]


@pytest.mark.usefixtures("cast")
def test_an_idle_session_ends_after_half_an_hour() -> None:
    token = accounts.sign_in("inspector", PASSWORD, now=NOON)
    assert token is not None
    assert accounts.identity_of_session(token, _in(timedelta(minutes=29))) is not None
    assert accounts.identity_of_session(token, _in(timedelta(minutes=58))) is not None
    assert accounts.identity_of_session(token, _in(timedelta(minutes=89))) is None


@pytest.mark.parametrize("login", ["system-admin", "security-admin", "audit-admin"])
@pytest.mark.usefixtures("cast")
def test_a_session_of_an_administrator_ends_sooner(login: str) -> None:
    token = accounts.sign_in(login, PASSWORD, now=NOON) or ""
    idle = accounts.sign_in(login, PASSWORD, now=NOON) or ""
    for minutes in range(14, 240, 14):
        assert accounts.identity_of_session(token, _in(timedelta(minutes=minutes))) is not None
    assert accounts.identity_of_session(token, _in(timedelta(hours=4, seconds=1))) is None
    assert accounts.identity_of_session(idle, _in(timedelta(minutes=16))) is None


def test_who_becomes_an_administrator_has_a_short_session_at_once(
    cast: dict[str, Persona], database: Database
) -> None:
    token = accounts.sign_in("nobody", PASSWORD, now=NOON) or ""
    assert accounts.identity_of_session(token, _in(timedelta(minutes=20))) is not None
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
            " VALUES (%s, 1, 'audit_admin', '2020-01-01')",
            [cast["nobody"].id],
        )
    assert accounts.identity_of_session(token, _in(timedelta(minutes=36))) is None


@pytest.mark.usefixtures("cast")
def test_a_busy_session_ends_after_twelve_hours() -> None:
    token = accounts.sign_in("inspector", PASSWORD, now=NOON)
    assert token is not None
    for minutes in range(20, 720, 20):
        assert accounts.identity_of_session(token, _in(timedelta(minutes=minutes))) is not None
    assert accounts.identity_of_session(token, _in(timedelta(hours=12, seconds=1))) is None


@pytest.mark.usefixtures("cast")
def test_a_copied_token_is_worth_nothing_after_signing_out() -> None:
    token = accounts.sign_in("inspector", PASSWORD)
    assert token is not None
    accounts.sign_out(token)
    assert accounts.identity_of_session(token) is None


def test_the_database_holds_no_token(cast: dict[str, Persona], database: Database) -> None:
    token = accounts.sign_in("inspector", PASSWORD)
    bearer = accounts.create_token(cast["inspector"].id, "nightly export")
    with psycopg.connect(database.owner_url) as connection:
        kept = connection.execute(
            "SELECT string_agg(s::text, '') || (SELECT string_agg(t::text, '') FROM tokens t)"
            " FROM sign_ins s"
        ).fetchone()
    assert kept is not None
    assert token is not None
    assert token not in kept[0]
    assert bearer not in kept[0]


def test_a_post_that_ended_opens_nothing_in_a_running_session(
    cast: dict[str, Persona], database: Database
) -> None:
    token = accounts.sign_in("verifier", PASSWORD)
    assert token is not None
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(
            "UPDATE appointments SET valid_to = current_date - 2 WHERE person_id = %s",
            [cast["verifier"].id],
        )
    identity = accounts.identity_of_session(token)
    assert identity is not None
    assert identity.actor.posts == ()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE accounts SET active = false WHERE login = 'verifier'",
        "UPDATE people SET left_on = current_date - 2 WHERE name = '吴静'",
    ],
)
@pytest.mark.usefixtures("cast")
def test_who_is_disabled_or_has_left_is_out_at_once(change: str, database: Database) -> None:
    token = accounts.sign_in("verifier", PASSWORD)
    assert token is not None
    with psycopg.connect(database.owner_url) as connection:
        connection.execute(change)
    assert accounts.identity_of_session(token) is None


@pytest.mark.usefixtures("cast")
def test_the_oldest_session_ends_when_there_are_too_many() -> None:
    opened = [
        accounts.sign_in("inspector", PASSWORD, now=_in(timedelta(seconds=n)))
        for n in range(sessions.MOST + 1)
    ]
    alive = [
        accounts.identity_of_session(token or "", _in(timedelta(minutes=1))) for token in opened
    ]
    assert [identity is not None for identity in alive] == [False] + [True] * sessions.MOST


@pytest.mark.usefixtures("cast")
def test_a_session_is_looked_up_by_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    token = accounts.sign_in("inspector", PASSWORD) or ""
    statements = []
    execute = psycopg.Connection.execute

    def told(connection: Any, query: Any, *values: Any, **more: Any) -> Any:
        statements.append(query)
        return execute(connection, query, *values, **more)

    monkeypatch.setattr(psycopg.Connection, "execute", told)
    assert accounts.identity_of_session(token)
    assert len([query for query in statements if query != "SELECT 1"]) == 1
