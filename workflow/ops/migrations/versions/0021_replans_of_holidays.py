"""A pass that plans anew is also of an edition of the holidays, and knows the latest time."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("replans", sa.Column("edition", sa.String(), server_default="", nullable=False))
    op.add_column(
        "replans",
        sa.Column(
            "clock",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("replans", "clock")
    op.drop_column("replans", "edition")
