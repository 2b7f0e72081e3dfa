"""Items whose due dates came from rules, and another calendar applied to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.cast import actor
from tests.engine.stage import HOLDER, REASON, Stage, Step, today
from workflow.calendar import STATUTORY, OwnDay
from workflow.escalation.calendar_changes import commands, recalculation_job
from workflow.escalation.calendar_changes.recalculation_preview import preview
from workflow.profession.severity_classes import HANDLING
from workflow.words import Words

Owner = psycopg.Connection[Any]
ADMIN = "system-admin"
OFF = Words("局庆", "Founding day")
USUAL = STATUTORY.add_working_days(today(), HANDLING["minor"].days)


def by_rule(count: int = 1) -> list[str]:
    """Return problems that are assigned until the day that the rule gives."""
    stage = Stage()
    numbers = stage.many("problems", "raised", count)
    stage.bulk(numbers, Step("coordinator", "assign", {"holder": HOLDER, "due_on": f"{USUAL}"}))
    return numbers


def off(*days: str, working: bool = False) -> None:
    commands.set_days(actor(ADMIN), [OwnDay(date.fromisoformat(d), working, OFF) for d in days])


def apply() -> int:
    """Apply the calendar in force after a look at it; return how many items it moved."""
    recalculation_job.begin(actor(ADMIN), REASON, preview(actor(ADMIN)).edition)
    recalculation_job.go_on()
    done = recalculation_job.newest()
    assert done
    assert (done.outcome, done.seen) == ("done", done.items)
    return done.moved


def items(owner: Owner, where: str = "TRUE") -> list[dict[str, Any]]:
    query = f"SELECT * FROM items WHERE {where} ORDER BY id"
    return owner.cursor(row_factory=dict_row).execute(query.encode()).fetchall()


def due(owner: Owner, number: str) -> str:
    [(day,)] = owner.execute(
        "SELECT ((due_at AT TIME ZONE 'Asia/Shanghai') - interval '1 day')::date::text"
        " FROM items WHERE number = %s",
        [number],
    )
    return str(day)
