"""Alembic's entry: run on the connection given by ``workflow.ops.schema``."""

from alembic import context

from workflow.platform.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
