"""The journal, its chain, and three kinds of administrator in three people."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("details", JSONB(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("seq", name=op.f("uq_journal_seq")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_journal_prev_hash")),
    )
    op.create_index("ix_journal_kind", "journal", ["kind", "seq"])
    op.create_index("ix_journal_actor", "journal", ["actor_id", "seq"])
    op.create_index("ix_journal_at", "journal", ["at"])
    # The log of item events is read by days; this index costs a decision next to nothing.
    op.create_index("ix_events_at", "events", ["at"], postgresql_using="brin")
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("ALTER TABLE appointments DROP CONSTRAINT ex_appointments_administrators")
    op.drop_index("ix_events_at", "events")
    for function in ("cut_journal(timestamptz, int, text)", "journal_hash(journal, bigint, text)"):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_table("journal")
    op.execute("DROP FUNCTION link_journal()")
    op.execute("DROP FUNCTION refuse_journal_change()")
