"""``rectify messages``: what became of each mail, and sending one again; the doctor counts them."""

from __future__ import annotations

import json

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify import cli
from rectify.doctor import servers
from tests.cast import Persona
from tests.escalation.late_items import assigned
from tests.servers import Database
from workflow.errors import NotFound
from workflow.platform import db, settings

REASON = "550 no such mailbox"


def rectify(*arguments: str) -> Result:
    return CliRunner().invoke(cli.cli, ["messages", *arguments], env={"RECTIFY_LANG": "en"})


@pytest.fixture
def mails(cast: dict[str, Persona], database: Database) -> tuple[int, int]:
    """A mail that waits and one that was given up."""
    for _ in range(2):  # one mail for each decision
        assigned(1)
    with psycopg.connect(database.owner_url) as connection:
        ids = connection.execute("SELECT id FROM outbox ORDER BY id").fetchall()
        connection.execute(
            "UPDATE outbox SET failed_at = now(), attempts = 3, error = %s WHERE id = %s",
            [REASON, ids[1][0]],
        )
    db.close()
    return ids[0][0], ids[1][0]


def test_every_mail_is_listed_and_those_that_failed_with_the_reason(
    mails: tuple[int, int],
) -> None:
    waiting, failed = mails
    lines = rectify("list").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(failed), str(waiting)]
    assert lines[0].split("\t")[2:] == ["Not sent", "陈建国", "About an item", REASON]
    (only,) = rectify("list", "--failed").stdout.splitlines()
    assert only == lines[0]
    assert rectify("list", "--state", "sent").stdout == ""
    assert rectify("list", "--person", "nobody of this name").stdout == ""
    assert "灭火器" not in rectify("list", "--json").stdout  # nothing of what a mail says


def test_programs_read_the_same_as_json(mails: tuple[int, int]) -> None:
    (told,) = json.loads(rectify("list", "--failed", "--json").stdout)
    assert (told["id"], told["state"], told["tries"]) == (mails[1], "failed", 3)
    assert (told["error"], told["next_try"], told["sent_at"]) == (REASON, None, None)


def test_what_failed_is_sent_again_and_what_did_not_fail_is_not(mails: tuple[int, int]) -> None:
    waiting, failed = mails
    assert rectify("again", str(failed)).exit_code == 0
    assert rectify("list", "--failed").stdout == ""
    refused = rectify("again", str(waiting))
    assert isinstance(refused.exception, NotFound)
    assert rectify("again").exit_code == 2


def test_the_doctor_counts_what_was_given_up(mails: tuple[int, int]) -> None:
    (found,) = servers.messages(settings())
    assert (found.level, found.words.en) == ("warn", "1 mail was not sent")
    assert "rectify messages list --failed" in found.todo.en
    rectify("again", str(mails[1]))
    (found,) = servers.messages(settings())
    assert found.level == "ok"
