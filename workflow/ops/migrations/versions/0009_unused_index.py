"""Drop an index without a reader, kept up by every decision."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_items_updated", table_name="items")


def downgrade() -> None:
    op.create_index("ix_items_updated", "items", ["updated_at"])
