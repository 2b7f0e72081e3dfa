"""Programs follow a list by what has changed; a mail server that is away is known by its mails."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_items_updated", "items", ["list_key", "updated_at", "id"])
    op.add_column("outbox", sa.Column("unreached_since", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("outbox", "unreached_since")
    op.drop_index("ix_items_updated", table_name="items")
