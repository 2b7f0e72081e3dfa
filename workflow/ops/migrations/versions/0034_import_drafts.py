"""Ledgers on their way in by the browser, their lines, and the remembered layouts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("behind", sa.Integer(), nullable=True),
        sa.Column("importer", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=True),
        sa.Column("choices", postgresql.JSONB(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("done", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total", sa.Integer(), server_default="0", nullable=False),
        sa.Column("stop", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=True),
        sa.Column("left_out", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_import_drafts_person_id_people"
        ),
        sa.ForeignKeyConstraint(["behind"], ["people.id"], name="fk_import_drafts_behind_people"),
        sa.PrimaryKeyConstraint("id", name="pk_import_drafts"),
    )
    op.create_index("ix_import_drafts_person_id", "import_drafts", ["person_id"])
    # The file is compressed already, and never searched.
    op.execute("ALTER TABLE import_drafts ALTER COLUMN source SET STORAGE EXTERNAL")
    op.create_table(
        "import_lines",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("line", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["import_drafts.id"], ondelete="CASCADE",
            name="fk_import_lines_draft_id_import_drafts",
        ),
        sa.PrimaryKeyConstraint("draft_id", "place", name="pk_import_lines"),
    )  # fmt: skip
    op.create_table(
        "import_layouts",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("columns", postgresql.JSONB(), nullable=False),
        sa.Column("values", postgresql.JSONB(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_import_layouts_unit_id_units"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_import_layouts_by_id_people"),
        sa.PrimaryKeyConstraint("unit_id", "fingerprint", name="pk_import_layouts"),
    )


def downgrade() -> None:
    op.drop_table("import_layouts")
    op.drop_table("import_lines")
    op.drop_table("import_drafts")
