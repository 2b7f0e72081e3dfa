"""The logs as the audit administrator sees them: filtered, followed, taken away as files."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from tests.cast import PASSWORD, PERSONAS, actor
from tests.web import stories
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words
from workflow import journal
from workflow.journal.logs import export
from workflow.platform import db


@pytest.fixture
def auditor(enter: Entering) -> Visitor:
    return enter("audit-admin")


def note(count: int, kind: str = "unit", **details: object) -> None:
    with db.connect() as connection:
        for n in range(count):
            journal.note(connection, kind, actor("system-admin"), subject=("unit", n), **details)


def kinds() -> list[str]:
    with db.connect() as connection:
        return [row[0] for row in connection.execute("SELECT kind FROM journal ORDER BY seq")]


def test_the_journal_says_who_did_what_from_where(auditor: Visitor, stranger: Visitor) -> None:
    stranger.sign_in("inspector", PASSWORD)
    page = auditor.text("/journal")
    assert "登录 林晓峰 inspector 127.0.0.1" in page


def test_it_is_narrowed_down_by_kind_person_and_day(auditor: Visitor, stranger: Visitor) -> None:
    note(1)
    stranger.sign_in("inspector", PASSWORD)
    for query, shown, hidden in (
        ("kind=unit", "冯涛", "林晓峰"),
        ("person=晓", "林晓峰", "冯涛"),
        ("person=inspec", "林晓峰", "冯涛"),
        ("begin=2020-01-01&end=2099-01-01", "冯涛", "%"),
    ):
        page = auditor.text(f"/journal?{query}")
        assert shown in page, query
        assert hidden not in page.split("详情")[-1], query
    for query in ("begin=2099-01-01", "end=2020-01-01", "person=%25", "person=_"):
        assert "没有" in auditor.text(f"/journal?{query}"), query


@pytest.mark.parametrize(
    "query", ["begin=24.11.2026", "end=2026-02-30", "after=x", "after=WyJ4Il0=", "after=WzBd"]
)
def test_a_bad_filter_is_refused_with_a_sentence(query: str, auditor: Visitor) -> None:
    for path in ("/journal", "/journal/items"):
        assert auditor.get(f"{path}?{query}").status_code == 422
    assert auditor.get("/journal?kind=nonsense").status_code == 422


def test_pages_are_followed_without_gap_or_repetition(auditor: Visitor) -> None:
    note(120)
    seen: list[str] = []
    path: str | None = "/journal?kind=unit"
    while path:
        text = auditor.get(path).text
        seen += [part.split("<")[0] for part in text.split('class="number">')[1:]]
        following = text.split('rel="next"')[0].split('href="')[-1] if 'rel="next"' in text else ""
        path = following.split('"')[0].replace("&amp;", "&") or None
    numbers = [int(n) for n in seen]
    assert len(numbers) == 120
    assert numbers == sorted(set(numbers), reverse=True)


def test_moves_of_items_are_shown_without_what_the_items_say(auditor: Visitor) -> None:
    number = stories.rectified()
    page = auditor.text("/journal/items")
    assert f"{number} #1 提出" in page or number in page
    assert "林晓峰" in page
    assert "会议记录不全" not in page
    assert "已补齐" not in page
    assert number not in auditor.text("/journal/items?person=nobody")
    assert number in auditor.text(f"/journal/items?number={number.lower()}")
    assert auditor.get(f"/items/{number}").status_code == 404


def test_an_export_is_journalled_and_calculates_nothing(auditor: Visitor) -> None:
    note(2, formula="=1+1", minus="-2+3")
    with db.connect() as connection:
        evil = actor("nobody")
        journal.note(connection, "post", type(evil)(9, "=cmd|' /C calc'!A0"), subject=("unit", 1))
    answer = auditor.post("/journal/export", {"form": "csv", "person": ""}, page="/journal")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["序号", "时间", "事项", "姓名"]
    assert [int(row[0]) for row in rows[1:]] == sorted((int(r[0]) for r in rows[1:]), reverse=True)
    assert rows[1][3] == "'=cmd|' /C calc'!A0"
    assert kinds()[-1] == "exported"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "＝1+1", "﹦1+1", "⁼1", "₌1", "+1", "＋1", "﹢1", "-1", "－1", "﹣1", "−1",
        "@a", "＠a",
        "﹫a", " =1", "\u3000＝1", "\u200b=1", "\ufeff=1", "\t=1", "\tx", "\rx", "\nx", "\xa0+1",
    ],
)  # fmt: skip
def test_no_spelling_of_a_formula_is_calculated(text: str) -> None:
    written = export._csv([[text, 7, "张三"]]).decode("utf-8-sig")
    row = next(csv.reader(io.StringIO(written, newline="")))
    assert row == [f"'{text}", "7", "张三"]


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers(auditor: Visitor) -> None:
    with db.connect() as connection:
        evil = actor("nobody")
        journal.note(connection, "post", type(evil)(9, "=1+1"), subject=("unit", 1))
    answer = auditor.post("/journal/export", {"form": "xlsx"}, page="/journal")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    row = list(sheet[2])
    assert (row[0].data_type, row[3].value, row[3].data_type) == ("n", "=1+1", "s")


def test_the_moves_can_be_taken_away_too(auditor: Visitor) -> None:
    number = stories.raised()
    answer = auditor.post("/journal/export", {"form": "csv", "log": "items"}, page="/journal")
    assert number in answer.text
    assert "会议记录不全" not in answer.text


def test_only_known_formats_are_made(auditor: Visitor) -> None:
    answer = auditor.post("/journal/export", {"form": "pdf"}, page="/journal")
    assert answer.status_code == 422
    assert "csv" in words(answer)


@pytest.mark.parametrize("login", sorted({*PERSONAS} - {"audit-admin"}))
def test_for_anybody_else_there_is_no_such_page(login: str, enter: Entering) -> None:
    visitor = enter(login)
    assert {visitor.get(p).status_code for p in ("/journal", "/journal/items")} == {404}
    answer = visitor.post("/journal/export", {"form": "csv"}, page="/account")
    assert answer.status_code == 404
    assert "exported" not in kinds()
