"""Reports by a timetable: made once for each due instant, with what each reader may see then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import openpyxl
import psycopg
import pytest
from docx import Document

from tests import clock
from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, Persona, actor, cast
from tests.engine.stage import Stage
from tests.servers import Database
from tests.web.stories import in_days
from worker.report_letters import compose
from workflow.accounts import list_views as views
from workflow.accounts.list_views import ViewWish
from workflow.calendar import Timetable
from workflow.delivery import outbox
from workflow.delivery.reports import copies, making, overview
from workflow.delivery.reports.mails import letter_of
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.platform import settings
from workflow.registers import commands, every_register
from workflow.snapshots import policies

__all__ = ["cast"]
Owner = psycopg.Connection[Any]


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[Owner]:
    """The owner's connection; a problem of each branch is there."""
    Stage().one("problems", "assigned")
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def view(login: str, name: str = "在办", **more: Any) -> int:
    return views.save(actor(login), ViewWish("problems", name, {"state": "open"}, **more))


def report(login: str, view_id: int, **more: Any) -> int:
    form = {
        "unit": BRANCH if login == "branch-head" else OFFICE, "name": "每日在办", "view": view_id,
        "form": "xlsx", "rhythm": "daily", "hour": "8", "delivery": "mail",
        "valid_from": in_days(0), **more,
    }  # fmt: skip
    return int(commands.add(actor(login), every_register()["reports"], form).id)


def reader(login: str, report_id: int, who: str) -> str:
    given = {"report": report_id, "person": PERSONAS[who].id, "valid_from": in_days(0)}
    return commands.add(actor(login), every_register()["report_recipients"], given).id


def after(days: int = 1, minutes: int = 5) -> datetime:
    """Return a moment after the due hour of a working day to come."""
    day = policies.calendar().add_working_days(clock.today(), days)
    return datetime.combine(day, datetime.min.time(), settings().zone) + timedelta(
        hours=8, minutes=minutes
    )


