"""What every item was and when, for the figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0062"
down_revision = "0060"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "item_spans",
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("list_key", sa.String(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("from_at", _MOMENT, nullable=False),
        sa.Column("until_at", _MOMENT, nullable=False),
        sa.Column("left_state", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", _MOMENT, nullable=False),
        sa.Column("awaits", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("process", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "seq", name="pk_item_spans"),
    )
    _index("uq_item_spans_newest", ["item_id"], "until_at = 'infinity'", newest=True)
    _index("ix_item_spans_open", ["list_key", "until_at"], "awaits <> ''")
    _index(
        "ix_item_spans_closed", ["list_key", "state_since"],
        "awaits = '' AND until_at = 'infinity'",
    )  # fmt: skip
    _index("ix_item_spans_moves", ["list_key", "trigger", "from_at", "item_id"])
    _index("ix_item_spans_stays", ["list_key", "state", "until_at", "item_id"], "left_state")


def _index(name: str, columns: list[str], where: str = "", *, newest: bool = False) -> None:
    op.create_index(
        name, "item_spans", columns, unique=newest,
        postgresql_where=sa.text(where) if where else None,
        postgresql_include=["version"] if newest else None,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("item_spans")
    op.execute("DELETE FROM instance WHERE key IN ('figures', 'figures_whole')")
