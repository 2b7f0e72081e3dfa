"""The pages and the API let out what is shown: as a file within two clicks, and on paper."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import openpyxl
import pytest
from flask import Flask

from tests.cast import BRANCH, PERSONAS
from tests.web.api.client import Programs
from tests.web.conftest import Entering
from tests.web.stories import assigned, raised
from web.sheets import sent
from workflow.errors import Unavailable
from workflow.queries.exports.files import ExportFile
from workflow.words import Words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def programs(app: Flask) -> Programs:
    return Programs(app)


def links(page: str) -> list[str]:
    menu = page.split("take-out", 1)[1].split("</details>")[0]
    return [part.split('"')[0].replace("&amp;", "&") for part in menu.split('href="')[1:]]


def test_what_is_seen_goes_out_by_two_clicks_with_its_filter(enter: Entering) -> None:
    raised("会议记录不全")
    assigned("牌匾破损")
    visitor = enter("coordinator")
    page = visitor.get("/lists/problems?state=assigned&q=牌匾").text
    found = links(page)  # one click opens the menu, the other takes the file
    text = visitor.get(next(link for link in found if "form=csv" in link))
    rows = list(csv.reader(io.StringIO(text.data.decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["事项", "牌匾破损"]
    book = visitor.get(next(link for link in found if "what=ledger" in link))
    assert book.mimetype == XLSX
    assert "专项工作台账" in unquote(book.headers["Content-Disposition"])
    assert openpyxl.load_workbook(io.BytesIO(book.data)).active["G4"].value == "牌匾破损"


def test_the_names_of_columns_are_in_the_language_of_the_reader(enter: Entering) -> None:
    raised()
    said = enter("coordinator", "en").get("/lists/problems/export?form=csv").data
    assert said.decode("utf-8-sig").startswith("Number,Item,Severity")


def test_a_list_is_printed_whole_with_filter_total_and_day(enter: Entering) -> None:
    for n in range(60):
        raised(f"第{n}个问题")
    visitor = enter("coordinator")
    page = visitor.text("/lists/problems/print?state=open")
    assert page.count("个问题") == 60  # more than a page of the list
    assert "状态：未办结" in page
    assert "共60项" in page


def test_a_register_goes_out_with_all_its_columns(enter: Entering) -> None:
    visitor = enter("coordinator")
    given = {
        "unit": str(BRANCH), "leader": str(PERSONAS["leader"].id), "purposes": "visits",
        "remarks": "=1+1", "valid_from": "2026-03-01", "key": str(uuid4()),
    }  # fmt: skip
    assert (
        visitor.post("/registers/contact_points/add", given | {"key": str(uuid4())}).status_code
        == 303
    )
    said = visitor.get("/registers/contact_points/export?form=csv").data.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(said))
    assert dict(zip(head, row, strict=True)) == {
        "序号": "1", "单位": "第一党支部", "联系领导": "张宏", "联系内容": "调研走访",
        "备注": "'=1+1", "自": "2026-03-01", "至": "",
    }  # fmt: skip
    page = visitor.text("/registers/contact_points/print")
    assert "调研走访" in page
    assert "共1项" in page


@pytest.mark.parametrize(
    "path",
    [
        "/lists/problems/export?form=exe", "/lists/problems/export?layout=none",
        "/lists/problems/export?state=nonsense", "/lists/problems/print?colour=pink",
    ],
)  # fmt: skip
def test_a_wrong_wish_gets_a_sentence_and_no_file(enter: Entering, path: str) -> None:
    answer = enter("coordinator").get(path)
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"


def test_only_problems_have_a_special_ledger(enter: Entering) -> None:
    visitor = enter("coordinator")
    assert visitor.get("/lists/tasks/export?what=ledger").status_code == 404
    assert visitor.get("/registers/nonsense/export").status_code == 404


def test_asking_for_the_head_alone_takes_nothing_away(enter: Entering) -> None:
    answer = enter("coordinator").client.head("/lists/problems/export")
    assert (answer.status_code, answer.data) == (200, b"")


def test_programs_take_the_same_rows(programs: Programs) -> None:
    client = programs("coordinator")
    raised("会议记录不全")
    assigned("牌匾破损")
    got = client.get("/exports/items?list=problems&state=assigned&form=json")
    assert [row["title"] for row in json.loads(got.data)["rows"]] == ["牌匾破损"]
    ledger = client.get("/exports/ledger?state=assigned&form=json")
    assert [row["problem"] for row in json.loads(ledger.data)["rows"]] == ["牌匾破损"]
    assert client.get("/exports/registers/contact_points?form=csv").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/exports/items?form=exe", "/exports/items?layout=none", "/exports/items?limit=5",
        "/exports/items?nonsense=1", "/exports/ledger?list=tasks",
        "/exports/registers/contact_points?photos=true",
    ],
)  # fmt: skip
def test_a_program_is_told_what_is_wrong_with_its_address(programs: Programs, path: str) -> None:
    answer = programs("coordinator").get(path)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_a_file_that_cannot_begin_is_refused_and_not_begun(app: Flask) -> None:
    def pieces() -> Any:
        raise Unavailable(Words("稍后再试", "try again"))
        yield b""

    with app.test_request_context("/"), pytest.raises(Unavailable):
        sent(lambda: ExportFile("a.csv", "text/csv", pieces()))
