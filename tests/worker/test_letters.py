"""What mails say, to whom, and what they keep to themselves."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.worker.conftest import Promise
from worker.letters import BadAddress, compose
from workflow.engine import commands
from workflow.queries.letter import letter_of


def newest(owner: psycopg.Connection[Any]) -> int:
    row = owner.execute("SELECT max(id) FROM outbox").fetchone()
    assert row
    return int(row[0])


def sent(outbox_id: int) -> EmailMessage:
    """Return the mail as its recipient reads it, after its way over the wire."""
    letter = letter_of(outbox_id)
    assert letter
    message = message_from_bytes(
        compose(letter).as_bytes(policy=policy.SMTP), policy=policy.default
    )
    assert isinstance(message, EmailMessage)
    return message


def text(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body
    content: str = body.get_content()
    return content


def test_a_mail_says_what_happened_to_which_item_and_where_it_is(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    number = promise("灭火器过期")
    message = sent(newest(owner))
    assert message["Subject"] == f"【整改销号】交办 {number} 灭火器过期"
    assert message["To"] == "陈建国 <branch-head@example.org>"
    for said in ("陈建国同志", number, "问题清单", "整改中", "第一党支部", "2031-12-31"):
        assert said in text(message), said
    assert f"http://127.0.0.1:8000/items/{number}\n" in text(message)


def test_a_mail_is_in_the_language_of_its_reader(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("UPDATE people SET language = 'en'")
    number = promise("灭火器过期")
    message = sent(newest(owner))
    assert message["Subject"] == f"[Rectify] Assign {number} 灭火器过期"
    assert "Dear Chen Jianguo," in text(message)
    assert "State: Assigned" in text(message)


def test_a_long_title_is_cut_in_the_subject_and_arrives_whole_in_the_mail(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    title = "党员活动室长期被挪作库房，“三会一课”记录缺失，且整改后又反弹" * 12
    number = promise(title)
    message = sent(newest(owner))
    assert message["Subject"] == f"【整改销号】交办 {number} {title[:39]}…"
    assert title in text(message)
    assert all(len(line) < 998 for line in message.as_bytes().splitlines())


def test_nothing_that_people_type_becomes_a_header(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("UPDATE people SET name = E'陈\\r\\nBcc: thief@example.org' WHERE id = 4")
    promise("标题\nBcc: thief@example.org\n\nbody")
    message = sent(newest(owner))
    assert "Bcc" not in message
    assert "thief@example.org" in message["Subject"]
    assert message["To"].addresses[0].addr_spec == "branch-head@example.org"


def test_html_shows_what_was_typed_and_nothing_more(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    promise('<img src="http://thief.example.org/">')
    shown = text(sent(newest(owner)), "html")
    assert "<img" not in shown
    assert "&lt;img" in shown


@pytest.mark.parametrize("address", ["", "no address", "a@b\r\nRCPT TO:<c@d>", "<a@b>", "a@b, c@d"])
def test_an_address_that_is_none_is_refused_with_a_reason(
    address: str, promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    owner.execute("UPDATE people SET email = %s", [address])
    promise()
    letter = letter_of(newest(owner))
    assert letter
    with pytest.raises(BadAddress, match="address"):
        compose(letter)


def test_nobody_who_has_left_gets_mail(promise: Promise, owner: psycopg.Connection[Any]) -> None:
    promise()
    owner.execute("UPDATE people SET left_on = current_date WHERE id = 4")
    letter = letter_of(newest(owner))
    assert letter
    with pytest.raises(BadAddress, match="left"):
        compose(letter)


@pytest.mark.parametrize("list_key", ["interviews", "criticisms", "accountabilities"])
def test_a_mail_about_a_person_gives_only_the_number(
    list_key: str, cast: dict[str, Persona], promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    parent = promise()
    number = commands.raise_item(
        list_key, actor("discipline"), parent=parent, fields={"title": "逾期不改"}
    ).number
    owner.execute(
        "INSERT INTO outbox (person_id, item_id, seq, at, available_at)"
        " SELECT %s, id, version, now(), now() FROM items WHERE number = %s",
        [cast["discipline"].id, number],
    )
    message = sent(newest(owner))
    assert message["Subject"] == f"【整改销号】{number}"
    for part in ("plain", "html"):
        shown = text(message, part)
        assert f"/items/{number}" in shown
        for secret in ("逾期不改", "约谈", "通报", "问责", "灭火器", "第一党支部"):
            assert secret not in shown, secret


def test_every_try_has_the_same_message_id(
    promise: Promise, owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from workflow.platform import settings

    promise()
    monkeypatch.setenv("RECTIFY_BASE_URL", "https://rectify.example.org/")
    settings.cache_clear()
    outbox_id = newest(owner)
    ids = {sent(outbox_id)["Message-ID"] for _ in range(3)}
    assert ids == {f"<outbox-{outbox_id}@rectify.example.org>"}


def test_a_due_date_in_a_year_that_is_not_published_is_said_to_be_provisional(
    promise: Promise, owner: psycopg.Connection[Any]
) -> None:
    promise("灭火器过期")
    assert re.search(r"时限：2031-12-31（还剩\d+个工作日，暂定）", text(sent(newest(owner))))
    owner.execute("UPDATE people SET language = 'en'")
    for kind in ("plain", "html"):
        said = text(sent(newest(owner)), kind)
        assert re.search(r"2031-12-31 \(\d+ working days left, provisional\)", said)
