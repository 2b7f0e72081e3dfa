"""The organisation's own history: names and terms by date, changes, hand-overs of office."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBERS = ("full_members", "probationary_members", "joined_units")


def upgrade() -> None:
    op.add_column("units", sa.Column("code", sa.String(), nullable=True))
    op.add_column("units", sa.Column("unit_class", sa.String(), server_default="", nullable=False))
    for number in _NUMBERS:
        op.add_column("units", sa.Column(number, sa.Integer(), nullable=True))
    op.create_unique_constraint(op.f("uq_units_code"), "units", ["code"])
    op.add_column("people", sa.Column("code", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_people_code"), "people", ["code"])
    _create_names_and_terms()
    _create_journals()
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def _create_names_and_terms() -> None:
    op.create_table(
        "unit_names",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_unit_names_dates")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_names_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "valid_from", name=op.f("pk_unit_names")),
    )
    op.create_table(
        "terms",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("elected_on", sa.Date(), nullable=True),
        sa.Column("extended_to", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_terms_dates")),
        sa.CheckConstraint("extended_to > ends_on", name=op.f("ck_terms_extension")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_terms_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "begins_on", name=op.f("pk_terms")),
    )


def _create_journals() -> None:
    op.create_table(
        "unit_changes",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("details", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_changes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_changes")),
    )
    op.create_index(op.f("ix_unit_changes_unit_id"), "unit_changes", ["unit_id"])
    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_handovers_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_handovers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )


def downgrade() -> None:
    for trigger in ("in_scope_when_raised", "in_scope_when_moved"):
        op.execute(f"DROP TRIGGER {trigger} ON items")
    op.execute("DROP FUNCTION refuse_wrong_scope")
    for table in ("handovers", "unit_changes", "terms", "unit_names"):
        op.drop_table(table)
    for table in ("people", "units"):
        op.drop_constraint(op.f(f"uq_{table}_code"), table)
    op.drop_column("people", "code")
    for column in ("code", "unit_class", *_NUMBERS):
        op.drop_column("units", column)
