"""Deliveries: each lease of a mail is begun once; what cannot be escalated is put aside."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox",
        sa.Column("queued", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_table(
        "postponed",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_postponed_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_postponed")),
    )


def downgrade() -> None:
    op.drop_table("postponed")
    op.drop_column("outbox", "queued")
