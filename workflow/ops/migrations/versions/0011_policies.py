"""Ladders as data, and the version that shows a process whether its cache is up to date."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policies_version",
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("xact", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policies_version")),
    )
    op.execute("INSERT INTO policies_version VALUES (gen_random_uuid(), '')")
    op.create_table(
        "ladders",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("rungs", JSONB(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("replanned_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("replanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladders")),
    )
    op.create_index(
        "uq_ladders_published",
        "ladders",
        ["list_key", "state", "severity", "valid_from"],
        unique=True,
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.drop_table("ladders")
    op.execute("DROP FUNCTION keep_published_ladder()")
    op.execute("DROP FUNCTION change_policies_version()")
    op.drop_table("policies_version")