def rows(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet
    told = [str(cell.value) for line in sheet.iter_rows() for cell in line]
    return [text for text in told if text.startswith("P20")]


def letters(owner: Owner) -> list[EmailMessage]:
    ids = owner.execute("SELECT id FROM outbox WHERE about = 'report' ORDER BY id").fetchall()
    return [compose(found) for (id_,) in ids if (found := letter_of(id_))]


def test_a_due_report_is_made_once_however_often_its_job_runs(owner: Owner) -> None:
    report("coordinator", view("coordinator"))
    assert making.make() == (0, "")  # before it was entered nothing was due
    with ThreadPoolExecutor(4) as pool:
        assert sum(made for made, _ in pool.map(lambda _: making.make(after()), range(4))) == 1
    assert making.make(after()) == (0, "")
    [mail] = letters(owner)
    [file] = mail.iter_attachments()
    assert str(mail["To"]).endswith("<coordinator@example.org>")
    assert len(rows(file.get_content())) == 1
    assert making.make(after(6)) == (1, "")  # of the five missed, one
    assert [row.due_at for row in copies.copies(actor("coordinator"))] == [
        after(6, 0), after(1, 0),
    ]  # fmt: skip
    noted = owner.execute("SELECT details ->> 'what' FROM journal WHERE kind = 'report'").fetchall()
    assert noted == [("made",), ("made",)]


def test_each_reader_gets_what_they_may_see_and_nobody_else_is_one(owner: Owner) -> None:
    of = report("coordinator", view("coordinator"), form="docx")
    reader("coordinator", of, "outsider")
    for who in ("system-admin", "nobody"):
        with pytest.raises(BadInput) as refused:
            reader("coordinator", of, who)
        assert "person" in refused.value.fields
    with pytest.raises(BadInput) as refused:
        reader("director", of, "verifier")  # it is not the director's report
    assert "report" in refused.value.fields
    assert making.make(after())[0] == 2
    seen = {}
    for login in ("coordinator", "outsider"):
        [copy] = copies.copies(actor(login))
        name, content = copies.copy_file(actor(login), copy.id)
        table = Document(BytesIO(content)).tables[0]
        seen[login] = [row.cells[0].text for row in table.rows[1:]]
        assert name.endswith(".docx")
        with pytest.raises(NotFound):
            copies.copy_file(actor("director"), copy.id)
    assert len(seen["coordinator"]) == 1
    assert seen["outsider"] == []  # the problem is another branch's
    moved = replace(PERSONAS["coordinator"], unit_id=OTHER_BRANCH).actor
    [copy] = copies.copies(moved)
    assert not copy.opens  # it was made under a post that is over
    with pytest.raises(NotFound):
        copies.copy_file(moved, copy.id)


@pytest.mark.parametrize("ends", ["post", "left", "view"])
def test_a_report_that_cannot_be_made_is_told_once(owner: Owner, ends: str) -> None:
    shared = view("director", unit_id=OFFICE)
    login = "coordinator" if ends == "view" else "branch-head"
    report(login, shared if ends == "view" else view(login))
    if ends == "view":
        views.remove(actor("director"), shared)
    elif ends == "post":
        owner.execute("UPDATE appointments SET valid_to = %s WHERE person_id = %s",
                      [clock.today() - timedelta(days=1), PERSONAS[login].id])  # fmt: skip
    else:
        owner.execute("UPDATE people SET left_on = %s WHERE id = %s",
                      [clock.today(), PERSONAS[login].id])  # fmt: skip
    for days in (1, 2, 3):
        assert making.make(after(days)) == (0, "")
    mails = letters(owner)
    told = {"coordinator", "director"} if ends == "left" else {login}
    assert {str(mail["To"]).split("<")[1].split("@")[0] for mail in mails} == told
    assert len(mails) == len(told)
    assert not [*mails[0].iter_attachments()]
    assert owner.execute("SELECT count(*) FROM report_copies WHERE content IS NOT NULL"
                         ).fetchone() == (0,)  # fmt: skip


def test_a_revoked_report_sends_nothing_not_even_what_waits(owner: Owner) -> None:
    of = report("coordinator", view("coordinator"))
    dropped = reader("coordinator", of, "verifier")
    registers = every_register()
    commands.end(actor("verifier"), registers["report_recipients"], dropped, {})
    with pytest.raises(NotFound):
        commands.end(actor("branch-head"), registers["reports"], str(of), {})
    assert making.make(after()) == (1, "")
    assert outbox.lease(10)
    commands.end(actor("director"), registers["reports"], str(of), {})  # who oversees the office
    assert letters(owner) == []
    assert making.make(after(2)) == (0, "")
    with pytest.raises(NotFound):
        overview.at_once(actor("coordinator"), of, "zh")


def test_a_report_of_a_stretch_goes_over_the_one_before_and_comes_as_pdf(owner: Owner) -> None:
    of = report("coordinator", view("coordinator"), form="pdf", rhythm="monthly", over="found")
    name, content, may_leave = overview.at_once(actor("coordinator"), of, "en")
    assert (name[-4:], content[:4], may_leave) == (".pdf", b"%PDF", True)
    [told] = overview.own_reports(actor("coordinator"))
    assert told.when.zh == "每月第一个工作日 08:00"
    assert told.next
    filters = owner.execute(
        "SELECT details ->> 'filter', details ->> 'report' FROM journal WHERE kind = 'exported'"
    ).fetchone()
    before = clock.today().replace(day=1) - timedelta(days=1)
    assert filters
    assert f"{before.replace(day=1)}" in filters[0]
    assert f"{before}" in filters[0]
    assert filters[1] == str(of)


def test_what_is_for_named_readers_never_goes_out_with_a_mail(owner: Owner) -> None:
    key = views.save(actor("discipline"), ViewWish("complaints", "信访", {}))
    report("discipline", key, unit=1)
    assert making.make(after()) == (1, "")
    [mail] = letters(owner)
    assert not [*mail.iter_attachments()]
    text = mail.get_body(("plain",))
    assert text
    assert "请登录后下载" in text.get_content()
    [copy] = copies.copies(actor("discipline"))
    assert copy.opens


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"layout": "无此版式"}, "layout"), ({"form": "pdf", "layout": "x"}, "layout"),
        ({"view": 999}, "view"), ({"unit": 1}, "unit"), ({"hour": "25"}, "hour"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused_with_its_field(
    owner: Owner, more: dict[str, Any], field: str
) -> None:
    del owner
    with pytest.raises(BadInput) as refused:
        report("coordinator", view("coordinator"), **more)
    assert field in refused.value.fields
    with pytest.raises((NotPermitted, NotFound)):
        report("system-admin", 1)


@pytest.mark.parametrize(
    ("rhythm", "now", "latest", "covered"),
    [
        ("daily", date(2026, 10, 8), date(2026, 10, 8), (date(2026, 9, 30), date(2026, 10, 7))),
        ("daily", date(2026, 10, 5), date(2026, 9, 30), (date(2026, 9, 29), date(2026, 9, 29))),
        ("weekly", date(2026, 10, 9), date(2026, 10, 8), (date(2026, 9, 28), date(2026, 10, 4))),
        ("monthly", date(2026, 10, 20), date(2026, 10, 8), (date(2026, 9, 1), date(2026, 9, 30))),
        ("quarterly", date(2026, 12, 31), date(2026, 10, 8), (date(2026, 7, 1), date(2026, 9, 30))),
        ("yearly", date(2026, 12, 31), date(2026, 1, 4), (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)  # fmt: skip
def test_the_first_working_day_of_a_stretch_is_the_calendars(
    rhythm: Any, now: date, latest: date, covered: tuple[date, date]
) -> None:
    zone, calendar = settings().zone, policies.calendar()
    asked = Timetable(rhythm, 8)
    moment = datetime.combine(now, datetime.max.time(), zone)
    found = asked.latest(calendar, moment, zone)
    assert found.astimezone(zone) == datetime(latest.year, latest.month, latest.day, 8, tzinfo=zone)
    assert asked.covered(calendar, latest) == covered
    assert asked.next(calendar, found - timedelta(seconds=1), zone) == found
