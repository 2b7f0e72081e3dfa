"""The record of a person and of a unit: everything in order, to those who may see it only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask

from tests.cast import BRANCH, OFFICE, OTHER_BRANCH, PERSONAS, actor
from tests.engine.stage import PHOTO, REASON, START, Stage
from tests.servers import Database
from tests.web.conftest import Entering
from workflow import accounts
from workflow.engine import commands
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


def test_problems_that_came_back_are_counted_for_whom_they_concern_as_far_as_they_are_seen(
    app: Flask, enter: Entering
) -> None:
    title = "活动室灭火器过期未更换"
    earlier = Stage().one("problems", "closed", title=title)
    number = Stage().one("problems", "assigned", title=title)
    commands.fire(number, "mark_relapse", actor("coordinator"), fields={"earlier": earlier})
    again = {"due_on": "2099-01-09"}
    commands.fire(earlier, "reopen", actor("director"), fields=again, comment=REASON)
    for found in (
        record.of_person(HEAD, actor("discipline")), record.of_unit(OFFICE, actor("discipline")),
    ):  # fmt: skip
        assert (found.relapses.opened_again, found.relapses.marked) == (1, 1)
    assert record.of_person(OUTSIDER, actor("outsider")).relapses.count == 0
    page = enter("discipline", "en").text(f"/record/people/{HEAD}")
    assert "Problems that came back: 2. Opened again: 1; new ones" in page
    assert "Nothing is on record." in page
    assert "问题反弹2次" in enter("discipline").text(f"/record/units/{OFFICE}")


def test_an_appeal_is_told_with_its_state_while_it_is_pending(app: Flask, enter: Entering) -> None:
    appeal = Stage().one("appeals", "raised")
    for login in ("discipline", "branch-head"):
        found = record.of_person(HEAD, actor(login))
        [told] = [e.appeal for e in found.entries if e.list_key == "accountabilities"]
        if told:
            assert (told.number, told.outcome, told.falls) == (appeal, "", False)
            assert told.words.zh == "已提出申诉：待受理"
    assert record.of_person(HEAD, actor("discipline")).entries[-1].appeal
    page = enter("discipline", "en").text(f"/record/people/{HEAD}")
    assert f"an appeal was lodged: To be accepted {appeal}" in page


@pytest.mark.parametrize(
    ("outcome", "said", "falls"),
    [("upheld", "The decision stands", False), ("revoked", "The decision is revoked", True)],
)
def test_what_an_appeal_has_made_of_a_decision_is_told(
    app: Flask, enter: Entering, outcome: str, said: str, falls: bool
) -> None:
    appeal = Stage().one("appeals", "accepted")
    fields = {"outcome": outcome, "decision_no": "7", "decided_on": "2026-03-04"}
    commands.fire(
        appeal, "decide", actor("discipline"), fields=fields, evidence=(PHOTO,), now=START
    )
    entries = record.of_person(HEAD, actor("discipline")).entries
    [told] = [entry.appeal for entry in entries if entry.list_key == "accountabilities"]
    assert told
    assert (told.outcome, told.falls) == (outcome, falls)
    page = enter("discipline", "en").text(f"/record/people/{HEAD}")
    assert f"an appeal was decided: {said}" in page


def test_older_entries_are_on_the_next_page_and_each_entry_is_on_one(
    app: Flask, enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "MOST", 2)
    numbers = Stage().many("supervisions", "raised", 5)
    seen, before = [], None
    while True:
        found = record.of_person(HEAD, actor("discipline"), before)
        assert found.count == 5
        seen += [entry.number for entry in found.entries]
        if (before := found.next) is None:
            break
    assert seen == numbers[::-1]
    visitor, path = enter("discipline", "en"), f"/record/people/{HEAD}"
    first = visitor.get(path).text
    older = re.findall(r'href="([^"]+)" rel="next"', first)
    assert "2 of 5 are on this page." in visitor.text(path)
    assert numbers[4] in first
    assert numbers[2] in visitor.get(older[0]).text
    assert numbers[4] not in visitor.get(older[0]).text
    assert visitor.get(f"{path}?before=1").status_code == 200  # past the last of them
    assert visitor.get(f"{path}?before=nonsense").status_code == 200


def test_a_program_follows_the_pages_too(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "MOST", 2)
    numbers = Stage().many("supervisions", "raised", 3)
    headers = {"Authorization": f"Bearer {accounts.create_token(PERSONAS['discipline'].id, 't')}"}
    client, path, seen = app.test_client(), f"/api/v1/units/{BRANCH}/record", []
    while path:
        page = client.get(path, headers=headers).get_json()
        seen += [entry["number"] for entry in page["entries"]]
        path = page["next"]
    assert seen == numbers[::-1]
    assert client.get(f"/api/v1/units/{BRANCH}/record?before=x", headers=headers).status_code == 400


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
