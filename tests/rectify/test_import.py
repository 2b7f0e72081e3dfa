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
    rows = [["具体问题", "发现时间", "整改时限"], ["牌匾破损", "2026-03-10", "2026-03-01"]]
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def test_json_tells_what_went_in_and_what_a_person_has_to_settle(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ended = rectify(str(LEDGER), "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    told = answer(ended)
    assert told["rows_read"] == told["problems"] == 70
    assert (told["tasks"], told["responsibilities"], told["written"]) == (77, 87, True)
    assert {"sheet", "row", "column", "value", "reason", "effect"} <= told["refused"][0].keys()
    assert {"row", "text", "date", "reading"} <= told["deadlines"][0].keys()
    assert told["deadlines"][0]["date"] == "2024-12-31"
    assert len(told["deadlines"]) == 32
    assert problems(database) == 70
    again = answer(rectify(str(LEDGER), "--json"))
    assert (again["problems"], again["known"], problems(database)) == (0, 70, 70)


def test_a_dry_run_writes_nothing(rectify: Rectify, database: Database, tmp_path: Path) -> None:
    ended = rectify(str(LEDGER), "--dry-run")
    assert ended.exit_code == 0
    assert "Dry run, nothing was written. It would raise 70 problems" in ended.stdout
    assert problems(database) == 0


def test_people_get_a_table_in_their_language(
    rectify: Rectify, database: Database, tmp_path: Path
) -> None:
    ended = rectify(str(LEDGER), "--language", "zh")
    assert "已登记：问题 70、任务 77、责任 87" in ended.stdout
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
    assert (refused["row"], refused["column"], refused["effect"]) == (2, "整改时限", "row")
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
