"""``rectify export`` from outside: its files, its sentences, its exit codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from rectify.commands.export import command
from tests.cast import Persona, cast
from tests.web.stories import assigned, raised

__all__ = ["cast"]
Rectify = Callable[..., Result]


@pytest.fixture
def rectify(cast: dict[str, Persona], monkeypatch: pytest.MonkeyPatch) -> Rectify:
    """Run the command in this process, in English."""
    monkeypatch.setenv("RECTIFY_LANG", "en")
    return lambda *words: CliRunner().invoke(command, [*map(str, words)], catch_exceptions=False)


def test_a_list_goes_out_in_the_form_of_its_file(rectify: Rectify, tmp_path: Path) -> None:
    raised("会议记录不全")
    assigned("牌匾破损")
    for form in ("xlsx", "csv", "json"):
        ended = rectify("problems", tmp_path / f"out.{form}", "--filter", "state=assigned")
        assert ended.exit_code == 0, ended.output
    book = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert book["B4"].value == "牌匾破损"
    rows = list(csv.reader((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()))
    assert [row[1] for row in rows] == ["Item", "牌匾破损"]
    assert len(json.loads((tmp_path / "out.json").read_text())["rows"]) == 1


def test_the_special_ledger_goes_out_in_a_layout_of_ones_own(
    rectify: Rectify, tmp_path: Path
) -> None:
    assigned("牌匾破损")
    layout = openpyxl.Workbook()
    assert layout.active is not None
    layout.active.append(["问题", "责任部门", "完成时限"])
    layout.save(tmp_path / "layout.xlsx")
    out = tmp_path / "out.xlsx"
    assert rectify("ledger", out, "--layout", tmp_path / "layout.xlsx").exit_code == 0
    values = list(openpyxl.load_workbook(out).worksheets[0].values)
    assert values[1][:2] == ("牌匾破损", "First Branch")


def test_one_sees_what_the_named_person_sees(rectify: Rectify, tmp_path: Path) -> None:
    raised("会议记录不全")
    out = tmp_path / "out.json"
    assert rectify("problems", out, "--as", "outsider").exit_code == 0
    assert json.loads(out.read_text())["rows"] == []
    assert rectify("contact_points", out, "--as", "coordinator").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nonsense",), "There is no list or register"),
        (("interviews",), "named readers"),
        (("contact_points",), "Say who reads"),
        (("problems", "--as", "no-one"), "Nobody signs in"),
        (("problems", "--filter", "state"), "NAME=VALUE"),
        (("problems", "--filter", "state=nonsense"), "nonsense"),
        (("problems", "--filter", "unit=First"), "number"),
        (("problems", "--layout", "none"), "no layout"),
        (("problems", "--layout", "none.xlsx"), "none.xlsx"),
    ],
)
def test_a_wrong_wish_gets_a_sentence_and_no_file(
    rectify: Rectify, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    out = tmp_path / "out.xlsx"
    ended = rectify(words[0], out, *words[1:])
    assert ended.exit_code == 1
    assert said in ended.output
    assert not list(tmp_path.glob("*out*"))


def test_a_place_that_cannot_be_written_is_named(rectify: Rectify, tmp_path: Path) -> None:
    raised()
    ended = rectify("problems", tmp_path / "nowhere" / "out.csv")
    assert ended.exit_code == 1
    assert "nowhere" in ended.output
