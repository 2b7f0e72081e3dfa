"""Programs follow a list by what has changed since they last looked."""

from alembic import op

revision = "0035"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_items_updated", "items", ["list_key", "updated_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_items_updated", table_name="items")
