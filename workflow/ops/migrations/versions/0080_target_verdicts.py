"""Targets judged after their periods, each once as it was set."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "target_verdicts",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"],
            name="fk_target_verdicts_entry_id_register_entries",
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", name="pk_target_verdicts"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("target_verdicts")
