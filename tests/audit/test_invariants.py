"""The auditor: each invariant holds in an honest ledger, and finds what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.cast import PERSONAS, Persona
from tests.engine.stage import Stage
from tests.escalation.ladders.drafts import put_in_force, rows
from tests.escalation.late_items import assigned, on, set_clock
from tests.servers import Database
from workflow.audit.invariants.check_job import EXAMPLES, InvariantResult, check, findings
from workflow.audit.invariants.rules import INVARIANTS, Invariant
from workflow.escalation.ladders.replan_job import replan
from workflow.escalation.sweep import sweep
from workflow.platform import connect
from workflow.words import Words

# How to break each invariant as no command would: statements by somebody who owns the database.
GUARDED = ("items", "events", "escalations")
BREAKING: dict[str, tuple[str, ...]] = {
    "missed": ("UPDATE items SET rung_at = now() - interval '10 minutes'",),
    "planned": ("UPDATE items SET rung_at = NULL WHERE state = 'assigned'",),
    "early": ("UPDATE escalations SET at = planned_at - interval '1 second'",),
    "unrecorded": ("UPDATE escalations SET seq = 1",),
    "undocumented": ("UPDATE items SET parent_id = NULL WHERE list_key = 'supervisions'",),
    "stuck": ("UPDATE outbox SET available_at = now() - interval '1 hour', delivered_at = NULL",),
    "state": ("UPDATE items SET state = 'raised' WHERE state = 'closed'",),
    "gap": ("DELETE FROM events WHERE seq = 2",),
    "waiting": ("UPDATE items SET awaits = '' WHERE state = 'assigned'",),
    "judged": (
        f"UPDATE events SET actor_id = {PERSONAS['branch-head'].id} WHERE trigger = 'verify'",
    ),
    "unverified": ("UPDATE events SET trigger = 'note' WHERE trigger = 'verify'",),
    "attended": ("UPDATE accounts SET active = false",),
    "unfounded": ("UPDATE events SET changes = changes - 'evidence' WHERE trigger = 'decide'",),
    "left_open": (
        "UPDATE items SET parent_id = (SELECT min(id) FROM items WHERE state = 'closed'),"
        " list_key = 'tasks' WHERE state = 'assigned'",
    ),
    "numbers": ("UPDATE counters SET value = value + 1 WHERE list_key = 'problems'",),
    "unsealed": ("UPDATE items SET updated_at = now() - interval '2 hours'",),
    "approved": ("UPDATE accounts SET approval_id = NULL WHERE login = 'leader'",),
    "apart": (
        "INSERT INTO approvals (kind, person_id, details, address, asked_at, asked_as, asked_by,"
        " asked_name, agreed, decided_at, decided_as, decided_by, decided_name)"
        " VALUES ('post', 14, '{\"row\": {}}', '', now(), 'security_admin', '{19}', '', true,"
        " now(), 'system_admin', '{18}', '')",
        "UPDATE appointments SET person_id = 21 WHERE person_id = 18",
    ),
    # What was written before a clock was set back by two hours, as it looks afterwards.
    "clock": ("UPDATE events SET at = now() + interval '2 hours' WHERE seq = 2",),
    "administrators": (
        "ALTER TABLE appointments DROP CONSTRAINT ex_appointments_administrators",
        "INSERT INTO appointments (person_id, unit_id, role, valid_from)"
        " SELECT person_id, unit_id, 'audit_admin', current_date FROM appointments"
        "  WHERE role = 'system_admin'",
    ),
}


@pytest.fixture
def owner(cast: dict[str, Persona], database: Database) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def ledger(owner: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    """An honest ledger: items closed the whole way, and one that is late and has climbed."""
    done = Stage().one("problems", "closed")
    Stage().one("accountabilities", "closed", parents=[done])
    assigned()
    sweep(on("2026-03-23", 9) + timedelta(minutes=1))
    sweep(on("2026-03-25", 9) + timedelta(minutes=1))
    # These happened in the past, so what lies ahead is planned anew from today.
    forge(owner, "UPDATE items SET rung_at = now() + interval '1 day' WHERE rung_at IS NOT NULL")
    owner.execute("UPDATE outbox SET delivered_at = now()")
    forge(owner, "UPDATE items SET updated_at = now()")
    return owner


def forge(owner: psycopg.Connection[Any], *statements: str) -> None:
    """Write as somebody who owns the database can, past every trigger."""
    for table in GUARDED:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for statement in statements:
        assert owner.execute(statement).rowcount, statement
    for table in GUARDED:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def broken() -> dict[str, InvariantResult]:
    return {finding.key: finding for finding in check()}


def test_an_honest_ledger_breaks_nothing(ledger: psycopg.Connection[Any]) -> None:
    assert broken() == {}
    with connect() as connection:
        assert [finding.key for finding in findings(connection)] == [i.key for i in INVARIANTS]


@pytest.mark.parametrize("key", BREAKING)
def test_what_breaks_an_invariant_is_found(key: str, ledger: psycopg.Connection[Any]) -> None:
    forge(ledger, *BREAKING[key])
    found = broken()
    assert key in found
    assert found[key].examples
    assert found[key].since is not None


def test_the_document_of_a_rung_that_was_set_is_looked_for_too(
    owner: psycopg.Connection[Any],
) -> None:
    set_clock(owner, "2026-03-02 11:00+08")
    assigned()
    put_in_force("2026-03-10", rows((1, 1), (2, 2)))
    replan(timedelta(0))
    for day in ("2026-03-23", "2026-03-24"):
        sweep(on(day))
    assert "undocumented" not in broken()
    forge(owner, *BREAKING["undocumented"])
    assert broken()["undocumented"].examples == ["P2026-0001 supervise"]


def test_a_transaction_that_stays_open_is_an_invariant_of_its_own() -> None:
    # Nobody waits five minutes in a test; that it is asked is seen, that it holds is seen above.
    assert {i.key for i in INVARIANTS} - {*BREAKING} == {"transactions"}


def test_it_says_since_when_and_forgets_what_was_mended(ledger: psycopg.Connection[Any]) -> None:
    forge(ledger, *BREAKING["numbers"])
    first = broken()["numbers"]
    assert broken()["numbers"].since == first.since
    forge(ledger, "UPDATE counters SET value = value - 1 WHERE list_key = 'problems'")
    assert broken() == {}


def test_many_of_a_kind_are_counted_and_a_few_are_named(ledger: psycopg.Connection[Any]) -> None:
    assigned(EXAMPLES + 5)
    forge(ledger, *BREAKING["missed"])
    found = broken()["missed"]
    assert (found.broken, len(found.examples)) == (EXAMPLES + 9, EXAMPLES)


def test_a_look_that_fails_says_so_and_stops_no_other(ledger: psycopg.Connection[Any]) -> None:
    no_table = Invariant("missed", Words("", ""), "SELECT 1 FROM no_such_table")
    found = check([no_table, *INVARIANTS[1:]])
    assert [(f.key, f.broken) for f in found] == [("missed", 0)]
    assert "no_such_table" in found[0].error
