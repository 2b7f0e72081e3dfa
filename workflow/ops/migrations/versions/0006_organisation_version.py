"""The organisation's version, which shows a process whether its cache is up to date."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation_version",
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("xact", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_organisation_version")),
    )
    op.execute("INSERT INTO organisation_version VALUES (gen_random_uuid(), '')")
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    for table in ("appointments", "units", "people"):
        op.execute(f"DROP TRIGGER changes_organisation ON {table}")
        op.execute(f"DROP TRIGGER emptied ON {table}")
    op.execute("DROP FUNCTION change_organisation_version()")
    op.drop_table("organisation_version")
