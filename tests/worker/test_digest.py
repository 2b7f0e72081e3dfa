"""The digest: one for each person and working day, of what waits and what is new, or none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cast import BRANCH, PERSONAS, Persona, actor
from tests.escalation.late_items import DUE, MONDAY, assigned, count, on
from tests.worker.mailserver import MailServer
from tests.worker.processes import running
from worker.jobs import deliver
from workflow.delivery import inbox, outbox
from workflow.delivery.messages import digest_job, mail_choices
from workflow.engine import commands
from workflow.escalation.sweep import sweep
from workflow.queries import digest
from workflow.registers import delegating

Owner = psycopg.Connection[Any]
HEAD = "branch-head@example.org"
_DIGESTS = "SELECT count(*) FROM outbox WHERE digest_on IS NOT NULL"


def clock(owner: Owner, day: str, hour: int = 10) -> None:
    owner.execute(
        "INSERT INTO instance VALUES ('demo_clock', (%s::timestamptz - now())::text)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [on(day, hour)],
    )


def send_all() -> None:
    while leased := outbox.lease():
        for outbox_id in leased:
            deliver(outbox_id)


def morning(owner: Owner, mail: MailServer, day: str) -> dict[str, EmailMessage]:
    """Let it be ten o'clock of a day; return the digests that came, by address."""
    clock(owner, day)
    send_all()
    mail.came.clear()
    digest_job.make()
    send_all()
    return dict(mail.came)


