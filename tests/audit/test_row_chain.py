"""Rows that give a way in, a right or more time: what is changed behind the service is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from rectify.servers.database_roles import OWNER
from rectify.servers.postgres import SUPERUSER
from tests.audit.forging import FORGED
from tests.cast import Persona, actor
from tests.escalation.late_items import assigned, on
from tests.servers import Database
from workflow import organisation
from workflow.audit import row_chain
from workflow.audit.proving import prove
from workflow.audit.sealing import seal
from workflow.escalation.sweep import sweep
from workflow.ops.schema import upgrade
from workflow.platform import SERVICE, db
from workflow.platform.models import CHAINED, Base, key_columns

Owner = psycopg.Connection[Any]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
# Every other table, and why its rows need no chain of their own.
OTHERWISE = {
    "chains and what proves them": {
        "events", "journal", "row_changes", "seals", "seal_leaves", "seal_keys",
    },
    "compared with the events by every proof": {"items", "counters", "escalations"},
    "made again from what is proven": {
        "kept_colours", "kept_counts", "colour_backlog", "colour_edition", "search_texts",
        "search_backlog", "spellings", "item_spans", "legal_moves", "organisation_version",
        "policies_version", "target_verdicts",
    },
    "progress of the machine, which begins again": {
        "digests", "idempotency_keys", "instance", "invariants", "postponed", "reckonings",
        "replans", "sweeps", "throttles", "first_runs",
    },
    "tells of an event that the item's own page shows": {"inbox", "outbox", "follows"},
    "what an operator installs, and is compared with its files": {"installed_pack", "pack_files"},
    "documents from before, each beside the event of its import": {"earlier_documents"},
    "each beginning is an entry of the journal": {"sign_ins"},
    "each number is in an issued document, which is an event": {"document_counters"},
    "drafts, and the reports of imports whose items are events": {
        "import_drafts", "import_layouts", "import_lines", "import_rows", "imports",
        "roster_drafts",
    },
    "how somebody likes to look at lists": {"list_looks", "list_views", "mail_choices"},
    "copies for one reader each, who asked in a chained register": {"report_runs", "report_copies"},
}  # fmt: skip
FILLED = {
    "bigint": "7", "integer": "7", "character varying": "'x'", "text": "'x'",
    "timestamp with time zone": "now()", "jsonb": "'{}'", "date": "'2026-01-01'",
    "boolean": "true", "bytea": "'x'", "uuid": "gen_random_uuid()", "ARRAY": "'{}'",
}  # fmt: skip


def _columns(owner: Owner, table: str) -> list[tuple[str, str]]:
    return owner.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_name = %s AND table_schema = 'public'",
        [table],
    ).fetchall()


def _superuser(database: Database, program: str) -> Owner:
    url = database.owner_url.replace(OWNER, SUPERUSER)
    return psycopg.connect(url, autocommit=True, application_name=program)


@pytest.fixture
def forger(cast: dict[str, Persona], database: Database) -> Iterator[Owner]:
    """An owner with the guards of every table off; each chained table holds a row at least."""
    with _superuser(database, SERVICE) as service:
        service.execute("SET session_replication_role = replica")
        for table in CHAINED:
            _without_checks(service, table)
            if not service.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                columns = _columns(service, table)
                values = ", ".join(FILLED[kind] for _, kind in columns)
                service.execute(
                    f"INSERT INTO {table} ({', '.join(name for name, _ in columns)})"
                    f" OVERRIDING SYSTEM VALUE VALUES ({values})"
                )
    with _superuser(database, "psql") as connection:
        for table in (*CHAINED, "row_changes", "escalations"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield connection


def _without_checks(owner: Owner, table: str) -> None:
    names = owner.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'x')",
        [table],
    ).fetchall()
    for (name,) in names:
        owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


def _named(owner: Owner, *tables: str) -> list[tuple[str, str]]:
    return [(name, words.en) for name, _, words in row_chain.faults(owner, tables or CHAINED)]


def test_every_table_is_chained_or_says_why_it_needs_no_chain() -> None:
    reasons = {table for tables in OTHERWISE.values() for table in tables}
    assert not reasons & CHAINED.keys()
    assert sorted(Base.metadata.tables.keys() - CHAINED.keys() - reasons) == []


def test_the_database_chains_the_tables_that_are_declared_to_be(forger: Owner) -> None:
    rows = forger.execute(
        "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger"
        " WHERE tgname = 'chained'"
    ).fetchall()
    assert dict(rows) == {
        table: f"{{{','.join(key_columns(table))}}}\\000{{{','.join(left_out)}}}\\000"
        for table, left_out in CHAINED.items()
    }


def test_what_the_service_wrote_is_proven_and_an_empty_beginning_takes_nothing_in(
    cast: dict[str, Persona],
) -> None:
    organisation.rename(actor("system-admin"), 3, "第九党支部", "Branch 9")
    with db.connect() as connection:
        proof = prove(connection)
        written = connection.execute(
            "SELECT DISTINCT role FROM row_changes WHERE table_name = 'units' AND act = 'UPDATE'"
        ).fetchall()
    assert proof.faults == ()
    assert written == [("rectify_app",)]
    assert not any("came into the chain" in words.en for words in proof.not_proven)


def test_every_column_that_counts_betrays_its_forgery(forger: Owner) -> None:
    assert _named(forger) == []
    for table in CHAINED:
        for column, kind in _columns(forger, table):
            with forger.transaction(force_rollback=True):
                _forge(forger, table, column, kind)
                faults = _named(forger, table)
            assert bool(faults) is (column not in CHAINED[table]), (table, column, faults)
            assert all(name.startswith(f"{table} ") for name, _ in faults)
            if column not in key_columns(table):
                expected = f"changed behind the service: {column} not as written"
                assert [words for _, words in faults] == [expected] * len(faults)


def _forge(forger: Owner, table: str, column: str, kind: str) -> None:
    forger.execute(
        f"UPDATE {table} SET {column} = {FORGED[kind].format(column)}"
        f" WHERE ctid = (SELECT min(ctid) FROM {table})"
    )


def test_a_deleted_row_and_an_added_one_are_named(forger: Owner) -> None:
    for table in CHAINED:
        with forger.transaction(force_rollback=True):
            many = forger.execute(f"DELETE FROM {table}").rowcount
            assert [words for _, words in _named(forger, table)] == [
                "deleted behind the service"
            ] * many
    forger.execute("INSERT INTO settled_years VALUES (2031)")
    assert _named(forger) == [("settled_years 2031", "added behind the service")]


def test_a_change_with_the_guards_on_is_named_with_its_program_and_role(
    cast: dict[str, Persona], database: Database
) -> None:
    with _superuser(database, "psql") as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE people SET theme = 'dark'")  # gives nobody anything
        assert _named(owner) == []
        owner.execute("UPDATE appointments SET valid_to = '2031-01-01' WHERE id = 1")
        [(name, words)] = _named(owner)
    assert name == "appointments 1"
    assert "past the service at" in words
    assert 'changed by the program "psql" as the role postgres' in words


def test_the_chain_of_changes_betrays_what_is_done_to_itself(forger: Owner) -> None:
    count = forger.execute("SELECT count(*) FROM row_changes").fetchone()
    for column, kind in _columns(forger, "row_changes"):
        with forger.transaction(force_rollback=True):
            forger.execute(
                f"UPDATE row_changes SET {column} = {FORGED[kind].format(column)} WHERE seq = 5"
            )
            assert "row_changes" in {name for name, _ in _named(forger, "releases")}, column
    with forger.transaction(force_rollback=True):
        forger.execute("DELETE FROM row_changes WHERE seq = 5")
        assert ("row_changes", "a written change is missing: 5") in _named(forger)
    assert count
    with db.connect() as connection:
        seal(connection, NOW)
    forger.execute("DELETE FROM row_changes WHERE seq = %s", [count[0]])
    with db.connect() as connection:
        assert "row_changes" in {fault.number for fault in prove(connection).faults}


def test_the_service_itself_may_only_add_to_the_chain_by_changing_a_row(
    cast: dict[str, Persona],
) -> None:
    with db.connect() as connection:
        for statement in (
            "UPDATE row_changes SET act = 'x'", "DELETE FROM row_changes", "TRUNCATE row_changes",
            "INSERT INTO row_changes (table_name, row_key, act, role, program, digests)"
            " VALUES ('people', '1', 'UPDATE', 'x', 'rectify', '{}')",
            "SELECT take_rows_in('people', '{id}', '{}', true)",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_a_rung_that_was_noted_or_erased_behind_the_service_is_named(forger: Owner) -> None:
    [number] = assigned()
    sweep(on("2026-03-13"))
    assert _named(forger) == []
    for statement in (
        "DELETE FROM escalations", "UPDATE escalations SET rung = 'overdue'",
        "UPDATE escalations SET at = at - interval '1 day'", "UPDATE escalations SET seq = 2",
        "INSERT INTO escalations SELECT item_id, due_version, 'x', 1, at, at FROM escalations",
    ):  # fmt: skip
        with forger.transaction(force_rollback=True):
            forger.execute(statement)
            assert {name for name, _ in _named(forger, "releases")} == {number}, statement


def test_a_new_column_is_taken_in_and_hides_no_forgery(forger: Owner, database: Database) -> None:
    forger.execute("UPDATE people SET email = 'x@example.org' WHERE id = 1")
    forger.execute("ALTER TABLE people ADD COLUMN shoe int DEFAULT 42, DROP COLUMN code")
    assert len(_named(forger)) > 5  # until the migration is over
    forger.execute("ALTER TABLE row_changes ENABLE TRIGGER ALL")
    upgrade(database.owner_url)
    [(name, words)] = _named(forger, "people")
    assert name == "people 1"
    assert "email" in words
