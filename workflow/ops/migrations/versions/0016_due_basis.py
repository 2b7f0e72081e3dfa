"""Each due date carries how it came about; of those set before nobody can say any more."""

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
