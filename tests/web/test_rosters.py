"""A roster brought in at a browser: columns corrected, refused by cell, written with approvals."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import psycopg

from tests.imports.ledger.books import csv_text
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.importing import fields, sent
from tests.web.visitor import Visitor, words

HEAD = ["姓名", "单位", "党内职务", "电子邮箱"]
PERSON = ["赵新", "第一党支部", "纪检委员", "zhao.xin@bureau.example"]


def upload(visitor: Visitor, *rows: Sequence[str], head: Sequence[str] = HEAD) -> str:
    """Upload a roster; return the address of its page."""
    token = visitor.token("/imports/roster")
    data = csv_text([head, *rows]).encode()
    form = {"csrf_token": token, "file": (io.BytesIO(data), "花名册.csv")}
    answer = visitor.send("/imports/roster", form)
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def rows(database: Database, query: str) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        return connection.execute(query.encode()).fetchall()


def test_what_would_change_is_shown_and_written_and_posts_wait_for_another_administrator(
    enter: Entering, database: Database
) -> None:
    keeper = enter("system-admin")
    assert "导入花名册" in keeper.text("/")
    at = upload(keeper, PERSON)
    page = keeper.text(at)
    assert "赵新" in page
    assert "赵新，第一党支部，" in page
    assert "branch_committee_member" not in page
    assert "要等另一名管理员同意" in page
    assert rows(database, "SELECT FROM people WHERE name = '赵新'") == []
    assert keeper.post(f"{at}/write", page=at).status_code == 303
    assert rows(database, "SELECT email FROM people WHERE name = '赵新'") == [(PERSON[3],)]
    assert rows(database, "SELECT kind, asked_as FROM approvals WHERE kind <> 'founding'") == [
        ("post", "system_admin")
    ]
    assert rows(database, "SELECT FROM accounts a JOIN people p ON p.id = a.person_id"
                          " WHERE p.name = '赵新'") == []  # fmt: skip
    assert keeper.get(at).status_code == 404


def test_a_column_is_taken_for_what_a_person_says(enter: Entering) -> None:
    keeper = enter("system-admin")
    at = upload(keeper, PERSON, head=["姓名", "单位", "党内职务", "别的"])
    assert "zhao.xin" not in keeper.text(upload(keeper, ["赵新", "第一党支部", "纪检委员", "—"]))
    page = keeper.get(at).text
    form = fields(page[page.index('action="' + at + '/columns"') :])
    names, meanings = form["name"], form["meaning"]
    told = dict(zip(names, meanings, strict=True)) | {"别的": "text"}
    answer = sent(keeper, at, f"{at}/columns", name=names, meaning=[told[n] for n in names])
    assert answer.status_code == 303
    assert "不导入" in keeper.text(at)
    form = fields(keeper.get(at).text.partition('/columns"')[2])
    assert dict(zip(form["name"], form["meaning"], strict=True))["别的"] == "text"
    wrong = sent(keeper, at, f"{at}/columns", name=["别的"], meaning=["nonsense"])
    assert wrong.status_code == 422


def test_a_bad_cell_keeps_the_whole_file_out_and_is_named(
    enter: Entering, database: Database
) -> None:
    keeper = enter("system-admin")
    bad = ["钱多", "第一党支部", "委员", "not a mail"]
    at = upload(keeper, PERSON, bad)
    page = keeper.text(at)
    assert "D3" in page
    assert "/write" not in keeper.get(at).text
    assert keeper.post(f"{at}/write", page=at).status_code == 409
    assert rows(database, "SELECT FROM people WHERE name IN ('赵新', '钱多')") == []
    assert keeper.post(f"{at}/throw-away", page=at).status_code == 303
    assert keeper.get(at).status_code == 404


def test_a_roster_is_the_system_administrators_alone(enter: Entering) -> None:
    at = upload(enter("system-admin"), PERSON)
    for login in ("security-admin", "coordinator", "member"):
        other = enter(login)
        assert other.get("/imports/roster").status_code == 403
        assert other.get(at).status_code == 403
        for act in ("/columns", "/write", "/throw-away"):
            assert other.post(at + act, page="/account").status_code == 403
