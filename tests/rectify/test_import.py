"""``rectify import`` from outside: its JSON, its table, its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify.commands.import_ import command
from rectify.commands.imports import command as imports
from tests.cast import Persona, cast
from tests.imports.ledger.books import REAL, csv_text
from tests.servers import Database

__all__ = ["cast"]
LEDGER = REAL / "ledger_real.xlsx"
Rectify = Callable[..., Result]


@pytest.fixture
def rectify(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Rectify:
    """Run the command in this process, in English, on a wide terminal."""
    monkeypatch.setenv("RECTIFY_LANG", "en")
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *words: CliRunner().invoke(command, words, catch_exceptions=False)


def problems(database: Database) -> int:
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM items WHERE list_key = 'problems'"
        ).fetchone()
        return int(row[0]) if row else -1


def answer(ended: Result) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "台账.csv"
    rows = [["具体问题", "责任单位", "整改时限"], ["", "一支部", "2026-03-01"]]
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def test_json_tells_what_went_in_and_what_a_person_has_to_settle(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ended = rectify(str(LEDGER), "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    told = answer(ended)
    assert (told["rows_read"], told["problems"]) == (70, 51)
    assert (told["tasks"], told["responsibilities"], told["written"]) == (52, 59, True)
    assert len(told["items"]) == 70
    assert {item["action"] for item in told["items"] if item["state"] != "open"} == {"finished"}
    assert told["columns"]["具体问题"] == "problem"
    assert {"sheet", "row", "column", "value", "reason", "effect"} <= told["refused"][0].keys()
    assert {"row", "text", "date", "reading"} <= told["deadlines"][0].keys()
    assert told["deadlines"][0]["date"] == "2024-12-31"
    assert len(told["deadlines"]) == 32
    assert problems(database) == 51
    again = answer(rectify(str(LEDGER), "--json"))
    assert (again["problems"], again["known"], problems(database)) == (0, 51, 51)


def test_a_map_is_written_corrected_and_read_again(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ledger, saved = tmp_path / "台账.csv", tmp_path / "map.json"
    rows = [
        ["存在问题", "责任单位", "等第", "到何时"],
        ["牌匾破损", "一支部", "A类", "2027-06-30"],
    ]
    ledger.write_text(csv_text(rows), encoding="utf-8")
    told = answer(rectify(str(ledger), "--json", "--dry-run", "--save-map", str(saved)))
    assert told["items"][0]["due"] is None
    chosen = json.loads(saved.read_text(encoding="utf-8"))
    chosen["columns"] |= {"到何时": "due", "等第": "严重程度"}
    chosen["values"]["severity"]["A类"] = "key"
    saved.write_text(json.dumps(chosen, ensure_ascii=False), encoding="utf-8")
    (item,) = answer(rectify(str(ledger), "--json", "--map", str(saved)))["items"]
    assert (item["due"], item["severity"], item["action"]) == ("2027-06-30", "key", "raise")
    chosen["columns"]["到何时"] = "whatever"
    saved.write_text(json.dumps(chosen), encoding="utf-8")
    refused = rectify(str(ledger), "--map", str(saved))
    assert refused.exit_code == 1
    assert 'The meaning "whatever"' in refused.stderr


def test_a_map_takes_a_line_for_something_else(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ledger, saved = tmp_path / "台账.csv", tmp_path / "map.json"
    rows = [["具体问题", "责任单位"], ["牌匾破损", "第一党支部"], ["以上各项", "第一党支部"]]
    ledger.write_text(csv_text(rows), encoding="utf-8")
    saved.write_text(json.dumps({"lines": {"CSV!3": "note"}}), encoding="utf-8")
    told = answer(rectify(str(ledger), "--json", "--dry-run", "--map", str(saved)))
    assert [item["title"] for item in told["items"]] == ["牌匾破损"]
    assert {"sheet": "CSV", "row": 3, "taken_for": "note"}.items() <= told["lines"][-1].items()
    saved.write_text(json.dumps({"lines": {"CSV!3": "nothing"}}), encoding="utf-8")
    refused = rectify(str(ledger), "--dry-run", "--map", str(saved))
    assert (refused.exit_code, "sheet!row" in refused.stderr) == (1, True)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    rectify: Rectify, database: Database
) -> None:
    refused = rectify(str(LEDGER), "--sheet", "没有这张")
    assert refused.exit_code == 1
    assert "the file has: 整改台账" in refused.stderr


def test_a_dry_run_writes_nothing(rectify: Rectify, database: Database, tmp_path: Path) -> None:
    ended = rectify(str(LEDGER), "--dry-run")
    assert ended.exit_code == 0
    assert "Dry run, nothing was written. It would raise 51 problems" in ended.stdout
    assert problems(database) == 0


def test_people_get_a_table_in_their_language(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ended = rectify(str(LEDGER), "--language", "zh")
    assert "已登记：问题 51、任务 52、责任 59" in ended.stdout
    assert "限期整改" in ended.stdout
    assert "H31" in ended.stdout


def test_a_row_that_cannot_go_in_is_exit_code_one_and_nothing_is_written(
    rectify: Rectify, database: Database, bad: Path
) -> None:
    ended = rectify(str(bad), "--json")
    assert ended.exit_code == 1
    told = answer(ended)
    assert (told["problems"], told["written"]) == (0, False)
    (refused,) = told["refused"]
    assert (refused["row"], refused["column"], refused["effect"]) == (2, "具体问题", "row")
    shown = rectify(str(bad))
    assert shown.exit_code == 1
    assert "Nothing of the file was imported" in shown.stdout
    assert problems(database) == 0


def test_a_file_that_is_no_ledger_is_one_sentence(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(LEDGER.read_bytes()[:9000])
    ended = rectify(str(path))
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.count("\n") == 1
    assert "cut off or damaged" in ended.stderr
    told = answer(rectify(str(path), "--json"))
    assert "cut off or damaged" in told["error"]
    missing = rectify(str(tmp_path / "none.xlsx"))
    assert missing.exit_code == 1
    assert "There is no file" in missing.stderr


def test_bad_usage_is_exit_code_two(rectify: Rectify) -> None:
    assert rectify().exit_code == 2
    assert rectify("x.csv", "--language", "fr").exit_code == 2


def test_the_next_month_is_told_and_applied_and_the_month_before_taken_back(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ledger, chosen = tmp_path / "台账.csv", tmp_path / "chosen.json"
    head = ["具体问题", "整改措施", "责任单位", "整改时限", "完成情况"]
    first = ["牌匾破损", "1.更换；2.抽查", "第一党支部", "2037-06-30", "未整改"]
    done = ["门锁坏了", "1.换锁；2.抽查", "第一党支部", "2037-06-30", "已完成"]
    ledger.write_text(csv_text([head, first, done]), encoding="utf-8")
    told = answer(rectify(str(ledger), "--finished", "closed", "--json"))
    assert told["taken_over"] == {"assigned": 0, "waiting": 0, "closed": 1}
    first[1], first[4] = "1.更换；2.每月抽查", "已完成"
    ledger.write_text(csv_text([head, first]), encoding="utf-8")
    again = answer(rectify(str(ledger), "--json", "--dry-run"))
    measures, state = again["changes"]
    assert measures == {
        "id": f"{measures['number']}.整改措施", "number": measures["number"], "sheet": "CSV",
        "row": 2, "column": "整改措施", "base": "1.更换；2.抽查", "ours": "1.更换；2.抽查",
        "theirs": "1.更换；2.每月抽查", "conflict": False, "certain": True, "move": "correct",
    }  # fmt: skip
    assert (state["ours"], state["theirs"], state["move"]) == ("已提出", "已完成", "")
    assert [one["title"] for one in again["gone"]] == ["门锁坏了"]
    chosen.write_text(json.dumps([measures["id"]]), encoding="utf-8")
    refused = rectify(str(ledger), "--apply", str(chosen))
    assert (refused.exit_code, "--as" in refused.stderr) == (1, True)
    applied = answer(rectify(str(ledger), "--apply", str(chosen), "--as", "coordinator", "--json"))
    assert applied["applied"] == [{"id": measures["id"], "done": True, "reason": None}]
    back = rectify("--take-back", str(told["import"]))
    assert back.exit_code == 1
    assert measures["number"] in back.stderr
    listed = CliRunner().invoke(imports, ["--json"], catch_exceptions=False)
    assert [one["counts"] for one in answer(listed)["imports"]] == [
        {"changes": 1},
        {"problems": 2, "tasks": 4, "responsibilities": 2, "closed": 1},
    ]
