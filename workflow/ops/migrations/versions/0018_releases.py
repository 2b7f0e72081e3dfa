"""Releases of the breaker by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accused", sa.Integer(), nullable=False),
        sa.Column("still_open", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.ARRAY(sa.Integer()), nullable=True),
        sa.Column("released_name", sa.String(), nullable=True),
        sa.CheckConstraint("NOT asked_by && released_by", name=op.f("ck_releases_two_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )


def downgrade() -> None:
    op.drop_table("releases")
