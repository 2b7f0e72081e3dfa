"""A chain of the changes of rows that give a way in, a right or a deadline."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0074"
down_revision = "0068"
branch_labels = None
depends_on = None

_CHAINED = {  # table -> its key, and the columns that are of no importance
    "people": ("{id}", "{language,theme,density}"),
    "accounts": ("{id}", "{totp_step}"),
    "subjects": ("{issuer,subject}", "{}"),
    "recovery_codes": ("{account_id,code_hash}", "{}"),
    "account_links": ("{id}", "{}"),
    "tokens": ("{id}", "{}"),
    "approvals": ("{id}", "{}"),
    "appointments": ("{id}", "{}"),
    "delegations": ("{id}", "{}"),
    "handovers": ("{id}", "{}"),
    "units": ("{id}", "{}"),
    "unit_names": ("{unit_id,valid_from}", "{}"),
    "unit_changes": ("{id}", "{}"),
    "terms": ("{unit_id,begins_on}", "{}"),
    "register_entries": ("{id}", "{}"),
    "register_changes": ("{id}", "{}"),
    "ladders": ("{id}", "{}"),
    "own_days": ("{day}", "{}"),
    "settled_years": ("{year}", "{}"),
    "conventions": ("{key}", "{}"),
    "channels": ("{id}", "{failing_since,failures,wait_until}"),
    "look_backs": ("{id}", "{}"),
    "look_back_strata": ("{look_back_id,place}", "{}"),
    "releases": ("{id}", "{}"),
    "receipts": ("{id}", "{}"),
    "paper_templates": ("{id}", "{}"),
    "sheet_editions": ("{id}", "{}"),
    "sheet_lines": ("{edition_id,number}", "{}"),
    "rounds": ("{id}", "{}"),
    "candidates": ("{id}", "{}"),
}


def upgrade() -> None:
    op.create_table(
        "row_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column(
            "at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("table_name", "row_key", "act", "role", "program")
        ),
        sa.Column("digests", JSONB(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_changes")),
        sa.UniqueConstraint("seq", name=op.f("uq_row_changes_seq")),
        sa.UniqueConstraint("prev_hash", name=op.f("uq_row_changes_prev_hash")),
    )
    op.create_index("ix_row_changes_row", "row_changes", ["table_name", "row_key", "seq"])
    op.create_index(
        "ix_row_changes_unlinked", "row_changes", ["id"], postgresql_where=sa.text("seq IS NULL")
    )
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))
    for table, (keys, left_out) in _CHAINED.items():
        op.execute(f"SELECT take_rows_in('{table}', '{keys}', '{left_out}', true)")
        op.execute(
            f"CREATE TRIGGER chained AFTER INSERT OR UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION note_row_change('{keys}', '{left_out}')"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER chained")


def downgrade() -> None:
    for table in _CHAINED:
        op.execute(f"DROP TRIGGER chained ON {table}")
    op.execute("DROP FUNCTION take_rows_in(text, text[], text[], boolean)")
    op.execute("DROP FUNCTION row_change_hash(row_changes, bigint, text)")
    op.drop_table("row_changes")
    for function in ("link_row_changes", "refuse_row_change", "note_row_change"):
        op.execute(f"DROP FUNCTION {function}()")
    op.execute("DROP FUNCTION row_key(text[], jsonb)")
    op.execute("DROP FUNCTION row_digests(text, jsonb)")
