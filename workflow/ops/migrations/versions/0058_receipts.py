"""Receipts of complaints and objections, apart from the items, with the sealed identity."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("code_mac", sa.String(), nullable=False),
        sa.Column("once_mac", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_receipts_item_id_items"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("receipt", name="uq_receipts_receipt"),
        sa.UniqueConstraint("once_mac", name="uq_receipts_once_mac"),
    )
    op.create_index("ix_receipts_item", "receipts", ["item_id"])
    op.create_index(
        "ix_items_complaint", "items", [sa.text("((process -> 'complaint') ->> 'number')")],
        postgresql_where=sa.text("process ? 'complaint'"),
    )  # fmt: skip
    op.execute(
        "CREATE TRIGGER never_emptied BEFORE TRUNCATE ON receipts"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_index("ix_items_complaint", table_name="items")
    op.drop_table("receipts")
