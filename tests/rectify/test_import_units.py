"""``rectify import --make-units``: a ledger brings its units, also into an empty installation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from rectify.commands.import_ import command
from tests.cast import SECRET_KEY, Persona, cast
from tests.imports.ledger.books import csv_text
from tests.servers import Database
from workflow.platform import db

__all__ = ["cast"]
HEAD = ["具体问题", "整改措施", "责任单位", "整改时限"]
TITLE = ["某市公路管理局2026年党建检查问题整改台账", "", "", ""]
ROWS = [
    ["记录不全", "补全", "机关第一党支部", "2027-06-30"],
    ["牌匾破损", "更换", "机关第二党支部", "2027-06-30"],
    ["学习不够", "补学", "各支部", "2027-06-30"],
    ["台账缺页", "补齐", "机关 第1党支部", "2027-06-30"],
]


@pytest.fixture
def bare(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Database]:
    """An installation without a unit and without a person."""
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv("RECTIFY_DATA", str(tmp_path))
    monkeypatch.setenv("RECTIFY_SECRET_KEY", SECRET_KEY)
    db.close()
    yield database
    db.close()


def ledger(folder: Path, *rows: list[str]) -> str:
    path = folder / "台账.csv"
    path.write_text(csv_text([TITLE, HEAD, *rows]), encoding="utf-8")
    return str(path)


def rectify(*words: str) -> dict[str, Any]:
    ended = CliRunner().invoke(command, [*words, "--json"], catch_exceptions=False)
    told: dict[str, Any] = json.loads(ended.stdout)
    return told | {"exit": ended.exit_code}


def tree(database: Database) -> dict[str, tuple[str, str]]:
    """Return kind and parent of each unit, by name."""
    query = "SELECT u.name, u.kind, p.name FROM units u LEFT JOIN units p ON p.id = u.parent_id"
    with psycopg.connect(database.owner_url) as connection:
        return {name: (kind, parent or "") for name, kind, parent in connection.execute(query)}


def where(database: Database) -> list[tuple[str, str]]:
    """Return the problems and their units."""
    query = """SELECT i.title, u.name FROM items i JOIN units u ON u.id = i.unit_id
                WHERE i.list_key = 'problems' ORDER BY i.id"""
    with psycopg.connect(database.owner_url) as connection:
        return [(title, unit) for title, unit in connection.execute(query)]


def test_an_empty_installation_begins_with_a_ledger(bare: Database, tmp_path: Path) -> None:
    file = ledger(tmp_path, *ROWS)
    shown = rectify(file, "--make-units", "--dry-run")
    assert (shown["problems"], shown["written"], tree(bare)) == (4, False, {})
    told = rectify(file, "--make-units")
    assert (told["exit"], told["problems"], told["written"]) == (0, 4, True)
    assert tree(bare) == {
        "某市公路管理局": ("party_group", ""),
        "机关第一党支部": ("branch", "某市公路管理局"),
        "机关第二党支部": ("branch", "某市公路管理局"),
    }
    assert where(bare) == [
        ("记录不全", "机关第一党支部"), ("牌匾破损", "机关第二党支部"),
        ("学习不够", "某市公路管理局"), ("台账缺页", "机关第一党支部"),
    ]  # fmt: skip
    founded = {unit["name"]: unit["founded"] for unit in told["units"]}
    assert founded["各支部"] is False
    again = rectify(file, "--make-units")
    assert (again["problems"], again["known"], len(tree(bare))) == (0, 4, 3)


def test_nothing_names_the_topmost_unit_so_somebody_has_to(bare: Database, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text(csv_text([HEAD, *ROWS]), encoding="utf-8")
    told = rectify(str(path), "--make-units")
    assert (told["exit"], "--under" in told["error"]) == (1, True)
    assert rectify(str(path), "--make-units", "--under", "市局")["written"] is True
    assert tree(bare)["市局"][1] == ""


@pytest.mark.parametrize("name", ["第九党支部", "机关工会"])
def test_a_unit_is_founded_only_where_its_kind_is_told_by_its_name(
    name: str, cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    before = tree(database)
    rectify(ledger(tmp_path, ["甲", "乙", name, ""]), "--make-units")
    assert (name in tree(database)) == name.endswith("支部")
    with psycopg.connect(database.owner_url) as connection:
        rows = connection.execute("SELECT count(*) FROM unit_changes WHERE what = 'found'")
        assert rows.fetchone() == (len(tree(database)) - len(before),)


def test_of_a_ledger_that_does_not_go_in_no_unit_stays(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    before = tree(database)
    told = rectify(ledger(tmp_path, ROWS[0], ["牌匾", "更换", "九" * 1001, ""]), "--make-units")
    assert (told["exit"], told["written"], tree(database)) == (1, False, before)


def test_a_misspelt_unit_is_asked_for_and_a_person_without_the_right_founds_none(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    before = tree(database)
    file = ledger(tmp_path, ["甲", "乙", "直属第一党支部", ""])
    [unit] = rectify(file, "--make-units")["units"]
    assert (unit["likely"], tree(database)) == (["第一党支部"], before)
    file = ledger(tmp_path, ["丙", "丁", "第九党支部", ""])
    told = rectify(file, "--make-units", "--as", "coordinator")
    assert (told["exit"], tree(database)) == (1, before)


PEOPLE = [
    ["记录不全", "补全", "机关第一党支部", "2027-06-30", "欧阳立、周建"],
    ["牌匾破损", "更换", "机关第二党支部", "2027-06-30", "周 建"],
    ["学习不够", "补学", "", "2027-06-30", "郑小北"],
]


def people(database: Database) -> dict[str, tuple[str, int]]:
    """Return the unit of each person's only post, and the number of accounts, by name."""
    query = """SELECT p.name, u.name, (SELECT count(*) FROM accounts a WHERE a.person_id = p.id)
                 FROM people p JOIN appointments o ON o.person_id = p.id
                 JOIN units u ON u.id = o.unit_id WHERE o.role = 'member'"""
    with psycopg.connect(database.owner_url) as connection:
        return {name: (unit, accounts) for name, unit, accounts in connection.execute(query)}


def test_a_ledger_brings_its_people_without_accounts(bare: Database, tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text(csv_text([TITLE, [*HEAD, "责任人"], *PEOPLE]), encoding="utf-8")
    shown = rectify(str(path), "--make-units", "--make-people", "--dry-run")
    assert (shown["written"], people(bare)) == (False, {})
    told = rectify(str(path), "--make-units", "--make-people")
    assert (told.get("error"), told.get("people_refused")) == (None, [])
    assert people(bare) == {"欧阳立": ("机关第一党支部", 0), "周建": ("机关第一党支部", 0)}
    assert {one["name"]: one["added"] for one in told["people"]} == {
        "欧阳立": True, "周建": True, "郑小北": False,
    }  # fmt: skip
    assert [one["value"] for one in told["refused"] if one["column"] == "责任人"] == ["郑小北"]


def test_a_person_without_the_right_brings_nobody(
    cast: dict[str, Persona], database: Database, tmp_path: Path
) -> None:
    before = people(database)
    path = tmp_path / "台账.csv"
    row = ["丙", "丁", "第一党支部", "2027-06-30", "欧阳立"]
    path.write_text(csv_text([[*HEAD, "责任人"], row]), encoding="utf-8")
    told = rectify(str(path), "--make-people", "--as", "coordinator")
    assert (told["exit"], people(database)) == (1, before)
