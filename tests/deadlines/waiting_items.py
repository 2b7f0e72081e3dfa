"""Items that wait for somebody, for the tests of clocks. They begin on Monday, 2 March 2026."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import psycopg

from tests.cast import BRANCH, LOOKS, PERSONAS, actor
from tests.engine.stage import HOLDER, PHOTO, REASON, Stage
from tests.escalation.late_items import MONDAY, on
from tests.profession.test_pauses import item
from workflow.audit.invariants.plans import misplanned
from workflow.engine import commands
from workflow.escalation.sweep import sweep
from workflow.platform import connect

LOGINS = {persona.id: login for login, persona in PERSONAS.items()}


def fire(number: str, trigger: str, who: str, day: str, **fields: Any) -> None:
    commands.fire(
        number, trigger, actor(who), fields=fields, comment=REASON, evidence=(), now=on(day)
    )


def raised(severity: str = "general") -> str:
    fields = {"title": "灭火器过期", "unit": BRANCH, "severity": severity}
    return commands.raise_item("problems", actor("inspector"), fields=fields, now=MONDAY).number


def assigned(severity: str = "general", due: str = "2026-06-01") -> str:
    """Return a problem that was assigned on Tuesday and is due in summer."""
    number = raised(severity)
    Stage(start=MONDAY).complete(number)
    fire(number, "assign", "coordinator", "2026-03-03", holder=HOLDER, due_on=due)
    return number


def told(owner: psycopg.Connection[Any], rung: str) -> set[str]:
    """Return who was told of the newest climbing of a rung."""
    rows = owner.execute(
        "SELECT person_id FROM inbox JOIN (SELECT item_id, seq FROM escalations WHERE rung = %s"
        " ORDER BY seq DESC LIMIT 1) newest USING (item_id, seq)",
        [rung],
    )
    return {LOGINS[person] for (person,) in rows}


def sweep_on(*days: str) -> None:
    for day in days:
        swept = sweep(on(day))
        assert not swept.aside
        with connect() as connection:
            assert misplanned(connection) == []


def due_on(number: str) -> date:
    due = item(number).due_at
    assert due
    return (due - timedelta(seconds=1)).date()


def rectified() -> str:
    """Return a major problem that was reported as rectified on Wednesday."""
    stage = Stage(start=on("2026-03-03"))
    number = stage.one("problems", "raised", severity="major", aspect="A1")
    stage.complete(number)
    fire(number, "assign", "director", "2026-03-03", holder=HOLDER, due_on="2026-06-01")
    fire(number, "sign_for", "branch-head", "2026-03-03")
    fire(number, "submit_plan", "branch-head", "2026-03-03", cause="x", plan="y")
    fire(number, "approve_plan", "committee", "2026-03-03")
    commands.fire(
        number, "rectify", actor("branch-head"), fields={"statement": "done", "pledge": True},
        evidence=(PHOTO,), now=on("2026-03-04"),
    )  # fmt: skip
    return number


def verified(day: str) -> str:
    """Return one that was verified on this day, and is to be published."""
    number = rectified()
    fire(number, "pass_review", "coordinator", day)
    fire(number, "record_check", "verifier", day)
    fire(number, "verify", "verifier-2", day, **LOOKS)
    return number
