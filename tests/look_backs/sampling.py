"""Draw samples of closed problems on a Monday for the Tuesday, and judge what was drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import psycopg

from tests.cast import OFFICE, actor
from tests.engine.stage import PHOTO, REASON, Stage
from tests.escalation.late_items import set_clock
from tests.servers import Database
from workflow.engine import commands
from workflow.inspections.look_backs import call_job, queries
from workflow.inspections.look_backs import commands as look_back_commands
from workflow.inspections.look_backs.queries import LookBackPlan
from workflow.inspections.look_backs.results import LookBackResults, results
from workflow.platform import db

NOW = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # a Monday, 10:00 where the organisation works
TUESDAY = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
ASKED = {
    "unit": OFFICE, "day": "2026-03-10", "by": "unit", "measure": "percent", "amount": 50,
    "reason": "quarterly look-back",
}  # fmt: skip


def closed(count: int, **fields: object) -> list[str]:
    return Stage().many("problems", "closed", count, **fields)


def planned(login: str = "director", **more: object) -> LookBackPlan:
    return queries.find(actor(login), look_back_commands.plan(actor(login), ASKED | more).id)


def shown(plan: LookBackPlan, login: str = "director") -> LookBackResults:
    return results(queries.find(actor(login), plan.id), actor(login))


def drawn(plan: LookBackPlan) -> list[str]:
    return [number for of in queries.strata(plan.id) for number in of.drawn]


def come_the_day(owner: psycopg.Connection[Any], count: int) -> None:
    """Let it be Tuesday, so that what was drawn is called."""
    set_clock(owner, TUESDAY.isoformat())
    assert call_job.call()[0] == count


def judge(number: str, trigger: str, login: str = "verifier-2") -> None:
    fields = {"due_on": "2026-04-10"} if trigger == "fail_look_back" else {}
    commands.fire(
        number, trigger, actor(login), fields=fields, comment=REASON, evidence=(PHOTO,),
        now=TUESDAY + timedelta(hours=1),
    )  # fmt: skip


def force(database: Database, statement: LiteralString, *values: object) -> None:
    """Change what no command changes so, past the guards of the database."""
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE items DISABLE TRIGGER USER")
        connection.execute(statement, values)


def state(number: str) -> tuple[str, int]:
    with db.connect() as connection:
        row = connection.execute(
            "SELECT state, round FROM items WHERE number = %s", [number]
        ).fetchone()
    assert row
    return row[0], row[1]
