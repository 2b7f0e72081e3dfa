"""The organisation's own part of the calendar, kept in each process by the settings version."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
_TABLES = ("own_days", "settled_years", "conventions")


def upgrade() -> None:
    op.create_table(
        "own_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_own_days")),
    )
    op.create_table(
        "settled_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_settled_years")),
    )
    op.create_table(
        "conventions",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("counts_first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conventions")),
    )
    for table in _TABLES:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER changes_policies AFTER INSERT OR UPDATE OR DELETE"
            f" ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " EXECUTE FUNCTION change_policies_version()"
        )
        op.execute(
            f"CREATE TRIGGER emptied AFTER TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION change_policies_version()"
        )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
