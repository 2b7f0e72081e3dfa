"""Bring the database to the version of the code: migrations, rights, pack, moves and sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from workflow.declaration import JOIN, pack
from workflow.engine import earlier_documents
from workflow.inspections import installing
from workflow.ops import code_tables, installed_pack
from workflow.ops.rights import grants_to, role_of
from workflow.platform import SERVICE, sqlalchemy_url
from workflow.platform.models import CHAINED, key_columns

APP_ROLE = "rectify_app"
_MIGRATING = 0x5245_4354  # the advisory lock: two servers starting at once migrate in turn
# A temporary table comes before one of the same name in the schema: a guard that looks into events
# would look into the table that the session made for it. These call the functions in SQL.
_UNPINNED = """
    SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
     WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql'
       AND pg_has_role(p.proowner, 'USAGE')
       AND NOT coalesce(p.proconfig::text LIKE '%search_path=%', false)"""

_NOTED = """
    INSERT INTO journal (kind, actor_name, address, subject_kind, subject_id, details)
    SELECT 'documents_copied', 'Rectify', '', '', '',
           jsonb_build_object('count', CAST(:count AS integer), 'digest', encode(sha256(convert_to(
               string_agg(digest, ' ' ORDER BY item_id, place), 'UTF8')), 'hex'))
      FROM earlier_documents"""


def upgrade(owner_url: str, serving_url: str = "") -> None:
    """Migrate as the owner, grant the serving role by any name, copy moves and new sheets.

    Raises ``NotPossible`` where another pack was chosen than the database has.
    """
    named = {"application_name": SERVICE}
    engine = create_engine(sqlalchemy_url(owner_url), connect_args=named)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
            is_copied = connection.scalar(text("SELECT to_regclass('earlier_documents')"))
            command.upgrade(configuration(connection), "head")
            _pin(connection)
            _take_rows_in(connection)
            _grant(connection, {APP_ROLE, role_of(serving_url)} - {"", role_of(owner_url)})
            driver: Any = connection.connection.driver_connection
            installed_pack.settle(driver)  # before anything reads the pack
            _copy_moves(connection)
            installing.bring_in(driver)
            code_tables.bring_in(driver)
            if not is_copied:
                _copy_documents(connection, driver)
    finally:
        engine.dispose()


def _copy_documents(connection: Connection, driver: Any) -> None:
    """Copy the documents issued before, once: with the upgrade that brings the table."""
    if count := earlier_documents.bring_in(driver):
        connection.execute(text(_NOTED), {"count": count})


def known_revisions() -> set[str]:
    """Return the version of each migration in the code."""
    script = ScriptDirectory.from_config(configuration())
    return {revision.revision for revision in script.walk_revisions()}


def configuration(connection: Connection | None = None) -> Config:
    """Return Alembic's settings; there is no ini file to lose."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def _pin(connection: Connection) -> None:
    """Let every function of the guards find the tables of the schema, never temporary ones."""
    for function in connection.execute(text(_UNPINNED)).scalars().all():
        connection.exec_driver_sql(f"ALTER FUNCTION {function} SET search_path = public, pg_temp")


def _take_rows_in(connection: Connection) -> None:
    """Let the chain of changed rows know the columns that a migration has made or taken away."""
    query = text("SELECT take_rows_in(:named, :keys, :left_out, false)")
    for table, left_out in CHAINED.items():
        values = {"keys": [*key_columns(table)], "left_out": [*left_out]}
        connection.execute(query, {"named": table, **values})


def _grant(connection: Connection, roles: set[str]) -> None:
    query = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    for role in sorted(roles):
        if connection.scalar(query, {"role": role}):
            connection.exec_driver_sql(grants_to(role))


def _copy_moves(connection: Connection) -> None:
    connection.execute(text("DELETE FROM legal_moves"))
    row = text("INSERT INTO legal_moves VALUES (:list, :trigger, :source, :dest, :forbidden)")
    for move in legal_moves():
        named = zip(("list", "trigger", "source", "dest", "forbidden"), move, strict=True)
        connection.execute(row, dict(named))


def legal_moves() -> Iterator[tuple[str, str, str, str, list[str]]]:
    """Yield the possible moves of an item: list, trigger, source, target, and people barred.

    Beside the declared moves, late items join a document in the states declared for that.
    """
    for key, list_type in pack().lists.items():
        for t in list_type.transitions:
            for source in t.sources:
                yield key, t.trigger, source, t.dest or source, [*(t.judges or ())]
        for state in list_type.shared.joins if list_type.shared else ():
            yield key, JOIN, state, state, []
