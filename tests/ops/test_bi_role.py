"""The role for BI tools reads four views and writes nothing."""

from __future__ import annotations

import psycopg
import pytest

from rectify.servers.database_roles import BI, OWNER
from tests.cast import Persona, cast
from tests.engine.stage import Stage
from tests.servers import Database
from workflow.declaration import pack
from workflow.ops.rights import grants
from workflow.queries.figures import taking_in

__all__ = ["cast"]
VIEWS = {"bi_units", "bi_items", "bi_spans", "bi_moves"}
_HELD = """
    SELECT c.relname, p.name FROM pg_class c,
           unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
                        'TRIGGER']) AS p (name)
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
       AND has_table_privilege(current_user, c.oid, p.name)"""
_REFUSED = (
    "SELECT 1 FROM items", "UPDATE bi_items SET state = 'closed'", "DELETE FROM bi_units",
    "INSERT INTO bi_units (id) VALUES (99)", "CREATE TABLE mine (id int)",
    "SELECT nextval('items_id_seq')",
)  # fmt: skip


@pytest.fixture
def tool(cast: dict[str, Persona], database: Database) -> psycopg.Connection:
    """Return a connection of the role, with its rights as after an upgrade."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute(grants().encode())
    return psycopg.connect(database.owner_url.replace(OWNER, BI), autocommit=True)


def test_the_role_reads_the_views_alone_and_writes_nothing(tool: psycopg.Connection) -> None:
    with tool:
        assert {*tool.execute(_HELD)} == {(view, "SELECT") for view in VIEWS}
        for refused in _REFUSED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tool.execute(refused.encode())


def test_the_views_count_as_the_product_does_and_hold_nothing_confidential(
    tool: psycopg.Connection,
) -> None:
    Stage().many("problems", "closed", 2)
    Stage().one("supervisions", "raised")
    Stage().one("interviews", "raised")
    taking_in.take_in()
    with tool:
        told = dict(tool.execute("SELECT list, count(*) FROM bi_items GROUP BY list").fetchall())
        assert (told["problems"], told["supervisions"]) == (4, 1)
        assert not told.keys() & {*pack().confidential}
        [(closed,)] = tool.execute(
            "SELECT count(*) FROM bi_spans WHERE list = 'problems' AND state = 'closed'"
            " AND until_at = 'infinity'"
        )
        assert closed == 2
        [(moves,)] = tool.execute("SELECT count(*) FROM bi_moves WHERE move = 'close'")
        assert moves == 2


def test_every_list_is_open_to_the_tool_or_for_named_readers(tool: psycopg.Connection) -> None:
    with tool:
        [(said,)] = tool.execute("SELECT pg_get_viewdef('bi_items'::regclass)")
    named = {key for key in pack().lists if f"'{key}'" in said}
    closed = {key for key, found in pack().lists.items() if found.readers or found.withheld_from}
    assert named == pack().lists.keys() - closed
