"""DBOS: a durable workflow with one transaction on its SQLAlchemy data source."""

from __future__ import annotations

from dbos import DBOS, SetWorkflowID, SQLAlchemyDatasource

from bench.peers import alchemy_tables, harness

TASK = harness.given()
DBOS(
    config={
        "name": "ledger",
        "system_database_url": TASK.url,
        "log_level": "ERROR",
        "enable_otlp": False,
    }
)
SOURCE = SQLAlchemyDatasource.create(TASK.url)


@SOURCE.transaction(isolation_level="READ COMMITTED")
def move(item_id: int) -> int:
    """Load, check, move and write: one transaction, checkpointed by DBOS."""
    session = SOURCE.sql_session()
    item, at = session.get_one(alchemy_tables.Item, item_id), harness.now()
    if not TASK.covers(TASK.role, item.scope):
        raise PermissionError(item_id)
    source = item.state
    if source != "raised":
        raise ValueError(f"item {item_id} is {source}")
    item.state = "assigned"
    alchemy_tables.give(item, TASK, at)
    alchemy_tables.write(session, item, source, TASK, at)
    return item_id


@DBOS.workflow()
def assign(item_id: int) -> int:
    """Make the decision durable: it resumes after a crash and never happens twice."""
    return move(item_id)


def decide(item_id: int) -> None:
    """Run the workflow under an id of its own, so that a second request changes nothing."""
    with SetWorkflowID(f"assign-{item_id}"):
        assign(item_id)


DBOS.launch()
harness.serve(decide)
DBOS.destroy()
