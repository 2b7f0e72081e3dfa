"""Before its day nothing betrays a look-back to those who have a part in it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.cast import Persona, actor
from tests.engine.stage import REASON
from tests.escalation.late_items import set_clock
from tests.look_backs.sampling import (
    NOW,
    TUESDAY,
    closed,
    force,
    planned,
)
from tests.servers import Database
from workflow.errors import NotFound
from workflow.inspections.look_backs import call_job, commands, queries
from workflow.platform import db


@pytest.fixture(autouse=True)
def _monday(cast: dict[str, Persona], database: Database) -> None:
    """It is Monday for the service."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        set_clock(connection, NOW.isoformat())
    db.close()


def test_before_its_day_it_is_there_for_those_who_may_draw_and_for_nobody_else() -> None:
    closed(3)
    plan = planned()
    for login in ("director", "discipline"):
        assert [p.id for p in queries.plans(actor(login))] == [plan.id]
    for login in ("branch-head", "member", "verifier-2", "inspector", "secretary", "auditor",
                  "system-admin", "audit-admin", "outsider", "nobody"):  # fmt: skip
        assert queries.plans(actor(login)) == []
        with pytest.raises(NotFound):
            queries.find(actor(login), plan.id)
        with pytest.raises(NotFound):
            commands.take_back(actor(login), plan.id, {"reason": REASON})


def test_before_its_day_nothing_of_an_item_has_changed_nor_is_anybody_told(
    database: Database,
) -> None:
    closed(3)
    tables = ("items", "events", "inbox", "outbox", "escalations", "digests")

    def rows() -> list[object]:
        with psycopg.connect(database.owner_url) as connection:
            return [
                connection.execute(f"SELECT t::text FROM {t} t ORDER BY 1").fetchall()
                for t in tables
            ]

    before = rows()
    plan = planned()
    assert call_job.call() == (0, "")
    assert call_job.call(NOW + timedelta(hours=21)) == (0, "")
    assert rows() == before
    with db.connect() as connection:
        told = connection.execute(
            "SELECT details::text FROM journal WHERE kind = 'look_back'"
        ).fetchall()
    assert plan.seed not in str(told)
    assert "2026-03-10" not in str(told)


def test_whoever_may_draw_but_has_a_part_in_it_does_not_know_before_the_day(
    database: Database,
) -> None:
    (number,) = closed(1)
    plan = planned()
    planner = f'{{"planner": [{actor("discipline").person_id}]}}'
    force(database, "UPDATE items SET duties = duties || %s::jsonb WHERE number = %s",
          planner, number)  # fmt: skip
    assert queries.plans(actor("discipline")) == []
    assert [p.id for p in queries.plans(actor("director"))] == [plan.id]
    assert call_job.call(TUESDAY) == (1, "")
    assert [p.id for p in queries.plans(actor("discipline"))] == [plan.id]


def test_a_plan_that_is_not_there_and_one_that_is_secret_look_the_same() -> None:
    closed(1)
    plan = planned()
    said = []
    for plan_id in (plan.id, uuid4()):
        with pytest.raises(NotFound) as refusal:
            queries.find(actor("branch-head"), UUID(str(plan_id)))
        said.append(refusal.value.words)
    assert said[0] == said[1]
