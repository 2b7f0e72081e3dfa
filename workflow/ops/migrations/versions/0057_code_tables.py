"""The changes of code tables are counted by every decision."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_register_changes_codes", "register_changes", ["register", "at"],
        postgresql_where=sa.text("register IN ('code_tables', 'codes')"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_register_changes_codes", table_name="register_changes")
