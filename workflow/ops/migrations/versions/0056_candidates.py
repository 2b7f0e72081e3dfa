"""Candidates for findings."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0062"
branch_labels = None
depends_on = None

_TEXTS = (
    "title", "source", "about", "check_number", "line", "severity", "aspect", "measures",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "subject", "period")),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("decision", "reason")),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_candidates_unit_id_units"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name="fk_candidates_decided_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
        sa.UniqueConstraint("kind", "subject", "period", name="uq_candidates_kind_subject_period"),
    )
    op.create_index(
        "ix_candidates_open", "candidates", ["unit_id"],
        postgresql_where=sa.text("decision = ''"),
    )  # fmt: skip
    op.create_index("ix_candidates_check", "candidates", ["check_number", "line"])


def downgrade() -> None:
    op.drop_table("candidates")
