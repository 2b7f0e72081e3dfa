"""Sheets in editions, rounds of checks, and what a line of a check led to."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_TEXTS = (
    "above", "kind", "zh", "en", "points", "evidence", "citation", "aspect", "severity", "task",
    "level", "steps", "papers", "cadence",
)  # fmt: skip


def upgrade() -> None:
    _editions()
    _lines()
    _rounds()
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    op.create_index(
        "uq_items_finding", "items",
        [
            sa.text("((process -> 'finding') ->> 'check')"),
            sa.text("((process -> 'finding') ->> 'line')"),
        ],
        unique=True,
        postgresql_where=sa.text(
            "list_key = 'problems' AND state <> 'withdrawn' AND process ? 'finding'"
        ),
    )  # fmt: skip
    op.create_index(
        "ix_items_round", "items", [sa.text("((process -> 'sheet') ->> 'round')")],
        postgresql_where=sa.text("process ? 'sheet'"),
    )  # fmt: skip


def _editions() -> None:
    op.create_table(
        "sheet_editions",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zh", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sheet_editions"),
        sa.UniqueConstraint("sheet", "number", name="uq_sheet_editions_sheet_number"),
    )
    op.create_index(
        "uq_sheet_editions_draft", "sheet_editions", ["sheet"], unique=True,
        postgresql_where=sa.text("published_at IS NULL"),
    )  # fmt: skip


def _lines() -> None:
    op.create_table(
        "sheet_lines",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["sheet_editions.id"],
            name="fk_sheet_lines_edition_id_sheet_editions",
        ),
        sa.PrimaryKeyConstraint("edition_id", "number", name="pk_sheet_lines"),
    )  # fmt: skip


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["sheet_editions.id"], name="fk_rounds_edition_id_sheet_editions"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_rounds_unit_id_units"),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name="fk_rounds_made_by_id_people"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
    )


def downgrade() -> None:
    op.drop_index("ix_items_round", table_name="items")
    op.drop_index("uq_items_finding", table_name="items")
    op.drop_table("rounds")
    op.drop_table("sheet_lines")
    op.drop_table("sheet_editions")
    op.execute("DROP FUNCTION sheet_line_stays()")
    op.execute("DROP FUNCTION sheet_edition_stays()")
