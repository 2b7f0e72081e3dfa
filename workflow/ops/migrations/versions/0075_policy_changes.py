"""The index of the changes that a decision looks at knows the rules of evidence, too."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0071"
branch_labels = None
depends_on = None

_NAME, _TABLE, _COLUMNS = "ix_register_changes_codes", "register_changes", ["register", "at"]


def upgrade() -> None:
    _make("register IN ('code_tables', 'codes', 'evidence_rules')")


def downgrade() -> None:
    _make("register IN ('code_tables', 'codes')")


def _make(of: str) -> None:
    """Make the index of the changes of some registers, in place of the one before."""
    op.drop_index(_NAME, table_name=_TABLE)
    op.create_index(_NAME, _TABLE, _COLUMNS, postgresql_where=sa.text(of))
