"""What a day will bring, on its page: to whoever may see the items, and within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.cast import Persona
from tests.escalation.late_items import assigned, set_clock
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.escalation import breaker, forecast_queries

PAGE = "/forecast?on="
SUPERVISED, INTERVIEWED = "2026-03-25", "2026-04-09"


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, "2026-03-02 11:00+08")
        yield connection


@pytest.mark.usefixtures("owner")
def test_it_tells_rungs_documents_and_whom_it_concerns(enter: Entering) -> None:
    numbers = assigned(2)
    page = enter("leader", "en").text(PAGE + SUPERVISED)
    assert "2 rungs" in page
    assert "2 documents to be signed by people" in page
    assert "0 mails at once" in page
    for said in (*numbers, "Supervision notice L2", "Chen Jianguo", "Zhou Min", "Zhang Hong"):
        assert said in page, said
    assert "The days until then 4 days" in page
    assert "The digest" in page
    assert "Nothing falls due" in enter("leader", "en").text(f"{PAGE}2026-03-24")


@pytest.mark.usefixtures("owner")
def test_what_one_may_not_see_is_not_there(enter: Entering) -> None:
    [number] = assigned()
    assert number not in enter("outsider").text(PAGE + SUPERVISED)
    assert number in enter("group-leader").text(PAGE + SUPERVISED)
    assert number not in enter("group-leader").text(PAGE + INTERVIEWED)
    assert number in enter("branch-head").text(PAGE + INTERVIEWED)
    for administrator in ("system-admin", "security-admin", "audit-admin"):
        visitor = enter(administrator)
        assert visitor.get(PAGE + SUPERVISED).status_code == 404
        assert "/forecast" not in visitor.get("/account").text


@pytest.mark.usefixtures("owner")
def test_who_gets_the_digest_is_told_to_whoever_sees_everything(enter: Entering) -> None:
    assigned()
    assert "汇总邮件 " in enter("leader").text(PAGE + SUPERVISED)
    for login in ("coordinator", "inspector", "branch-head"):
        assert "汇总邮件 " not in enter(login).text(PAGE + SUPERVISED), login


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("tomorrow", "Write the day like 2026-12-31."),
        ("2026-02-31", "Write the day like 2026-12-31."),
        ("2026-03-01", "Choose today, or a day to come."),
        ("2031-01-01", "366 days ahead"),
    ],
)
def test_a_day_that_cannot_be_told_gets_a_sentence(enter: Entering, typed: str, says: str) -> None:
    answer = enter("leader", "en").get(PAGE + typed)
    assert answer.status_code == 422
    assert says in words(answer)
    assert f'value="{typed}"' in answer.text


@pytest.mark.usefixtures("owner")
def test_more_than_can_be_told_is_refused_and_says_how_else(
    enter: Entering, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned(3)
    leader = enter("leader", "en")
    for bound, most in (("MOST", 2), ("MOVES", 14)):  # three items, five rungs each
        with monkeypatch.context() as bounded:
            bounded.setattr(forecast_queries, bound, most)
            answer = leader.get(PAGE + SUPERVISED)
            assert answer.status_code == 409
            assert "rectify escalate --dry-run --on" in words(answer)
            assert leader.get(f"{PAGE}2026-03-03").status_code == 200
    monkeypatch.setattr(forecast_queries, "MOVES", 15)
    assert leader.get(PAGE + SUPERVISED).status_code == 200


def test_few_may_ask_at_once_so_that_nobody_else_waits(
    owner: psycopg.Connection[Any], enter: Entering
) -> None:
    assigned()
    leader = enter("leader", "en")
    for slot in forecast_queries._SLOTS:
        owner.execute("SELECT pg_advisory_lock(%s)", [slot])
    answer = leader.get(PAGE + SUPERVISED)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "5")
    owner.execute("SELECT pg_advisory_unlock(%s)", [forecast_queries._SLOTS[1]])
    assert leader.get(PAGE + SUPERVISED).status_code == 200


@pytest.mark.usefixtures("owner")
def test_hundreds_are_counted_and_the_breaker_is_foretold(enter: Entering) -> None:
    assigned(breaker.LEAST + 60)
    page = enter("leader", "en").text(f"{PAGE}2026-03-23")
    assert "110 items" in page
    assert "and 10 more" in page
    assert "would escalate 110 items" in page
    assert "until two people have released it" in page


@pytest.mark.usefixtures("owner")
def test_without_a_day_it_is_today(enter: Entering) -> None:
    assert 'value="2026-03-02"' in enter("branch-head").get("/forecast").text


@pytest.mark.usefixtures("owner")
def test_one_leads_from_day_to_day_and_never_into_the_past(enter: Entering) -> None:
    leader = enter("leader")
    today, later = leader.get("/forecast").text, leader.get(PAGE + SUPERVISED).text
    assert 'rel="next" href="/forecast?on=2026-03-03"' in today
    assert 'rel="prev"' not in today
    assert 'rel="prev" href="/forecast?on=2026-03-24"' in later
    assert 'rel="next" href="/forecast?on=2026-03-26"' in later
    assert 'rel="next"' not in leader.get(PAGE + "2026-13-01").text
