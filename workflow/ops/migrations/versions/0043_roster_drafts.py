"""Rosters and lists of units on their way in by the browser."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_roster_drafts_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_roster_drafts"),
    )
    op.create_index("ix_roster_drafts_person_id", "roster_drafts", ["person_id"])


def downgrade() -> None:
    op.drop_table("roster_drafts")
