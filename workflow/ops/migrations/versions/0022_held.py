"""Items held by a person, now or before, are found without reading every list."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_items_held", "items", ["holder_id", "list_key", "id"])


def downgrade() -> None:
    op.drop_index("ix_items_held", table_name="items")
