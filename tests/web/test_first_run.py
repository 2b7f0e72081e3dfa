"""The first run: an empty installation is set up in the browser, without any JavaScript."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pyotp
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import clock
from tests.cast import PASSWORD, SECRET_KEY
from tests.servers import Database
from tests.web.visitor import Visitor, words
from web.app import create_app
from worker import trial_letters
from workflow.accounts import approvals
from workflow.delivery.messages import trial_mails
from workflow.ops.rights import who_can_sign_in
from workflow.organisation.founding import first_runs
from workflow.organisation.staff import Newcomer, enrol
from workflow.platform import connect, db, settings

FOUNDERS = {
    "system_admin.name": "林岚", "system_admin.login": "lin", "system_admin.email": "l@x.org",
    "security_admin.name": "周正", "security_admin.login": "zhou",
    "security_admin.email": "z@x.org", "audit_admin.name": "高明", "audit_admin.login": "gao",
}  # fmt: skip
UNIT = {"name": "市水务局党组", "kind": "party_group"}
SHEET = "单位,姓名,工号\n城东党支部,王一,A1\n城西党支部,李二,A2\n".encode()
_RUN = "/first-run"


@pytest.fixture
def empty(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Database]:
    """A database that nobody has begun with."""
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("RECTIFY_MAIL_HOURS", "always")
    db.close()
    settings.cache_clear()
    yield database
    db.close()


@pytest.fixture
def app(empty: Database) -> Flask:
    return create_app()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return begun(Visitor(app))


def begun(visitor: Visitor) -> Visitor:
    token = first_runs.issue()
    assert visitor.post(f"{_RUN}/{token}", {"language": "zh"}).location == f"{_RUN}/organisation"
    return visitor


def sent(visitor: Visitor, step: str, **data: object) -> TestResponse:
    return visitor.post(f"{_RUN}/{step}", data)


def code_on(visitor: Visitor) -> str:
    found = re.search(r"data-select>([A-Z2-7]{32})<", visitor.get(f"{_RUN}/sign-in").text)
    assert found
    return pyotp.TOTP(found[1]).now()


def filled_in(visitor: Visitor, **unit: object) -> Visitor:
    """Fill in all steps but the last."""
    assert sent(visitor, "organisation", **(unit or UNIT)).status_code == 303
    assert sent(visitor, "administrators", **FOUNDERS).location == f"{_RUN}/sign-in"
    entrance = {"password": PASSWORD, "again": PASSWORD, "code": code_on(visitor)}
    assert sent(visitor, "sign-in", **entrance).location == f"{_RUN}/review"
    return visitor


def rows(empty: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(empty.owner_url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_an_empty_installation_is_set_up_in_the_browser(empty: Database, visitor: Visitor) -> None:
    filled_in(visitor)
    shown = visitor.text(f"{_RUN}/review")
    assert all(name in shown for name in ("市水务局党组", "林岚", "周正", "高明", "动态口令"))
    assert who_can_sign_in(empty.app_url) == 0

    done = visitor.post(f"{_RUN}/begin", page=f"{_RUN}/review")
    assert done.status_code == 201
    assert len(re.findall(r"<code>(?:[a-z2-9]{4}-){3}[a-z2-9]{4}</code>", done.text)) == 10
    links = re.findall(r"(/link/[\w-]+)</code>", done.text)
    assert len(links) == 2
    assert visitor.get("/").status_code == 200  # signed in, with the second factor
    assert rows(empty, "SELECT role, name FROM appointments a, people p WHERE p.id = person_id"
                " ORDER BY role") == [
        ("audit_admin", "高明"), ("security_admin", "周正"), ("system_admin", "林岚"),
    ]  # fmt: skip
    assert rows(empty, "SELECT count(*) FROM first_runs") == [(0,)]

    first_page = visitor.text("/")
    assert "接下来可以做" in first_page
    assert "试发一封邮件" in first_page

    other = Visitor(visitor.client.application)
    assert other.post(links[0], {"password": "a sentence to keep"}).location == "/sign-in"
    assert other.sign_in("zhou", "a sentence to keep").location == "/"
    with connect() as connection:
        assert not approvals.founds(connection)  # from here on it takes two


def test_whoever_finds_the_sign_in_page_first_is_told_how_it_begins(app: Flask) -> None:
    assert "rectify begin" in Visitor(app).text("/sign-in")


def test_an_address_is_for_one_browser_and_for_a_time(app: Flask, empty: Database) -> None:
    token = first_runs.issue() or ""
    first, second = Visitor(app), Visitor(app)
    page = f"{_RUN}/{token}"
    crossed = second.token(page)  # looking uses nothing up
    assert first.post(page, {"language": "zh"}).status_code == 303
    assert second.send(page, {"csrf_token": crossed, "language": "zh"}).status_code == 410
    for path in (page, f"{_RUN}/organisation", f"{_RUN}/review", f"{_RUN}/template"):
        answer = second.get(path)
        assert answer.status_code == 410
        assert "rectify begin" in words(answer)
    assert first.get(page).location == f"{_RUN}/organisation"  # its own browser is led on

    later = first_runs.issue() or ""
    assert first.get(f"{_RUN}/organisation").status_code == 410
    tomorrow = clock.now() + first_runs.LASTS + timedelta(minutes=1)
    with pytest.raises(first_runs.Gone):
        first_runs.look(later, tomorrow)
    assert first_runs.issue(tomorrow) is not None


def test_an_address_is_worth_nothing_once_somebody_can_sign_in(
    empty: Database, visitor: Visitor
) -> None:
    filled_in(visitor)
    form = {"csrf_token": visitor.token(f"{_RUN}/review")}
    enrol(Newcomer("first", "先来的", role="system_admin", unit="别的单位"), PASSWORD)
    before = rows(empty, "SELECT login FROM accounts")
    assert visitor.send(f"{_RUN}/begin", form).status_code == 410
    assert visitor.get(f"{_RUN}/organisation").status_code == 410
    assert rows(empty, "SELECT login FROM accounts") == before
    assert first_runs.issue() is None


def test_nothing_is_half_done_and_every_step_can_be_gone_back_to(
    empty: Database, visitor: Visitor
) -> None:
    assert visitor.get(f"{_RUN}/administrators").location == f"{_RUN}/organisation"
    early = visitor.post(f"{_RUN}/begin", page=f"{_RUN}/organisation")
    assert early.status_code == 409
    assert "组织机构" in words(early)
    filled_in(visitor)
    tables = ("units", "people", "accounts", "appointments", "approvals", "account_links")
    assert all(rows(empty, f"SELECT count(*) FROM {table}") == [(0,)] for table in tables)

    assert 'value="市水务局党组"' in visitor.get(f"{_RUN}/organisation").text
    sent(visitor, "organisation", name="区水务局", kind="organisation")
    assert 'value="zhou"' in visitor.get(f"{_RUN}/administrators").text
    assert "不改就不用再填" in visitor.text(f"{_RUN}/sign-in")
    assert sent(visitor, "sign-in").location == f"{_RUN}/review"  # the password stays
    visitor.post(f"{_RUN}/begin", page=f"{_RUN}/review")
    assert rows(empty, "SELECT name, kind FROM units") == [("区水务局", "organisation")]


def test_every_fault_of_a_step_is_told_at_once(visitor: Visitor) -> None:
    nothing = sent(visitor, "organisation", kind="party_group")
    assert nothing.status_code == 422
    assert "请填写最上级单位的名称" in words(nothing)
    sent(visitor, "organisation", **UNIT)
    wrong = FOUNDERS | {
        "security_admin.login": "lin",
        "audit_admin.name": "",
        "audit_admin.login": "Ü",
    }
    told = sent(visitor, "administrators", **wrong)
    assert told.status_code == 422
    said = words(told)
    assert "登录名不能相同" in said
    assert "小写字母" in said
    assert "没有填写" in said
    early = visitor.post(f"{_RUN}/sign-in", {"password": "x"}, page=f"{_RUN}/administrators")
    assert early.location == f"{_RUN}/administrators"
    sent(visitor, "administrators", **FOUNDERS)
    told = sent(visitor, "sign-in", password="short", again="short", code="000000")
    assert told.status_code == 422
    assert "至少要有10个字符" in words(told)
    assert "六位数字" in words(told)


def test_a_sheet_brings_units_and_people(empty: Database, visitor: Visitor) -> None:
    bad = sent(visitor, "organisation", **UNIT, file=(io.BytesIO(b"nothing,here\n1,2\n"), "x.csv"))
    assert bad.status_code == 422
    good = sent(visitor, "organisation", **UNIT, file=(io.BytesIO(SHEET), "花名册.csv"))
    assert good.location == f"{_RUN}/organisation"
    shown = visitor.text(f"{_RUN}/organisation")
    assert "花名册.csv" in shown
    assert "人员 2 名" in shown
    founders = FOUNDERS | {"audit_admin.name": "王一"}  # somebody of the sheet
    sent(visitor, "organisation", **UNIT)
    sent(visitor, "administrators", **founders)
    entrance = {"password": PASSWORD, "again": PASSWORD, "code": code_on(visitor)}
    sent(visitor, "sign-in", **entrance)
    assert visitor.post(f"{_RUN}/begin", page=f"{_RUN}/review").status_code == 201
    assert rows(empty, "SELECT count(*) FROM units") == [(3,)]
    assert rows(empty, "SELECT count(*) FROM people") == [(4,)]
    assert rows(empty, "SELECT p.code FROM accounts a JOIN people p ON p.id = a.person_id"
                " WHERE login = 'gao'") == [("A1",)]  # fmt: skip


def test_an_empty_installation_begins_with_a_ledger(empty: Database, visitor: Visitor) -> None:
    data = (
        "市水务局2026年检查问题整改台账,,,\n具体问题,整改措施,责任单位,责任人\n"
        "记录不全,补全,城东党支部,王立\n牌匾破损,更换,城西党支部,李青\n"
    ).encode()
    told = sent(
        visitor, "organisation", name="", kind="party_group", file=(io.BytesIO(data), "台账.csv")
    )
    assert told.status_code == 303, words(told)
    filled_in(visitor, name="", kind="party_group")
    assert "城东党支部" not in str(rows(empty, "SELECT name FROM units"))
    assert visitor.post(f"{_RUN}/begin", page=f"{_RUN}/review").status_code == 201
    assert set(rows(empty, "SELECT name FROM units")) == {
        ("市水务局",), ("城东党支部",), ("城西党支部",),
    }  # fmt: skip
    assert len(rows(empty, "SELECT FROM people WHERE name IN ('王立', '李青')")) == 2


def test_the_template_has_the_headings_of_the_own_workbook(visitor: Visitor) -> None:
    answer = visitor.get(f"{_RUN}/template")
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"


def test_the_mail_server_is_tried_and_the_calendar_looked_at(
    empty: Database, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled_in(visitor)
    visitor.post(f"{_RUN}/begin", page=f"{_RUN}/review")
    none = visitor.post("/first-steps/mail")
    assert none.status_code == 409
    assert "SMTP_URL" in words(none)
    monkeypatch.setenv("SMTP_URL", "smtp://localhost:1")
    settings.cache_clear()
    assert visitor.post("/first-steps/mail").status_code == 303
    assert "待发出" in visitor.text("/first-steps/mail")
    ((number,),) = rows(empty, "SELECT id FROM outbox WHERE about = 'trial'")
    letter = trial_mails.letter_of(int(str(number)))
    assert letter
    assert "l@x.org" in trial_letters.compose(letter)["To"]
    assert "试发邮件" in visitor.text("/messages")
    assert "时区" in visitor.text("/first-steps/calendar")
    day = {"day": "2030-05-06", "working": "no", "name": "建局纪念日"}
    assert visitor.post("/first-steps/calendar", day).status_code == 303
    assert "建局纪念日" in visitor.text("/first-steps/calendar")
