"""The page on which a changed calendar is looked at and applied to due dates that stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest

from tests.cast import PASSWORD, actor
from tests.engine.stage import REASON
from tests.escalation.calendar_changes.open_items import by_rule
from tests.servers import Database
from tests.web.conftest import Entering
from tests.web.visitor import words
from workflow.calendar import OwnDay
from workflow.escalation.calendar_changes import commands, recalculation_job
from workflow.words import Words

PAGE = "/calendar/due-dates"
DAY = OwnDay(date(2026, 3, 9), working=False, name=Words("局庆", "Founding day"))


@pytest.fixture
def owner(cast: object, database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def standing(cast: object) -> list[str]:
    """Three items with dates by rule, and a calendar that has changed since."""
    numbers = by_rule(3)
    commands.set_days(actor("system-admin"), [DAY])
    return numbers


def edition() -> dict[str, str]:
    return {"edition": commands.in_force_now().edition, "reason": REASON}


def test_each_item_is_shown_before_and_after_with_the_reason(
    enter: Entering, standing: list[str]
) -> None:
    page = enter("system-admin", "en").text(PAGE)
    assert "Of 3 open items with a due date 3 would move: 3 to a later day" in page
    assert "2026-03-09: off now (Founding day)" in page
    assert all(number in page for number in standing)
    assert "a matter" not in page  # whoever keeps the calendar sees no items
    chinese = enter("system-admin").text(PAGE)
    assert "2026-03-09现在休息（局庆） 3个事项" in chinese
    assert "变动3个时限" in chinese


def test_it_is_applied_with_a_reason_and_a_proof_and_told_what_came_of_it(
    enter: Entering, standing: list[str], owner: psycopg.Connection[Any]
) -> None:
    keeper = enter("system-admin")
    answer = keeper.post(PAGE, edition() | {"reason": "短"}, page=PAGE)
    assert answer.status_code == 422
    assert "请写明理由" in words(answer)
    owner.execute("UPDATE sign_ins SET proved_at = proved_at - interval '6 minutes'")
    refused = keeper.post(PAGE, edition(), page=PAGE)
    assert refused.status_code == 403
    assert REASON in refused.text
    proven = edition() | {"proof": PASSWORD}
    assert keeper.post(PAGE, proven, page=PAGE).location == PAGE
    assert "3项在办事项已看过0项，变动0项" in keeper.text(PAGE)
    assert keeper.post(PAGE, edition(), page=PAGE).status_code == 409
    recalculation_job.go_on()
    told = keeper.text(PAGE)
    assert "3个时限变动" in told
    assert "3项有时限的在办事项中，0项会变动" in told
    assert "变动3个时限" not in told


def test_it_is_stopped_on_the_page(enter: Entering, standing: list[str]) -> None:
    keeper = enter("system-admin", "en")
    keeper.post(PAGE, edition(), page=PAGE)
    recalculation_job.go_on(pieces=1, piece=2)
    assert "Open items looked at: 2 of 3; moved: 2" in keeper.text(PAGE)
    keeper.post(f"{PAGE}/stop", {}, page=PAGE)
    page = keeper.text(PAGE)
    assert re.search(r"Stopped .* after 2 due dates had moved", page)
    assert "Move 1 due date Rectify" in page


def test_what_was_not_looked_at_is_not_applied_and_the_reason_stays(
    enter: Entering, standing: list[str]
) -> None:
    keeper = enter("system-admin")
    answer = keeper.post(PAGE, edition() | {"edition": "CN 0"}, page=PAGE)
    assert answer.status_code == 409
    assert "预览之后日历又变了" in words(answer)
    assert REASON in answer.text


def test_nobody_else_looks_applies_or_stops(enter: Entering, standing: list[str]) -> None:
    for login in ("security-admin", "audit-admin", "leader", "branch-head"):
        visitor = enter(login)
        assert visitor.get(PAGE).status_code == 403
        for path in (PAGE, f"{PAGE}/stop"):
            assert visitor.post(path, edition()).status_code == 403
        assert PAGE not in visitor.get("/calendar").text
    assert recalculation_job.newest() is None
    assert PAGE in enter("system-admin").get("/calendar").text
