"""A roster through the command's own way: written, asked for, refused; nothing half done."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import psycopg
import pytest
from click.testing import CliRunner

from rectify import cli
from tests.cast import Persona
from tests.servers import Database
from workflow.organisation.workbook import Book, read_book
from workflow.organisation.workbook_import import import_organisation
from workflow.platform import connect

_ROWS = [
    ["市交通局花名册"],
    ["姓名", "工号", "所在支部", "职务", "邮箱", "手机"],
    ["赵晓明", "00012", "第一党支部", "组织委员", "zhao@example.org", 13800000001],
    ["钱丽", "", "第一党支部", "科员", "", 13800000002],
    ["孙立", "", "第二党支部", "系统管理员", "", ""],
]


def _file(folder: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active
    for row in rows:
        book.active.append(row)
    path = folder / "花名册.xlsx"
    book.save(path)
    return path


def _book() -> Book:
    with connect() as connection:
        return read_book(connection)


@pytest.mark.usefixtures("cast")
def test_people_come_in_at_once_and_their_posts_wait_for_an_administrator(
    tmp_path: Path, database: Database
) -> None:
    before = _book()
    brought = import_organisation(_file(tmp_path, _ROWS))
    assert brought.faults == []
    assert brought.asked == 1, "the post of an organiser, and nobody's as an administrator"
    after = _book()
    new = {row[1]: row for row in after["people"] if row not in before["people"]}
    assert new.keys() == {"赵晓明", "钱丽", "孙立"}
    assert new["赵晓明"][0] == "00012"
    assert after["posts"] == before["posts"]
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT details -> 'row' ->> 'role' FROM approvals").fetchall()
        codes = connection.execute("SELECT code FROM people WHERE name = '钱丽'").fetchall()
    assert ("branch_committee_member",) in rows
    assert not any(role and role.endswith("_admin") for (role,) in rows)
    assert codes == [(None,)], "no staff number is made up"


@pytest.mark.usefixtures("cast")
def test_the_same_roster_again_adds_nobody(tmp_path: Path) -> None:
    file = _file(tmp_path, _ROWS)
    import_organisation(file)
    before = _book()
    again = import_organisation(file)
    assert again.faults == []
    assert _book()["people"] == before["people"]


@pytest.mark.usefixtures("cast")
def test_a_wrong_cell_keeps_the_whole_roster_out(tmp_path: Path) -> None:
    before = _book()
    rows = [*_ROWS, ["周武", "", "第一党支部", "党员", "not a mail", ""]]
    brought = import_organisation(_file(tmp_path, rows))
    assert [fault.zh for fault in brought.faults] == [
        "“Sheet”第6行“邮箱”：“not a mail”不是邮箱地址，"
        "请用英文字母和数字写成 name@example.org 的样子（E6）。"
    ]
    assert _book() == before


@pytest.mark.usefixtures("cast")
def test_the_command_tells_columns_guesses_and_cells_left_out(tmp_path: Path) -> None:
    file = str(_file(tmp_path, _ROWS))
    ended = CliRunner().invoke(cli.cli, ["organisation", "import", file, "--dry-run", "--json"])
    assert ended.exit_code == 0, ended.output
    told = json.loads(ended.stdout)
    meanings = {column["name"]: column for column in told["columns"]}
    assert meanings["手机"]["left_out"]
    assert not meanings["邮箱"]["left_out"]
    assert {(cell["cell"], cell["effect"]) for cell in told["cells"]} == {
        ("D4", "left out"),
        ("D5", "left out"),
    }
    assert any("手机" in note for note in told["notes"])


def test_an_empty_installation_begins_with_a_roster(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    rows: list[list[object]] = [
        ["南湖区交通局机关党委党员花名册"],
        ["姓名", "所在支部", "职务", "任职时间"],
        ["韦庄", "运输党支部", "书记", "2024.3"],
        ["昌黎", "路政党支部", "", ""],
    ]
    brought = import_organisation(_file(tmp_path, rows))
    assert brought.faults == []
    book = _book()
    assert [(row[3], row[2], row[9]) for row in book["units"]] == [
        ("南湖区交通局机关党委", "office_committee", "2024-03-01"),
        ("运输党支部", "branch", "2024-03-01"),
        ("路政党支部", "branch", book["units"][2][9]),
    ]
    assert {row[2] for row in book["posts"]} == {"branch_secretary", "member"}


@pytest.mark.usefixtures("cast")
def test_an_organisation_adds_words_for_columns_and_roles(
    cast: dict[str, Persona], tmp_path: Path
) -> None:
    assert cast
    (tmp_path / "organisation_columns.csv").write_text(
        "meaning,weight,names\nrole,120,担当\n", encoding="utf-8"
    )
    (tmp_path / "role_words.csv").write_text(
        "role,kinds,reach,words\nverifier,,own,督导员\n", encoding="utf-8"
    )
    rows: list[list[object]] = [["姓名", "单位", "担当"], ["赵晓明", "机关党委", "督导员"]]
    brought = import_organisation(_file(tmp_path, rows), dry_run=True)
    assert [change.key for change in brought.changes][-1].split()[2] == "verifier"
