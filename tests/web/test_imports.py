"""Bringing a ledger in by the browser: each step a page, the same numbers as the command."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from tests.cast import actor
from tests.imports.ledger.books import csv_text
from tests.imports.ledger.scoring import LEDGERS, cases, expected
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.importing import (
    GOOD,
    HEAD,
    IMPORTS,
    OTHER,
    TOO_LONG,
    address_of,
    fields,
    sent,
    table,
    upload,
)
from tests.web.routes import Somebody
from tests.web.visitor import words
from workflow.imports.drafts import commands, work
from workflow.imports.import_ledger import import_source
from workflow.imports.opening import Source


def items(database: Database) -> list[str]:
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT title FROM items WHERE list_key = 'problems' ORDER BY id")
        return [title for (title,) in rows]


def test_the_preview_shows_the_numbers_of_the_command(enter: Entering) -> None:
    clerk = enter("coordinator")
    for case in cases():
        name = expected(case)["file"]
        data = (case / name).read_bytes()
        told = import_source(Source(data, name), actor("coordinator"), dry_run=True)
        at = address_of(upload(clerk, data, name))
        page = clerk.text(at)
        assert f"读取行数 {told.ledger.rows_read} 将登记问题 {told.problems}" in page, name
        assert f"任务 {told.tasks} 责任 {told.responsibilities} 早先已登记 {told.known}" in page
        for step in ("sheets", "columns", "values", "rows"):
            assert clerk.get(f"{at}/{step}").status_code == 200, name
        clerk.post(f"{at}/throw-away", page="/imports")


def test_each_step_is_a_page_and_what_was_seen_is_written(
    enter: Entering, database: Database
) -> None:
    clerk = enter("coordinator")
    answer = upload(clerk, table(GOOD, OTHER))
    at = address_of(answer)
    assert answer.location == f"{at}/columns"
    assert sent(clerk, f"{at}/columns").location == f"{at}/values"
    assert sent(clerk, f"{at}/values").location == f"{at}/rows"
    assert "记录不全" in clerk.text(f"{at}/rows")
    assert items(database) == []
    written = sent(clerk, at, f"{at}/write")
    assert (written.status_code, written.location) == (303, at)
    assert "已写入2个问题" in clerk.text(at)
    assert items(database) == ["记录不全", "牌匾破损"]


def test_pasted_cells_are_read_as_a_table(enter: Entering, database: Database) -> None:
    clerk = enter("coordinator")
    data = {"pasted": csv_text([HEAD, GOOD], "\t")}
    at = address_of(clerk.post("/imports", data))
    sent(clerk, at, f"{at}/write")
    assert items(database) == ["记录不全"]


def test_a_column_is_corrected_and_the_next_time_the_layout_needs_two_clicks(
    enter: Entering, database: Database
) -> None:
    clerk, head = enter("coordinator"), ["具体问题", "怪名乙", "责任单位", "整改时限"]
    at = address_of(upload(clerk, table(GOOD, head=head)))
    page = clerk.get(f"{at}/columns").text
    assert "补全" in page  # a sample
    meanings = fields(page[page.index('action="' + at + "/columns") :])["meaning"]
    assert meanings[1] == "text"
    meanings[1] = "measures"
    assert sent(clerk, f"{at}/columns", meaning=meanings).location == f"{at}/values"
    sent(clerk, at, f"{at}/write")
    again = upload(clerk, table(OTHER, head=head))
    at = address_of(again)
    assert again.location == at  # the preview at once
    assert "按 周敏 于" in clerk.text(at)
    sent(clerk, at, f"{at}/write")
    assert items(database) == ["记录不全", "牌匾破损"]
    with psycopg.connect(database.owner_url) as connection:
        tasks = connection.execute("SELECT title FROM items WHERE list_key = 'tasks' ORDER BY id")
        assert [title for (title,) in tasks] == ["补全", "更换"]


def test_what_was_remembered_can_be_left_aside(enter: Entering) -> None:
    clerk, head = enter("coordinator"), ["具体问题", "怪名乙", "责任单位", "整改时限"]
    at = address_of(upload(clerk, table(GOOD, head=head)))
    meanings = ["problem", "measures", "responsible_unit", "due"]
    sent(clerk, f"{at}/columns", meaning=meanings)
    sent(clerk, at, f"{at}/write")
    at = address_of(upload(clerk, table(OTHER, head=head)))
    assert sent(clerk, f"{at}/columns", forget="yes").location == f"{at}/columns"
    page = clerk.get(f"{at}/columns").text
    assert "不用，重新推测" not in page
    assert fields(page[page.index('action="' + at + "/columns") :])["meaning"][1] == "text"


def test_two_columns_for_one_thing_are_refused_at_the_column(enter: Entering) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD)))
    meanings = ["problem", "due", "responsible_unit", "due"]
    answer = sent(clerk, f"{at}/columns", meaning=meanings)
    assert answer.status_code == 422
    assert "同一张表里只能有一列" in words(answer)


def test_the_likeliest_unit_is_proposed_and_nothing_goes_to_the_top_unsaid(
    enter: Entering, database: Database
) -> None:
    clerk = enter("coordinator")
    row = [GOOD[0], GOOD[1], "第一党支布", GOOD[3]]
    at = address_of(upload(clerk, table(row)))
    assert "将挂在“机关党委”名下" in clerk.text(at)
    page = clerk.get(f"{at}/values").text
    assert '<option value="第一党支部" selected>' in page
    assert sent(clerk, f"{at}/values").location == f"{at}/rows"
    assert "将挂在" not in clerk.text(at)
    sent(clerk, at, f"{at}/write")
    with psycopg.connect(database.owner_url) as connection:
        units = connection.execute("SELECT unit_id FROM items WHERE list_key = 'problems'")
        assert [unit for (unit,) in units] == [3]


def test_a_bad_row_is_shown_and_the_good_ones_go_in_by_choice(
    enter: Entering, database: Database
) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD, TOO_LONG)))
    asking = clerk.text(f"{at}/rows?asking=1")
    assert "C3 责任单位 ：这一格超过 1000 个字" in asking
    assert "记录不全" not in asking
    refused = sent(clerk, at, f"{at}/write")
    assert refused.status_code == 409
    assert items(database) == []
    sent(clerk, at, f"{at}/write", only_good="yes")
    assert items(database) == []  # the choice is shown first
    sent(clerk, at, f"{at}/write")
    assert items(database) == ["记录不全"]
    sheet = clerk.get(f"{at}/left-out")
    assert sheet.data.startswith(b"PK")
    assert "attachment" in sheet.headers["Content-Disposition"]


def test_a_hostile_file_gets_a_sentence_or_a_page(enter: Entering) -> None:
    clerk = enter("coordinator")
    for file in sorted(LEDGERS.glob("bad/*")):
        answer = upload(clerk, file.read_bytes(), file.name)
        assert answer.status_code in (303, 413, 415, 422), file.name
        if answer.status_code != 303:
            assert 'role="alert"' in answer.text, file.name
            continue
        at = address_of(answer)
        for step in ("", "/columns", "/values", "/rows"):
            assert clerk.get(at + step).status_code == 200, file.name
        clerk.post(f"{at}/throw-away", page="/imports")


def test_neither_a_file_nor_cells_is_said_so(enter: Entering) -> None:
    answer = enter("coordinator").post("/imports", {"pasted": " "})
    assert answer.status_code == 422
    assert "请选择一个文件" in words(answer)


def test_nobody_sees_or_continues_the_import_of_somebody_else(
    enter: Entering, database: Database
) -> None:
    at = address_of(upload(enter("coordinator"), table(GOOD)))
    other = enter("branch-head")
    for step in ("", "/sheets", "/columns", "/values", "/rows", "/left-out"):
        assert other.get(at + step).status_code == 404
    for act in ("/sheets", "/columns", "/values", "/write", "/again", "/stop", "/throw-away"):
        assert other.post(at + act, {"revision": "2"}, page="/imports").status_code == 404
    assert items(database) == []
    assert "台账.csv" not in other.text("/imports")


def test_for_everybody_an_import_of_somebody_else_is_as_none(
    enter: Entering, everybody: list[Somebody]
) -> None:
    theirs = address_of(upload(enter("coordinator"), table(GOOD))).removeprefix("/imports/")
    for somebody in everybody:
        may = somebody.role in ("party_work_clerk", "branch_secretary")
        for (_, method), paths in IMPORTS.items():
            for path in paths:
                ask = somebody.get if method == "GET" else somebody.post
                answers = [ask(path.replace("%s", one)) for one in (theirs, str(uuid4()))]
                statuses = {answer.status_code for answer in answers}
                open_ = may and "%s" not in path
                assert statuses <= ({200, 422} if open_ else {404}), (somebody.role, path)


@pytest.mark.parametrize("login", ["inspector", "member", "system-admin"])
def test_without_the_right_there_is_no_such_page(enter: Entering, login: str) -> None:
    visitor = enter(login)
    assert visitor.get("/imports").status_code == 404
    assert visitor.post("/imports", {"pasted": "x"}, page="/account").status_code == 404
    assert 'href="/imports"' not in visitor.get("/account").text


def test_the_menu_leads_there(enter: Entering) -> None:
    assert 'href="/imports"' in enter("coordinator").get("/").text


def test_looking_at_the_steps_changes_nothing(enter: Entering, database: Database) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD)))
    before = state(database)
    for step in ("", "/sheets", "/columns", "/values", "/rows"):
        assert clerk.get(at + step).status_code == 200
    assert state(database) == before


def state(database: Database) -> list[Any]:
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT revision, stage, touched_at FROM import_drafts")
        return rows.fetchall()


def test_a_form_of_an_old_page_writes_nothing(enter: Entering, database: Database) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD)))
    answer = sent(clerk, at, f"{at}/write", revision="1000")
    assert answer.status_code == 409
    assert items(database) == []


def test_a_large_file_shows_its_progress_is_left_come_back_to_and_stopped(
    enter: Entering, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "AT_ONCE", 0)
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD)))
    page = clerk.get(at).text
    assert 'http-equiv="refresh"' in page
    assert "<progress" in page
    assert clerk.get(f"{at}/columns").location == at
    assert at in clerk.get("/imports").text
    clerk.post(f"{at}/stop", page=at)
    work.carry_on()
    assert "已停止" in clerk.text(at)
    clerk.post(f"{at}/again", page=at)
    work.carry_on()
    sent(clerk, at, f"{at}/write")
    clerk.post(f"{at}/stop", page=at)
    work.carry_on()
    assert items(database) == []
    sent(clerk, at, f"{at}/write")
    work.carry_on()
    assert items(database) == ["记录不全"]


def test_a_file_is_thrown_away(enter: Entering) -> None:
    clerk = enter("coordinator")
    at = address_of(upload(clerk, table(GOOD)))
    assert clerk.post(f"{at}/throw-away", page=at).location == "/imports"
    assert clerk.get(at).status_code == 404


def test_in_english_too(app: Flask, enter: Entering) -> None:
    clerk = enter("coordinator", "en")
    at = address_of(upload(clerk, table(GOOD, TOO_LONG)))
    assert "1 row cannot go in" in clerk.text(at)
    assert "Taken for" in clerk.text(f"{at}/columns")
