"""The record of a person and of a unit: everything in order, to those who may see it only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.servers import Database
from tests.web.conftest import Entering
from tests.workflow.stage import PHOTO, REASON, START, Stage
from workflow import accounts, commands
from workflow.errors import NotFound
from workflow.queries import record

HEAD, OUTSIDER = PERSONAS["branch-head"].id, PERSONAS["outsider"].id
OPEN_TO_ALL = ["supervisions", "extensions"]


@pytest.fixture
def numbers(app: Flask) -> dict[str, str]:
    """One entry of each list that concerns the head of the branch."""
    stage = Stage()
    states = {
        "supervisions": "closed", "interviews": "held", "criticisms": "signed",
        "accountabilities": "raised", "extensions": "approved",
    }  # fmt: skip
    return {key: stage.one(key, state) for key, state in states.items()}


@pytest.fixture
def owner(database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


def lists(found: record.Record) -> set[str]:
    return {entry.list_key for entry in found.entries}


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("branch-head", ["interviews", "criticisms", "accountabilities", *OPEN_TO_ALL]),
        ("discipline", ["interviews", "criticisms", "accountabilities", *OPEN_TO_ALL]),
        ("coordinator", ["interviews", "criticisms", *OPEN_TO_ALL]),
        ("member", OPEN_TO_ALL),
        ("inspector", OPEN_TO_ALL),
    ],
)
def test_everybody_reads_of_each_list_what_they_may_see_of_it_and_counts_no_more(
    numbers: dict[str, str], login: str, sees: list[str]
) -> None:
    for found in (record.of_person(HEAD, actor(login)), record.of_unit(BRANCH, actor(login))):
        assert lists(found) == {*sees}
        assert {tally.list_key for tally in found.tallies} == {*sees}
        assert found.count == len(sees)
        assert {entry.number for entry in found.entries} == {numbers[key] for key in sees}


@pytest.mark.parametrize("login", ["outsider", "system-admin", "security-admin", "nobody"])
def test_there_is_no_page_for_those_who_are_neither_above_nor_concerned(
    numbers: dict[str, str], login: str
) -> None:
    for ask, id_ in ((record.of_person, HEAD), (record.of_unit, BRANCH), (record.of_person, 9998)):
        with pytest.raises(NotFound):
            ask(id_, actor(login))


def test_ones_own_page_is_there_though_nothing_is_on_record(app: Flask) -> None:
    assert record.of_person(OUTSIDER, actor("outsider")).entries == ()


def test_a_criticism_that_is_circulated_is_on_the_page_of_whom_it_concerns(
    app: Flask,
) -> None:
    Stage().one("criticisms", "published")
    assert lists(record.of_person(HEAD, actor("member"))) == {"criticisms"}
    with pytest.raises(NotFound):
        record.of_person(HEAD, actor("outsider"))  # its circle is the unit itself


def test_the_unit_above_counts_what_lies_below_and_points_add_up(numbers: dict[str, str]) -> None:
    found = record.of_unit(OFFICE, actor("discipline"))
    assert found.points == 1 + 2 + 3
    assert {t.list_key: t.points for t in found.tallies} == {
        "supervisions": 1, "interviews": 2, "criticisms": 3, "accountabilities": 0, "extensions": 0,
    }  # fmt: skip
    assert {t.list_key for t in found.tallies if t.running} == {
        "interviews", "criticisms", "accountabilities",
    }  # fmt: skip


def test_what_a_decision_weighs_is_told_with_the_day_on_which_it_ends(
    app: Flask, enter: Entering
) -> None:
    number = Stage().one("accountabilities", "accepted")
    decided = {"decision_no": "12", "decided_on": "2026-03-04", "method": "warning"}
    commands.fire(
        number, "decide", actor("leader"), fields=decided, comment=REASON, evidence=(PHOTO,),
        now=START,
    )  # fmt: skip
    [entry] = record.of_person(HEAD, actor("discipline")).entries
    assert (entry.weight.veto, f"{entry.weight.until}") == (2026, "2027-03-03")
    page = enter("discipline", "en").text(f"/record/people/{HEAD}")
    assert "rules out the rating of 2026 · weighs until" in page


def test_reading_confidential_entries_is_noted_once_with_all_their_numbers(
    numbers: dict[str, str], owner: psycopg.Connection[Any]
) -> None:
    record.of_person(HEAD, actor("coordinator"))
    rows = owner.execute(
        "SELECT actor_id, subject_id, details FROM journal WHERE kind = 'read'"
        " AND subject_kind = 'person' AND details ->> 'what' = 'record'"
    ).fetchall()
    [(by, about, details)] = rows
    assert (by, about) == (PERSONAS["coordinator"].id, str(HEAD))
    assert {*details["items"]} == {numbers["interviews"], numbers["criticisms"]}


def test_the_page_shows_numbers_dates_documents_and_steps_in_both_languages(
    numbers: dict[str, str], enter: Entering
) -> None:
    chinese = enter("discipline").get(f"/record/people/{HEAD}").text
    for said in (
        *numbers.values(),
        "陈建国",
        "督〔2026〕1号",
        "通〔2026〕1号",
        "已送达",
        "考核扣3分",
    ):
        assert said in chinese, said
    for number in numbers.values():
        assert f'href="/items/{number}"' in chinese
    english = enter("discipline", "en").text(f"/record/units/{BRANCH}")
    for said in ("Record: First Branch", "Supervision notice 督〔2026〕1号", "→ Served",
                 "3 off the rating", "Not finished"):  # fmt: skip
        assert said in english, said


def test_pages_lead_to_the_record_only_where_it_may_be_opened(
    numbers: dict[str, str], enter: Entering
) -> None:
    unit, person = f"/record/units/{BRANCH}", f"/record/people/{HEAD}"
    for address in (f"/items/{numbers['interviews']}", f"/organisation/{BRANCH}"):
        page = enter("coordinator").get(address).text
        assert unit in page, address
        assert person in page, address
    assert "/record/" not in enter("security-admin").get(f"/organisation/{BRANCH}").text
    assert f"/record/people/{OUTSIDER}" in enter("outsider").get("/account").text


def test_a_program_reads_the_same(numbers: dict[str, str], app: Flask) -> None:
    token = accounts.create_token(PERSONAS["discipline"].id, "tests")
    headers = {"Authorization": f"Bearer {token}"}
    person, unit = (
        app.test_client().get(f"/api/v1/{path}/record", headers=headers).get_json()
        for path in (f"people/{HEAD}", f"units/{BRANCH}")
    )
    assert {entry["number"] for entry in person["entries"]} == {*numbers.values()}
    assert person["entries"] == unit["entries"]
    [notice] = [e for e in person["entries"] if e["number"] == numbers["supervisions"]]
    assert notice["documents"][0]["number"] == "督〔2026〕1号"
    assert notice["steps"][-1]["state"]["en"] == "Closed"
    gone = app.test_client().get(f"/api/v1/units/{OTHER_BRANCH}9/record", headers=headers)
    assert gone.status_code == 404
