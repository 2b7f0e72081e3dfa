"""Names of people and units in pinyin."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spellings",
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("of_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("spelled", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("kind", "of_id", name="pk_spellings"),
    )
    op.execute("CREATE INDEX ix_spellings_pairs ON spellings USING gin (search_pairs(spelled))")


def downgrade() -> None:
    op.drop_table("spellings")
