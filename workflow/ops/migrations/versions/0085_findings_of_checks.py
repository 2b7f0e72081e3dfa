"""What came of a check is found by its number, also where it is merged into another problem."""

from alembic import op

revision = "0085"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE INDEX ix_items_finding ON items (((process -> 'finding') ->> 'check'))
         WHERE list_key = 'problems' AND process ? 'finding'""")


def downgrade() -> None:
    op.drop_index("ix_items_finding", table_name="items")
