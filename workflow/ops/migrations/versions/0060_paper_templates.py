"""Own templates of documents, in editions with a day from which they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_templates",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name="fk_paper_templates_sent_by_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_templates"),
    )
    op.create_index(
        "uq_paper_templates_edition", "paper_templates", ["kind", "language", "holds_from"],
        unique=True, postgresql_where=sa.text("taken_back_at IS NULL"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("paper_templates")
