"""What is written into the journal, by whom, and what is kept out of it."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg.rows import dict_row

from tests import clock
from tests.approving import appointed
from tests.cast import BRANCH, PASSWORD, PERSONAS, actor
from tests.engine.stage import Stage
from workflow import accounts, organisation, queries
from workflow.accounts import Visitor
from workflow.errors import NotFound, TooManyTries
from workflow.platform import db

pytestmark = pytest.mark.usefixtures("cast")
HEAD = PERSONAS["branch-head"].id


def noted() -> list[dict[str, Any]]:
    with db.connect() as connection:
        cursor = connection.cursor(row_factory=dict_row)
        return cursor.execute("SELECT * FROM journal ORDER BY seq").fetchall()


def kinds() -> list[str]:
    return [entry["kind"] for entry in noted()]


def test_signing_in_and_out_is_noted_as_the_persons_own_doing() -> None:
    token = accounts.sign_in("branch-head", PASSWORD)
    assert token
    accounts.sign_out(token)
    accounts.sign_out(token)
    assert kinds() == ["signed_in", "signed_out"]
    assert {(e["actor_id"], e["actor_name"], e["account_id"]) for e in noted()} <= {
        (HEAD, "陈建国", HEAD), (None, "Rectify", HEAD),
    }  # fmt: skip


def test_a_failure_names_the_account_and_never_what_was_typed() -> None:
    accounts.sign_in("branch-head", "a secret that was typed wrong")
    accounts.sign_in("my-password-in-the-wrong-field", "x")
    assert kinds() == ["sign_in_failed"] * 2
    assert [e["subject_id"] for e in noted()] == [str(HEAD), ""]
    assert "typed wrong" not in str(noted())
    assert "wrong-field" not in str(noted())


def test_a_lock_is_noted_once_however_many_tries_it_refuses() -> None:
    refused = 0
    for _ in range(12):
        try:
            accounts.enter("branch-head", "x", Visitor(address="192.0.2.1"))
        except TooManyTries:
            refused += 1
    assert refused > 3
    assert kinds().count("sign_in_locked") == 1


def test_sessions_passwords_and_tokens_are_noted() -> None:
    accounts.sign_in("branch-head", PASSWORD)
    accounts.end_all(HEAD)
    accounts.end_all(HEAD)
    accounts.set_password(HEAD, "another sentence that nobody guesses")
    accounts.create_token(HEAD, "for a program")
    [made] = accounts.tokens_of(HEAD)
    accounts.revoke_token(PERSONAS["outsider"].id, made.id)
    accounts.revoke_token(HEAD, made.id)
    assert kinds() == [
        "signed_in", "session_ended", "password_changed", "token_made", "token_revoked",
    ]  # fmt: skip
    assert "nobody guesses" not in str(noted())


def test_posts_and_units_are_noted_with_who_changed_them() -> None:
    appointed(BRANCH, PERSONAS["nobody"].id, "member")
    organisation.rename(actor("system-admin"), BRANCH, "改名支部")
    post, unit = (entry for entry in noted() if entry["kind"] != "approval")
    assert (post["kind"], post["actor_name"], post["subject_id"]) == ("post", "蒋平", str(BRANCH))
    assert post["details"]["person"] == PERSONAS["nobody"].id
    assert "韩雪" not in str(post["details"])
    assert (unit["kind"], unit["actor_name"]) == ("unit", "冯涛")
    assert unit["details"]["on"] == clock.today().isoformat()


@pytest.mark.parametrize("list_key", ["interviews", "accountabilities"])
def test_every_read_of_what_is_confidential_is_noted(list_key: str) -> None:
    number = Stage().one(list_key, "raised")
    before = len(noted())
    queries.item(number, actor("discipline"))
    queries.item(number, actor("branch-head"))  # whom it concerns
    with pytest.raises(NotFound):
        queries.item(number, actor("verifier"))
    with pytest.raises(NotFound):
        queries.piece(number, "0" * 64, actor("discipline"))
    read = noted()[before:]
    assert [(e["kind"], e["actor_name"], e["subject_id"]) for e in read] == [
        ("read", "赵正", number), ("read", "陈建国", number), ("read", "赵正", number),
    ]  # fmt: skip
    assert read[2]["details"] == {"what": "evidence 00000000"}


def test_a_read_of_anything_else_is_not() -> None:
    number = Stage().one("problems", "assigned")
    queries.item(number, actor("branch-head"))
    assert noted() == []
