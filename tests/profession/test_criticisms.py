"""Circulated criticism: numbered, read within its circle, answered or followed up, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests import clock
from tests.cast import actor
from tests.engine.stage import REASON, START, Stage
from tests.servers import Database
from workflow import queries
from workflow.engine import commands
from workflow.errors import NotFound, NotPossible
from workflow.queries import Filters

pytestmark = pytest.mark.usefixtures("cast")
TEXT = dict.fromkeys(("facts", "basis", "criticism", "demand"), "said")
READ_ANYHOW = {"coordinator", "director", "branch-head", "committee", "leader", "secretary",
               "discipline", "auditor"}  # fmt: skip
BRANCH_ONLY = {"branch-member", "group-leader", "member"}
ABOVE_IT = {"inspector", "verifier", "verifier-2", "committee-member", "committee-member-2"}
CAST = {*READ_ANYHOW, *BRANCH_ONLY, *ABOVE_IT, "outsider", "nobody"}


@pytest.fixture
def app(database: Database) -> Any:
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        yield connection


def fire(number: str, trigger: str, who: str, days: int = 0, **fields: Any) -> str:
    now = START + timedelta(days=days)
    return commands.fire(number, trigger, actor(who), fields=fields, comment=REASON, now=now).state


def kept(app: psycopg.Connection[Any], number: str) -> dict[str, Any]:
    row = app.execute("SELECT data || process FROM items WHERE number = %s", [number]).fetchone()
    assert row
    return dict(row[0])


def circulated(circle: str, **more: Any) -> str:
    number = Stage().one("criticisms", "raised")
    fire(number, "draft", "coordinator", circle=circle, **TEXT, **more)
    fire(number, "sign", "secretary")
    fire(number, "publish", "coordinator")
    return number


def readers(number: str) -> set[str]:
    """Return who of the cast finds it: by its page and on the list alike."""
    found = set()
    for login in CAST:
        listed = [r.number for r in queries.items("criticisms", actor(login), Filters()).rows]
        try:
            queries.item(number, actor(login))
        except NotFound:
            assert number not in listed, login
        else:
            assert number in listed, login
            found.add(login)
    return found


def test_it_is_numbered_as_it_is_signed_and_costs_points(app: Any) -> None:
    number = Stage().one("criticisms", "drafted")
    assert "points" not in kept(app, number)
    fire(number, "sign", "secretary")
    told = kept(app, number)
    assert [paper["number"] for paper in told["documents"]] == ["通〔2026〕1号"]
    assert told["points"] == 3


def test_before_it_is_circulated_only_its_named_readers_know_of_it() -> None:
    assert readers(Stage().one("criticisms", "signed")) == READ_ANYHOW


@pytest.mark.parametrize(
    ("circle", "more"),
    [
        ("unit", BRANCH_ONLY | ABOVE_IT),
        ("above", BRANCH_ONLY | ABOVE_IT | {"outsider"}),
        ("organisation", BRANCH_ONLY | ABOVE_IT | {"outsider"}),
    ],
)
def test_once_circulated_everybody_in_post_in_its_circle_reads_it(
    circle: str, more: set[str]
) -> None:
    assert readers(circulated(circle)) == READ_ANYHOW | more


def test_taken_back_it_is_read_by_its_named_readers_only_and_costs_nothing(app: Any) -> None:
    number = circulated("organisation")
    assert fire(number, "revoke", "secretary") == "withdrawn"
    assert readers(number) == READ_ANYHOW
    assert kept(app, number)["points"] == 0


def colour(number: str) -> str | None:
    """Return the colour of the matter that a criticism hangs on, by its page and its list alike."""
    [criticism] = queries.items("criticisms", actor("discipline"), Filters()).rows
    [matter] = queries.items("problems", actor("discipline"), Filters()).rows
    shown = queries.item(matter.number, actor("discipline")).due
    assert (criticism.number, shown and shown.colour) == (number, matter.due and matter.due.colour)
    return shown.colour if shown else None


def test_what_it_is_about_is_red_from_the_day_it_is_circulated_until_it_is_revoked(
    app: Any,
) -> None:
    number = Stage(start=clock.now()).one("criticisms", "raised")
    before = colour(number)
    assert before != "red"
    commands.fire(number, "draft", actor("coordinator"), fields={**TEXT, "circle": "unit"})
    commands.fire(number, "sign", actor("secretary"))
    assert colour(number) == before
    commands.fire(number, "publish", actor("coordinator"))
    assert colour(number) == "red"
    commands.fire(number, "revoke", actor("secretary"), comment=REASON)
    assert colour(number) == before


def test_a_report_is_due_on_the_day_that_the_criticism_names(app: Any) -> None:
    number = circulated("unit", rectify_by="2026-04-10")
    fire(number, "acknowledge", "branch-head")
    found = queries.item(number, actor("branch-head"))
    assert found.due
    assert f"{found.due.on:%Y-%m-%d}" == "2026-04-10"
    with pytest.raises(NotPossible, match="the report is still waited for"):
        fire(number, "follow_up", "director")
    assert fire(number, "report_back", "branch-head", report="done") == "reported"
    assert fire(number, "return", "director") == "acknowledged"
    fire(number, "report_back", "branch-head", report="done indeed")
    assert fire(number, "accept", "director") == "closed"


def test_one_that_asks_for_no_report_is_followed_up() -> None:
    number = circulated("unit")
    fire(number, "acknowledge", "branch-head")
    with pytest.raises(NotPossible, match="no report is asked for"):
        fire(number, "report_back", "branch-head", report="done")
    assert fire(number, "follow_up", "director") == "closed"


def test_a_draft_that_is_written_anew_may_ask_for_no_report_any_more(app: Any) -> None:
    number = Stage().one("criticisms", "drafted")
    assert "rectify_by" in kept(app, number)
    fire(number, "return_draft", "secretary")
    fire(number, "draft", "coordinator", circle="unit", **TEXT)
    assert "rectify_by" not in kept(app, number)


def test_what_is_not_acknowledged_in_time_is_closed_unanswered(app: Any) -> None:
    number = circulated("unit")
    with pytest.raises(NotPossible, match="the time for it is not over yet"):
        fire(number, "conclude", "director")
    assert fire(number, "conclude", "director", days=10) == "closed"
    assert kept(app, number)["outcome"] == "unanswered"


def test_an_interview_costs_points_once_it_is_held_and_a_notice_once_it_is_signed(app: Any) -> None:
    stage = Stage()
    for list_key, before, after, points in (
        ("interviews", "noticed", "held", 2), ("supervisions", "drafted", "signed", 1),
    ):  # fmt: skip
        assert "points" not in kept(app, stage.one(list_key, before))
        assert kept(app, stage.one(list_key, after))["points"] == points
