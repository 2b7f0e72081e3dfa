"""``rectify user`` and ``rectify token``: people who sign in and programs that speak for them."""

from __future__ import annotations

import io
import json

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify import cli
from tests.approving import begin_anew
from tests.cast import Persona
from tests.servers import Database
from workflow import accounts
from workflow.declaration import Post
from workflow.errors import BadInput, NotFound

SENTENCE = "a sentence that nobody guesses\n"


@pytest.fixture
def founding(cast: dict[str, Persona], database: Database) -> int:
    """Nobody is there who could agree, so that the machine founds."""
    return begin_anew(database)


def rectify(*arguments: str, sends: str = "") -> Result:
    return CliRunner().invoke(cli.cli, arguments, input=sends, catch_exceptions=True)


@pytest.mark.usefixtures("founding")
def test_a_token_is_printed_and_nothing_else_and_opens_the_api() -> None:
    shown = rectify("token", "create", "inspector")
    assert shown.exit_code == 0
    token = shown.stdout.removesuffix("\n")
    assert shown.stdout == f"{token}\n"
    assert shown.stderr == ""
    found = accounts.identity_of_token(token)
    assert found is not None
    assert found.login == "inspector"


@pytest.mark.usefixtures("founding")
def test_tokens_are_listed_without_their_secret_and_revoked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECTIFY_LANG", "en")
    token = rectify(
        "token", "create", "inspector", "--label", "报表", "--days", "30"
    ).stdout.strip()
    listed = rectify("token", "list", "inspector").stdout
    id_, _, label = listed.strip().split("\t")
    assert label == "报表"
    assert token not in listed
    assert isinstance(rectify("token", "revoke", "verifier", id_).exception, NotFound)
    assert accounts.identity_of_token(token)
    assert f"Token {id_} was revoked" in rectify("token", "revoke", "inspector", id_).stdout
    assert accounts.identity_of_token(token) is None
    assert isinstance(rectify("token", "revoke", "inspector", id_).exception, NotFound)


@pytest.mark.usefixtures("founding")
def test_a_token_for_nobody_is_refused_with_a_sentence() -> None:
    refused = rectify("token", "create", "stranger")
    assert isinstance(refused.exception, NotFound)
    assert refused.stdout == ""
    assert "stranger" in refused.exception.words.en
    assert rectify("token", "create", "inspector", "--days", "0").exit_code == 2


@pytest.mark.usefixtures("founding")
def test_somebody_taken_on_can_sign_in_and_holds_the_post() -> None:
    made = rectify(
        "user", "create", "liu.na", "--name", "刘娜", "--role", "verifier", "--unit", "机关党委",
        sends=SENTENCE,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    session = accounts.sign_in("liu.na", SENTENCE.strip())
    assert session
    found = accounts.identity_of_session(session)
    assert found is not None
    assert found.actor.name == "刘娜"
    assert found.actor.posts == (Post("verifier", 2, "/1/2/"),)
    people = {row["login"]: row for row in json.loads(rectify("user", "list", "--json").stdout)}
    assert people["liu.na"]["posts"] == ["verifier @ 机关党委"]
    assert "liu.na\t刘娜\tverifier @ 机关党委" in rectify("user", "list").stdout


@pytest.mark.usefixtures("founding")
def test_whoever_cannot_be_taken_on_is_refused_whole(database: Database) -> None:
    wrong = (
        (("inspector", "--name", "x"), SENTENCE, "login"),
        (("A B", "--name", "x"), SENTENCE, "login"),
        (("new", "--name", " "), SENTENCE, "name"),
        (("new", "--name", "x"), "short\n", "password"),
        (("new", "--name", "x"), "", "password"),
        (("new", "--name", "x", "--role", "king", "--unit", "机关党委"), SENTENCE, "role"),
        (("new", "--name", "x", "--role", "verifier"), SENTENCE, "unit"),
        (("new", "--name", "x", "--role", "verifier", "--unit", "月球"), SENTENCE, "unit"),
    )
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        before = connection.execute("SELECT count(*) FROM people").fetchone()
        for arguments, sends, field in wrong:
            refused = rectify("user", "create", *arguments, sends=sends).exception
            assert isinstance(refused, BadInput), arguments
            assert list(refused.fields) == [field]
        assert connection.execute("SELECT count(*) FROM people").fetchone() == before


def test_the_first_unit_of_an_empty_database_is_made_with_its_first_user(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    new = ("user", "create", "admin", "--name", "管理员", "--role", "system_admin")
    assert rectify(*new, "--unit", "市交通局", sends=SENTENCE).exit_code == 0
    listed = json.loads(rectify("user", "list", "--json").stdout)
    assert listed == [
        {"login": "admin", "name": "管理员", "active": True, "posts": ["system_admin @ 市交通局"]}
    ]


@pytest.mark.usefixtures("founding")
def test_a_new_password_ends_every_session() -> None:
    session = accounts.sign_in("verifier", "a sentence that nobody guesses")
    assert session
    changed = rectify("user", "password", "verifier", sends="another sentence altogether\n")
    assert changed.exit_code == 0
    assert accounts.identity_of_session(session) is None
    assert accounts.sign_in("verifier", "another sentence altogether")
    assert isinstance(
        rectify("user", "password", "nobody-here", sends=SENTENCE).exception, NotFound
    )


def test_a_refusal_names_each_wrong_field(
    cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RECTIFY_LANG", "en")
    monkeypatch.setattr("sys.argv", ["rectify", "user", "create", "A B", "--name", "x"])
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "a sign-in name has 2 to 50" in capsys.readouterr().err
