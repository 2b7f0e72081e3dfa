"""Accountability: proposed by some, decided by others with a document, appealed to a third."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, actor
from tests.engine import samples
from tests.engine.stage import PHOTO, REASON, START, Stage
from tests.servers import Database
from workflow.audit import verifying
from workflow.declaration import Actor, DecisionWeight
from workflow.engine import commands, machine
from workflow.errors import NotPermitted, NotPossible
from workflow.profession.lists import LIST_TYPES
from workflow.profession.sanctions import METHODS, impact_until, weight_of
from workflow.words import Words

pytestmark = pytest.mark.usefixtures("cast")
DRAFT = {"target": "cadre", "facts": "x", "responsibility": "main", "basis": "x",
         "proposed": "warning"}  # fmt: skip
PARTY = {"competent": "party_organisation", "body": "the party group"}


@pytest.fixture
def app(database: Database) -> Any:
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        yield connection


def _fire(number: str, trigger: str, who: str | Actor, days: int = 0, **fields: Any) -> str:
    by = actor(who) if isinstance(who, str) else who
    pieces = (PHOTO,) if trigger == "decide" else ()
    fields |= {"decision_no": "12", "decided_on": "2026-03-04"} if pieces else {}
    now = START + timedelta(days=days)
    return commands.fire(number, trigger, by, fields=fields, comment=REASON, evidence=pieces,
                         now=now).state  # fmt: skip


def _process(app: psycopg.Connection[Any], number: str) -> dict[str, Any]:
    row = app.execute("SELECT process FROM items WHERE number = %s", [number]).fetchone()
    assert row
    found: dict[str, Any] = row[0]
    return found


def _announced(method: str = "warning") -> str:
    number = Stage().one("accountabilities", "accepted")
    _fire(number, "decide", "leader", method=method)
    _fire(number, "announce", "discipline", publicity_scope="the bureau")
    return number


def _appealed(number: str, days: int = 0) -> str:
    fields = {"title": "the facts are others", "request": "that it be revoked"}
    return commands.raise_item(
        "appeals", actor("branch-head"), fields=fields, parent=number,
        now=START + timedelta(days=days),
    ).number  # fmt: skip


def test_a_decision_weighs_what_its_method_weighs_and_until_when(app: Any) -> None:
    number = _announced()
    assert _process(app, number)["consequences"] == {
        "rating": "veto", "year": 2026, "from": "2026-03-04", "until": "2027-03-03",
    }  # fmt: skip
    other = _announced("admonition")
    assert _process(app, other)["consequences"]["points"] == 30
    assert "until" not in _process(app, other)["consequences"], "no source gives a period"


def test_an_impact_period_ends_on_the_last_day_of_a_shorter_month() -> None:
    days = {key: impact_until(METHODS[key], START.date().replace(month=8, day=31))
            for key in ("warning", "state_warning", "serious_warning")}  # fmt: skip
    assert [str(day) for day in days.values()] == ["2027-08-30", "2027-02-27", "2028-02-28"]


def test_an_impact_period_runs_to_its_last_day_and_is_over_the_day_after() -> None:
    weight: DecisionWeight = {
        "rating": "veto", "year": 2026, "from": "2026-03-04", "until": "2027-03-03",
    }  # fmt: skip
    told = [dict(weight_of({"consequences": weight}, date(2027, 3, day))) for day in (3, 4)]
    impact = Words("影响期", "Impact period")
    assert [lines[impact].en for lines in told] == [
        "2026-03-04 to 2027-03-03 (it runs)", "2026-03-04 to 2027-03-03 (over)",
    ]  # fmt: skip


def test_nothing_is_decided_without_a_document_of_its_own() -> None:
    number = Stage().one("accountabilities", "raised")
    commands.fire(number, "draft", actor("director"), fields=DRAFT, evidence=[PHOTO], now=START)
    _fire(number, "review", "discipline")
    _fire(number, "submit", "secretary", **PARTY)
    _fire(number, "accept_case", "leader")
    decided = {"method": "warning", "decision_no": "12", "decided_on": "2026-03-04"}
    with pytest.raises(NotPossible, match="attach the decision document"):
        commands.fire(number, "decide", actor("leader"), fields=decided, now=START)
    assert _fire(number, "decide", "leader", method="warning") == "decided"


def test_neither_who_proposed_nor_who_submitted_nor_whom_it_concerns_decides() -> None:
    number = Stage().one("accountabilities", "submitted")
    able = actor("leader").posts
    for who in ("director", "secretary", "branch-head"):
        person = replace(actor(who), posts=(*actor(who).posts, *able))
        for_him = Actor(PERSONAS["auditor"].id, "", able, behind=person.person_id)
        for by in (person, for_him):
            with pytest.raises(NotPermitted, match="You are"):
                _fire(number, "accept_case", by)
    with pytest.raises(NotPermitted, match="acts for the competent body"):
        _fire(number, "accept_case", "discipline")
    assert _fire(number, "accept_case", "leader") == "accepted"


def test_a_body_decides_only_what_is_within_its_powers() -> None:
    number = Stage().one("accountabilities", "raised")
    _fire(number, "draft", "director", **DRAFT)
    _fire(number, "review", "discipline")
    beyond = {"competent": "department", "body": "the department"}
    with pytest.raises(NotPossible, match="beyond that body"):
        _fire(number, "submit", "secretary", **beyond)
    _fire(number, "submit", "secretary", competent="discipline", body="the commission")
    _fire(number, "accept_case", "discipline")
    with pytest.raises(NotPossible, match="beyond that body"):
        _fire(number, "decide", "discipline", method="handling")
    with pytest.raises(NotPossible, match="not for such a target"):
        _fire(number, "decide", "discipline", method="examination")
    assert _fire(number, "decide", "discipline", method="circular") == "decided"


def test_both_papers_are_numbered_and_the_record_is_filed_after_the_time_to_appeal(
    app: Any,
) -> None:
    number = _announced()
    papers = [paper["number"] for paper in _process(app, number)["documents"]]
    assert papers == ["问建〔2026〕1号", "问通〔2026〕1号"]
    with pytest.raises(NotPossible, match="not executed yet"):
        _fire(number, "archive", "discipline")
    _fire(number, "execute", "discipline")
    with pytest.raises(NotPossible, match="the time to appeal is not over yet"):
        _fire(number, "archive", "discipline", days=15)
    assert _fire(number, "archive", "discipline", days=16) == "closed"


def test_who_is_not_held_to_account_is_not_announced_and_it_is_filed_at_once(app: Any) -> None:
    number = Stage().one("accountabilities", "accepted")
    _fire(number, "decide", "leader", method="none")
    assert "consequences" not in _process(app, number)
    with pytest.raises(NotPossible, match="nobody is held to account"):
        _fire(number, "announce", "discipline", publicity_scope="the bureau")
    assert _fire(number, "archive", "discipline") == "closed"


def test_an_appeal_is_lodged_within_its_period_once_and_stops_nothing() -> None:
    number = _announced()
    with pytest.raises(NotPossible, match="the time to appeal is over"):
        _appealed(number, days=16)
    with pytest.raises(NotPermitted):
        commands.raise_item(
            "appeals", actor("director"), fields={"title": "x", "request": "x"}, parent=number,
            now=START,
        )  # fmt: skip
    _appealed(number, days=15)
    with pytest.raises(NotPossible, match="an appeal has been lodged already"):
        _appealed(number, days=15)
    assert _fire(number, "execute", "discipline", days=15) == "executed"
    with pytest.raises(NotPossible, match="an appeal is still unanswered"):
        _fire(number, "archive", "discipline", days=40)


def test_another_body_answers_an_appeal_and_nobody_who_took_part_before(app: Any) -> None:
    number = _announced()
    appeal = _appealed(number)
    assert _process(app, appeal)["competent"] == "superior"
    with pytest.raises(NotPermitted, match="acts for the competent body"):
        _fire(appeal, "accept_case", "leader")
    for who in ("director", "secretary", "leader"):
        both = replace(actor(who), posts=(*actor(who).posts, *actor("discipline").posts))
        with pytest.raises(NotPermitted, match="took part in the decision"):
            _fire(appeal, "accept_case", both)
    assert _fire(appeal, "accept_case", "discipline") == "accepted"


def test_an_appeal_lets_a_decision_stand_change_or_fall(app: Any, database: Database) -> None:
    outcomes = {"upheld": {}, "changed": {"instead": "admonition"}, "revoked": {}}
    seen = {}
    for outcome, more in outcomes.items():
        number = _announced()
        _fire(number, "execute", "discipline")
        appeal = _appealed(number)
        _fire(appeal, "accept_case", "discipline")
        _fire(appeal, "decide", "discipline", outcome=outcome, **more)
        process = _process(app, number)
        assert process["appeal"]["outcome"] == outcome
        [(method,)] = app.execute("SELECT data ->> 'method' FROM items WHERE number = %s", [number])
        seen[outcome] = (method, process.get("consequences", {}).get("points"))
        if outcome != "upheld":
            with pytest.raises(NotPossible, match="what an appeal has changed in it"):
                _fire(number, "archive", "discipline", days=16)
            _fire(number, "execute", "discipline", days=16)
        assert _fire(number, "archive", "discipline", days=16) == "closed"
        assert ("consequences" in process) == (outcome != "revoked")
    assert seen == {
        "upheld": ("warning", None), "changed": ("admonition", 30), "revoked": ("warning", None),
    }  # fmt: skip
    with psycopg.connect(database.app_url) as connection:
        assert verifying.verify(connection) == []


def test_the_method_instead_is_named_where_the_decision_changes_and_only_there() -> None:
    appeal = _appealed(_announced())
    _fire(appeal, "accept_case", "discipline")
    for fields in ({"outcome": "changed"}, {"outcome": "upheld", "instead": "admonition"}):
        with pytest.raises(NotPossible, match="name the method where the decision is changed"):
            _fire(appeal, "decide", "discipline", **fields)


def test_what_the_body_sends_back_is_drafted_anew_or_withdrawn(app: Any) -> None:
    number = Stage().one("accountabilities", "reviewed")
    assert _fire(number, "submit", "secretary", **PARTY) == "submitted"
    assert _fire(number, "return", "leader") == "raised"
    assert _fire(number, "withdraw", "discipline") == "withdrawn"
    assert _process(app, number)["documents"][0]["document"] == "W10"


@pytest.mark.parametrize(
    ("state", "trigger", "data"),
    [
        ("raised", "draft", {}),
        ("reviewed", "submit", {}),
        ("submitted", "accept_case", {"body": "the party group"}),
        ("decided", "announce", {"body": "the party group", "method": "discipline"}),
    ],
)
def test_a_record_from_before_the_full_machine_goes_on(
    state: str, trigger: str, data: dict[str, Any]
) -> None:
    facts = samples.facts(samples.item("accountabilities", state, data=data), comment=REASON)
    who = samples.person(50, *samples.BUSINESS)
    given = DRAFT | PARTY | {"publicity_scope": "the bureau"}
    list_type = LIST_TYPES["accountabilities"]
    move = list_type.find(trigger, state)
    assert move
    raw = {field.key: given[field.key] for field in move.fields if field.required}
    machine.fire(machine.permit(list_type, trigger, who, facts, raw))
    assert facts.item.state == move.dest
