"""The looks of lists that people choose, and the views that they save."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_looks",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("columns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("density", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_list_looks_person_id"),
        sa.PrimaryKeyConstraint("person_id", "list_key", name="pk_list_looks"),
    )
    op.create_table(
        "list_views",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name="fk_list_views_owner_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_list_views_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_list_views"),
        sa.UniqueConstraint("owner_id", "list_key", "name", name="uq_list_views_name"),
    )
    op.create_index("ix_list_views_unit_id", "list_views", ["unit_id"])


def downgrade() -> None:
    op.drop_table("list_views")
    op.drop_table("list_looks")
