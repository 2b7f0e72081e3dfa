"""What would happen is what happens; saying it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from tests.cast import Persona
from tests.escalation.late_items import assigned, climbed, count, on
from tests.servers import Database
from workflow.engine.loading import CLOCK
from workflow.errors import BadInput, NotPossible
from workflow.escalation import demo_clock
from workflow.escalation.forecast import forecast
from workflow.escalation.raised_queries import Raised
from workflow.platform import settings

SUMMER = on("2026-07-01", 23)


@pytest.fixture
def owner(
    cast: dict[str, Persona], database: Database, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to a demonstration in which it is Monday, the second of March."""
    monkeypatch.setenv("RECTIFY_DEMO", "1")
    settings.cache_clear()
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO instance VALUES ('demo_clock', ('2026-03-02 11:00+08' - now())::text)"
        )
        yield connection


def told(raised: list[Raised]) -> list[tuple[object, ...]]:
    """Return what was raised without what cannot be known before: numbers, and parts of a second.

    Items that are due at the same time come in any order.
    """
    return sorted(
        (f"{r.at:%Y-%m-%dT%H:%M%z}", r.title, r.rung, r.document_list, r.told)
        for r in (replace(r, at=r.at.astimezone(settings().zone)) for r in raised)
    )


def everything(owner: psycopg.Connection[Any]) -> list[Any]:
    tables = ("items", "events", "inbox", "outbox", "escalations", "counters", "instance", "sweeps")
    digest = "SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t"
    return [owner.execute(digest.format(table)).fetchone() for table in tables]


def test_what_would_happen_is_what_happens(owner: psycopg.Connection[Any]) -> None:
    assigned(2)
    assigned(1, due="2026-04-10")
    owner.execute("UPDATE appointments SET valid_to = '2026-03-31' WHERE role = 'leader_in_charge'")
    owner.execute(
        "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
        " VALUES (21, 1, 'leader_in_charge', '2026-04-01')"
    )
    foretold = forecast(SUMMER)
    happened, _ = demo_clock.advance(SUMMER)
    assert len(happened) > 20
    assert told(foretold) == told(happened)
    leaders = [r.told for r in happened if r.rung == "supervise"]
    assert "张宏" in leaders[0]  # in post until the end of March
    assert "韩雪" in leaders[-1]


def test_saying_what_would_happen_changes_nothing(owner: psycopg.Connection[Any]) -> None:
    assigned(3)
    before = everything(owner)
    assert forecast(SUMMER)
    assert everything(owner) == before


def test_saying_it_keeps_nobody_from_working(owner: psycopg.Connection[Any]) -> None:
    numbers = assigned(3)
    with psycopg.connect(settings().database_url) as connection:
        connection.execute("SELECT FROM items WHERE number = %s FOR UPDATE", [numbers[0]])
        connection.execute("UPDATE counters SET value = value")
        assert forecast(SUMMER)  # it waits for no lock, and so takes none


def test_the_clock_is_moved_day_by_day_so_that_each_rung_has_its_own_day(
    owner: psycopg.Connection[Any],
) -> None:
    assigned()
    raised, swept = demo_clock.advance(on("2026-04-20", 23))
    assert swept.aside == {}
    assert climbed(owner) == [
        "remind_10", "remind_5", "remind_1", "overdue", "supervise", "interview",
    ]  # fmt: skip
    assert [r.document for r in raised if r.document] == ["S2026-0001", "I2026-0001"]
    days = {
        r.rung: f"{r.at.astimezone(settings().zone):%m-%d %H}" for r in raised if r.number[0] == "P"
    }
    assert (days["overdue"], days["supervise"]) == ("03-23 09", "03-25 09")
    day = "SELECT count(*) FROM (SELECT 1) AS one WHERE ({})::date = '2026-04-20'"
    assert count(owner, day.format(CLOCK)) == 1


def test_the_clock_goes_only_ahead(owner: psycopg.Connection[Any]) -> None:
    with pytest.raises(BadInput, match="it is 2026-03-02 11:0"):
        demo_clock.advance(on("2026-03-01"))


def test_the_clock_of_real_work_cannot_be_moved(
    owner: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RECTIFY_DEMO")
    settings.cache_clear()
    owner.execute("DELETE FROM instance")
    with pytest.raises(NotPossible, match="--dry-run"):
        demo_clock.advance(SUMMER)
    assert owner.execute("SELECT * FROM instance").fetchall() == []
    owner.execute("INSERT INTO instance VALUES ('demo', '1')")
    assert demo_clock.is_demo()
