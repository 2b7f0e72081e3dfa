"""Items that run late, for the tests of escalation. Monday is the second of March 2026."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import psycopg

from tests.cast import BRANCH, PERSONAS, actor
from workflow.engine import commands
from workflow.engine.commands import Done, NewItem, Request

MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
DUE = "2026-03-20"  # a Friday
# When each rung of the usual ladder is due, at nine where the organisation works.
PLANNED = {
    "remind_10": "2026-03-06", "remind_5": "2026-03-13", "remind_1": "2026-03-19",
    "overdue": "2026-03-23", "supervise": "2026-03-25", "interview": "2026-04-09",
    "criticise": "2026-04-23", "account": "2026-05-11",
}  # fmt: skip


def on(day: str, hour: int = 10) -> datetime:
    """Return an instant of a day in China."""
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00")


def assigned(count: int = 1, due: str = DUE, now: datetime = MONDAY) -> list[str]:
    """Raise and assign problems; return their numbers."""
    fields: Mapping[str, object] = {"title": "灭火器过期", "unit": BRANCH, "severity": "minor"}
    raised = commands.raise_items(
        [NewItem(list_key="problems", fields=fields)] * count, actor("inspector"), now
    )
    given = {"holder": PERSONAS["branch-head"].id, "due_on": due}
    requests = [Request(done.number, "assign", given) for done in raised]
    for result in commands.decide(requests, actor("coordinator"), now):
        assert isinstance(result, Done), result
    return [done.number for done in raised]


def climbed(owner: psycopg.Connection[Any], number: str = "P2026-0001") -> list[str]:
    """Return the rungs that an item has climbed, in order."""
    rows = owner.execute(
        "SELECT x.rung FROM escalations x JOIN items i ON i.id = x.item_id WHERE number = %s"
        " ORDER BY x.seq",
        [number],
    )
    return [rung for (rung,) in rows]


def count(owner: psycopg.Connection[Any], query: str) -> int:
    """Return the number that a query gives."""
    row = owner.execute(query).fetchone()
    assert row
    return int(row[0])


def set_clock(owner: psycopg.Connection[Any], at: str) -> None:
    """Let it be this time for the domain, as in a demonstration."""
    owner.execute("DELETE FROM instance")
    owner.execute(
        "INSERT INTO instance VALUES ('demo_clock', (%s::timestamptz - now())::text)", [at]
    )
