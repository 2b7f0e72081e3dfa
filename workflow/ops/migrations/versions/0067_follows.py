"""Items that people follow; people by their name, for pages in English."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_follows_item_id_items"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_follows_person_id_people"),
        sa.PrimaryKeyConstraint("item_id", "person_id", name="pk_follows"),
    )
    op.create_index("ix_follows_person", "follows", ["person_id"])
    op.create_index("ix_people_name", "people", ["name"])


def downgrade() -> None:
    op.drop_index("ix_people_name", "people")
    op.drop_table("follows")
