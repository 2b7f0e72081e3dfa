"""The pack of the installation; an older database has the only one there was."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installed_pack",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "pack_files",
        sa.Column("path", sa.String(), primary_key=True),
        sa.Column("text", sa.String(), nullable=False),
    )
    op.execute(
        "INSERT INTO installed_pack"
        " SELECT 'party_branch', now() WHERE EXISTS (SELECT FROM legal_moves)"
    )


def downgrade() -> None:
    op.drop_table("pack_files")
    op.drop_table("installed_pack")
