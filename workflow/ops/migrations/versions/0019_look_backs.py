"""Look-backs: samples of closed problems drawn for a day; and pairs of relapses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "look_backs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("strata_by", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("closed_from", sa.Date(), nullable=True),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("drawn_at", _INSTANT, nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.String(), nullable=False),
        sa.Column("called_at", _INSTANT, nullable=True),
        sa.Column("taken_back_at", _INSTANT, nullable=True),
        sa.Column("taken_back_by", sa.String(), nullable=True),
        sa.Column("taken_back_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_look_backs_unit_id")),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["people.id"], name=op.f("fk_look_backs_drawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_backs")),
    )
    op.create_index(
        "ix_look_backs_due",
        "look_backs",
        ["day"],
        postgresql_where=sa.text("called_at IS NULL AND taken_back_at IS NULL"),
    )
    op.create_table(
        "look_back_strata",
        sa.Column("look_back_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("population", ARRAY(sa.Text()), nullable=False),
        sa.Column("drawn", ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["look_back_id"], ["look_backs.id"], name=op.f("fk_look_back_strata_look_back_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_look_back_strata_unit_id")
        ),
        sa.PrimaryKeyConstraint("look_back_id", "place", name=op.f("pk_look_back_strata")),
    )
    op.create_index(
        "ix_items_relapse_of",
        "items",
        [sa.text("(data ->> 'relapse_of')")],
        postgresql_where=sa.text("data ? 'relapse_of'"),
    )


def downgrade() -> None:
    op.drop_index("ix_items_relapse_of", "items")
    op.drop_table("look_back_strata")
    op.drop_table("look_backs")
