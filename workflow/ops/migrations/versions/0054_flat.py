"""Pages as quick with a million items: kept colours, counts by unit, and what is most urgent."""

from pathlib import Path

from alembic import op

revision = "0054"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute(Path(__file__).with_name("0054_flat_back.sql").read_text(encoding="utf-8"))