def text(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body
    said: str = body.get_content()
    return said


def test_thirty_late_items_come_in_one_mail_and_so_they_do_to_whoever_is_told_of_them(
    mail: MailServer, owner: Owner
) -> None:
    numbers = assigned(30)
    sweep(on("2026-03-23"), confirmed=True)
    came = morning(owner, mail, "2026-03-23")
    for address in (HEAD, "director@example.org"):
        said = text(came[address])
        assert all(number in said for number in numbers)
        assert "逾期通知" in said
    assert "待办30项，超期30项，新通知30条" in came[HEAD]["Subject"]
    assert len(mail.came) == len(came)


def test_a_matter_is_one_line_whatever_the_number_of_its_items(
    mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    fields = {"title": "补充灭火器", "unit": BRANCH, "severity": "minor"}
    tasks = [
        commands.raise_item(
            "tasks", actor("director"), fields=fields, parent=number, now=MONDAY
        ).number
        for _ in range(3)
    ]
    given = {"holder": PERSONAS["branch-head"].id, "due_on": DUE}
    for task in tasks:
        commands.fire(task, "assign", actor("coordinator"), fields=given, now=MONDAY)
        commands.fire(task, "comment", actor("director"), comment="先报方案", now=on("2026-03-16"))
    message = morning(owner, mail, "2026-03-17")[HEAD]
    assert "待办1项，新通知3条" in message["Subject"]
    said = text(message)
    assert f"（连同{'、'.join(tasks)}）" in said  # the problem speaks for what waits
    assert f"留言，另有2条（连同{'、'.join(tasks[:2])}）" in said  # the newest notice for the news


def test_it_says_the_same_as_text_and_as_html_in_the_language_of_its_reader(
    mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    owner.execute("UPDATE people SET language = 'en' WHERE id = %s", [PERSONAS["branch-head"].id])
    message = morning(owner, mail, "2026-03-17")[HEAD]
    assert message["Subject"] == "[Rectify] Digest of 2026-03-17: 1 waiting"
    for part in ("plain", "html"):
        said = text(message, part)
        for words in ("Dear Chen Jianguo", "Due soon (1)", "3 working days left", number):
            assert words in said, (part, words)
        assert f"/items/{number}" in said


def test_who_has_nothing_to_do_and_nothing_to_read_gets_none(
    mail: MailServer, owner: Owner
) -> None:
    assigned()
    came = morning(owner, mail, "2026-03-17")
    assert "outsider@example.org" not in came
    assert "nobody@example.org" not in came
    assert not [p for p in PERSONAS.values() if "admin" in p.login and f"{p.login}@" in str(came)]


def test_what_was_read_or_told_before_is_not_told_again(mail: MailServer, owner: Owner) -> None:
    (number,) = assigned()
    commands.fire(number, "comment", actor("director"), comment="先报方案", now=on("2026-03-16"))
    assert "留言" in text(morning(owner, mail, "2026-03-17")[HEAD])
    assert "留言" not in text(morning(owner, mail, "2026-03-18")[HEAD])
    commands.fire(number, "comment", actor("director"), comment="再报方案", now=on("2026-03-18"))
    inbox.mark_read(actor("branch-head"), 10_000)
    assert "留言" not in text(morning(owner, mail, "2026-03-19")[HEAD])


def test_what_was_mailed_at_once_is_no_news(mail: MailServer, owner: Owner) -> None:
    assigned()
    said = text(morning(owner, mail, "2026-03-03")[HEAD])
    assert "新通知" not in said
    assert "其他待办（1）" in said


def test_a_missed_day_is_made_up_for_by_the_next_digest_and_not_by_two(
    mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    for day in ("2026-03-16", "2026-03-17"):
        commands.fire(number, "comment", actor("director"), comment=f"{day}的话", now=on(day))
    came = morning(owner, mail, "2026-03-19")
    assert "新通知（2）" in text(came[HEAD])
    assert count(owner, f"{_DIGESTS} AND person_id = 4") == 1


@pytest.mark.parametrize(
    ("day", "hour", "made"),
    [
        ("2026-03-17", 9, False),  # what falls due this morning is still being raised
        ("2026-03-17", 18, True),
        ("2026-03-21", 12, False),  # a Saturday
        ("2026-02-28", 12, True),  # a Saturday on which people work
        ("2026-02-17", 12, False),  # the spring festival
    ],
)
def test_it_is_made_on_working_days_once_people_are_at_work(
    day: str, hour: int, made: bool, mail: MailServer, owner: Owner
) -> None:
    assigned(now=on("2026-02-10"))
    clock(owner, day, hour)
    assert bool(digest_job.make()) is made


def test_two_timetables_make_it_once(mail: MailServer, owner: Owner) -> None:
    assigned(5)
    clock(owner, "2026-03-17")
    with ThreadPoolExecutor(6) as pool:
        made = [n for n in pool.map(lambda _: digest_job.make(), range(6)) if n]
    assert len(made) == 1
    assert count(owner, _DIGESTS) == made[0]


def make_for_ever() -> None:
    while True:
        digest_job.make()


def test_killed_at_any_moment_it_is_made_once_and_keeps_its_message_id(
    mail: MailServer, owner: Owner, tmp_path: Path, hasten: Callable[[], None]
) -> None:
    assigned(5)
    clock(owner, "2026-03-17")
    for _ in range(4):
        with running(make_for_ever, log=tmp_path / "log"):
            pass
    digest_job.make()
    mail.breaks = 1  # the server had it, and nobody heard so
    send_all()
    hasten()
    send_all()
    to_head = [m["Message-ID"] for a, m in mail.came if a == HEAD and "摘要" in m["Subject"]]
    assert len(set(to_head)) == 1
    people = "SELECT count(*) - count(DISTINCT (person_id, digest_on)) FROM outbox"
    assert count(owner, f"{people} WHERE digest_on IS NOT NULL") == 0


def test_who_does_not_want_it_gets_none_and_has_the_notices_all_the_same(
    mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    mail_choices.choose(actor("branch-head"), {*mail_choices.OPTIONAL} - {mail_choices.DIGEST})
    commands.fire(number, "comment", actor("director"), comment="先报方案", now=on("2026-03-16"))
    assert HEAD not in morning(owner, mail, "2026-03-17")
    assert count(owner, "SELECT count(*) FROM inbox WHERE person_id = 4 AND read_at IS NULL") == 2


def test_a_delegate_reads_what_concerns_the_absent_apart(
    cast: dict[str, Persona], mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    clock(owner, "2026-03-16")
    day = date(2026, 3, 16)
    delegating.delegate(
        actor("branch-head"), cast["branch-member"].id, day, day + timedelta(days=3), "学习"
    )
    commands.fire(number, "comment", actor("director"), comment="先报方案")
    came = morning(owner, mail, "2026-03-17")
    said = text(came["branch-member@example.org"])
    assert "代陈建国办理" in said
    assert "新通知（1）" in said
    assert f"/account/delegations?next=/items/{number}" in said
    assert "branch-member@example.org" not in morning(owner, mail, "2026-03-20")


def test_of_what_is_confidential_it_gives_the_number_and_nothing_more(
    mail: MailServer, owner: Owner
) -> None:
    (number,) = assigned()
    for day in ("2026-03-23", "2026-03-25", "2026-04-09"):
        sweep(on(day))
    rows = owner.execute("SELECT number FROM items WHERE list_key = 'interviews'")
    ((interview,),) = rows.fetchall()
    came = morning(owner, mail, "2026-04-09")
    about = [text(message, part) for message in came.values() for part in ("plain", "html")]
    assert any(interview in said for said in about)
    assert not [said for said in about if "约谈" in said]
    assert "请登录后查看" in text(came[HEAD])
    assert number in text(came[HEAD])
    assert interview not in text(came.get("coordinator@example.org") or came[HEAD])


def test_it_says_which_due_dates_are_provisional(mail: MailServer, owner: Owner) -> None:
    assigned(due="2027-01-05")
    assigned(due="2026-12-31")
    said = text(morning(owner, mail, "2026-12-25")[HEAD])
    assert "2027-01-05到期，还剩6个工作日，暂定" in said
    assert "2026-12-31到期，还剩4个工作日\n" in said


def test_more_than_is_counted_is_said_and_what_is_late_is_counted_as_late(
    mail: MailServer, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned(12)
    monkeypatch.setattr(digest, "MOST", 2)
    said = morning(owner, mail, "2026-03-23")[HEAD]
    assert "待办12项，超期12项" in said["Subject"]  # also those behind the ten that are read
    counting = sys.modules["workflow.queries.waiting_matters"]
    monkeypatch.setattr(counting, "MOST_WAITING", 11)
    said = morning(owner, mail, "2026-03-24")[HEAD]
    assert "待办超过11项，超期超过11项" in said["Subject"]
    assert "另有超过9项" in text(said)
