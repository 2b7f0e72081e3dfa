"""Search in one form of writing: case, width, brackets, quotes and dashes make no difference."""

from pathlib import Path

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.execute("DROP FUNCTION search_patterns(text[])")
    op.execute("DROP FUNCTION search_form(text)")
