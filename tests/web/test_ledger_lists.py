"""A ledger in place of a roster: its units and people are made at the browser, and no problem."""

from __future__ import annotations

import io
from typing import Any

import psycopg

from tests.imports.ledger.books import csv_text
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import Visitor, words

HEAD = ["具体问题", "整改措施", "责任单位", "责任人", "整改时限"]
ROWS = [
    ["记录不全", "补全", "第一党支部", "欧阳立（组织委员）", "2027-06-30"],
    ["牌匾破损", "更换", "第九党支部", "司马青", "2027-06-30"],
    ["学习不够", "补学", "各支部", "", "2027-06-30"],
]


def sent(visitor: Visitor, *rows: list[str]) -> Any:
    form = {
        "csrf_token": visitor.token("/imports/roster"),
        "file": (io.BytesIO(csv_text([HEAD, *rows]).encode()), "台账.csv"),
    }
    return visitor.send("/imports/roster", form)


def found(database: Database, query: str) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_units_and_people_of_a_ledger_are_shown_and_made_by_a_button(
    enter: Entering, database: Database
) -> None:
    keeper = enter("system-admin")
    answer = sent(keeper, *ROWS)
    assert answer.status_code == 303, words(answer)
    page = keeper.text(answer.location)
    assert all(name in page for name in ("第九党支部", "欧阳立", "司马青"))
    assert "“各支部”在台账中出现 1 次" in page
    assert "这个文件是一份台账" in page
    assert found(database, "SELECT FROM units WHERE name = '第九党支部'") == []
    assert keeper.post(f"{answer.location}/write", page=answer.location).status_code == 303
    kinds = found(database, "SELECT kind FROM units WHERE name = '第九党支部'")
    assert kinds == [("branch",)]
    names = found(database, "SELECT name FROM people WHERE name IN ('欧阳立', '司马青')")
    assert len(names) == 2
    assert found(database, "SELECT count(*) FROM items") == [(0,)]
    again = sent(keeper, *ROWS)
    assert (again.status_code, "都已经有了" in words(again)) == (422, True), words(again)


def test_a_clerk_is_told_who_can_make_them(enter: Entering) -> None:
    clerk = enter("coordinator")
    form = {
        "csrf_token": clerk.token("/imports"),
        "file": (io.BytesIO(csv_text([HEAD, *ROWS]).encode()), "台账.csv"),
    }
    at = clerk.send("/imports", form).location.rpartition("/")[0]
    assert "系统管理员可以在“导入花名册”页面" in clerk.text(f"{at}/values")
