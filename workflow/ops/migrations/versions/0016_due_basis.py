"""Each due date carries its basis; the basis of earlier dates is unknown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("items", sa.Column("due_basis", JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("items", "due_basis")
