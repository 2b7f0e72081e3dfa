"""Copies of the documents that were issued before their events held the content."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0064"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_documents",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("copied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name="fk_earlier_documents_item_id_items"
        ),
        sa.PrimaryKeyConstraint("item_id", "place", name="pk_earlier_documents"),
    )
    for name, what, each in (
        ("append_only", "UPDATE OR DELETE", "ROW"), ("never_emptied", "TRUNCATE", "STATEMENT"),
    ):  # fmt: skip
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON earlier_documents"
            f" FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"ALTER TABLE earlier_documents ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    op.drop_table("earlier_documents")
