"""``rectify look-back``: drawn, listed and shown by whoever proves to be somebody who may."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from rectify import cli
from tests.cast import PASSWORD, Persona
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import NOW, closed, come_the_day, judge
from tests.servers import Database
from workflow.errors import BadInput, NotFound, NotPermitted
from workflow.platform import db

DRAW = ("draw", "机关党委", "--day", "2026-03-10", "--reason", "每季度回头看，检查销号质量")


def rectify(*arguments: str, login: str = "director", language: str = "en") -> Result:
    return CliRunner().invoke(
        cli.cli,
        ["look-back", *arguments, "--as", login],
        input=f"{PASSWORD}\n",
        env={"RECTIFY_LANG": language},
    )


def drawn(*more: str) -> dict[str, Any]:
    answer = rectify(*DRAW, "--number", "3", "--json", *more)
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


@pytest.fixture(autouse=True)
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    """It is Monday for the service."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
        db.close()
        yield connection


def test_a_sample_is_drawn_and_shown_with_its_seed_and_its_items() -> None:
    numbers = closed(5)
    answer = rectify(*DRAW, "--share", "50")
    assert answer.exit_code == 0, answer.output
    assert "seed: " in answer.stdout
    assert "0 of 3 judged" in answer.stdout
    assert sum(number in answer.stdout for number in numbers) == 3


def test_programs_get_json_and_can_draw_it_again() -> None:
    numbers = closed(5)
    told = drawn("--by", "unit")
    assert (told["state"], told["drawn"], told["measure"], told["amount"]) == (
        "to_come", 3, "number", 3,
    )  # fmt: skip
    (stratum,) = told["strata"]
    assert stratum["population"] == sorted(numbers)
    assert [item["number"] for item in told["items"]] == stratum["drawn"]
    (line,) = json.loads(rectify("list", "--json").stdout)
    assert line["id"] == told["id"]


def test_a_sample_is_secret_until_its_day_and_its_results_are_told_after_it(
    owner: psycopg.Connection[Any],
) -> None:
    closed(3)
    plan = drawn()["id"]
    for login in ("verifier", "branch-head", "system-admin"):
        assert rectify("list", login=login).stdout == "There are no look-backs.\n"
        assert isinstance(rectify("show", plan, login=login).exception, NotFound)
    come_the_day(owner, 3)
    items = json.loads(rectify("show", plan, "--json", login="verifier").stdout)["items"]
    judge(items[0]["number"], "fail_look_back")
    judge(items[1]["number"], "pass_look_back")
    shown = rectify("show", plan, login="verifier", language="zh").stdout
    assert "已核 2 个，共 3 个" in shown
    assert "通过 1, 不合格 1, 待核 1; 历次反弹 1" in shown
    assert plan in rectify("list", login="verifier").stdout
    told = json.loads(rectify("show", plan, "--json", login="verifier").stdout)
    assert told["together"] == {"drawn": 3, "passed": 1, "failed": 1, "waiting": 1, "left_out": 0}


def test_nobody_draws_without_the_post_or_without_the_password() -> None:
    closed(1)
    assert isinstance(rectify(*DRAW, "--share", "5", login="coordinator").exception, NotFound)
    wrong = CliRunner().invoke(cli.cli, ["look-back", "list", "--as", "director"], input="guess\n")
    assert isinstance(wrong.exception, NotPermitted)
    assert CliRunner().invoke(cli.cli, ["look-back", "list"]).exit_code == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [(("--share", "101"), "amount"), (("--number", "0"), "amount"),
     (("--share", "5", "--reason", "no"), "reason"),
     (("--share", "5", "--day", "2026-03-14"), "day")],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_a_sentence_and_nothing_is_drawn(
    more: tuple[str, ...], field: str
) -> None:
    closed(1)
    refused = rectify(*DRAW, *more)
    assert isinstance(refused.exception, BadInput)
    assert refused.exception.fields.keys() == {field}
    assert json.loads(rectify("list", "--json").stdout) == []


@pytest.mark.parametrize(
    "more", [(), ("--share", "5", "--number", "5"), ("--share", "5", "--day", "soon")]
)
def test_what_is_no_command_is_bad_usage(more: tuple[str, ...]) -> None:
    assert rectify(*DRAW, *more).exit_code == 2


def test_a_unit_that_is_not_there_is_named() -> None:
    closed(1)
    arguments = ("draw", "no such unit", *DRAW[2:], "--share", "5")
    refused = rectify(*arguments)
    assert isinstance(refused.exception, BadInput)
    assert "no such unit" in refused.exception.fields["unit"].en
