"""The first run in the browser, mails that try the mail server, and how pages look to a person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

_BEFORE = """CASE WHEN link_id IS NOT NULL THEN 'link'
    WHEN delegation_id IS NOT NULL THEN 'delegation' WHEN approval_id IS NOT NULL THEN 'approval'
    WHEN digest_on IS NOT NULL THEN 'digest' WHEN item_id IS NOT NULL THEN 'item'
    ELSE 'channel' END"""
_ABOUT = _BEFORE.replace("ELSE", "WHEN kind = 'trial' THEN 'trial' ELSE")
_MATTER = """num_nonnulls(link_id, item_id, delegation_id, digest_on, approval_id) = 1
    OR channel_id IS NOT NULL"""


def upgrade() -> None:
    op.create_table(
        "first_runs",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("id = 1", name="ck_first_runs_only"),
        sa.PrimaryKeyConstraint("id", name="pk_first_runs"),
    )
    op.add_column("people", sa.Column("theme", sa.String(), server_default="auto", nullable=False))
    op.add_column(
        "people", sa.Column("density", sa.String(), server_default="comfortable", nullable=False)
    )
    _outbox(f"{_MATTER} OR kind = 'trial'", _ABOUT)


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE kind = 'trial'")
    _outbox(_MATTER, _BEFORE)
    op.drop_column("people", "density")
    op.drop_column("people", "theme")
    op.drop_table("first_runs")


def _outbox(matter: str, about: str) -> None:
    op.execute("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_matter")
    op.execute(f"ALTER TABLE outbox ADD CONSTRAINT ck_outbox_matter CHECK ({matter})")
    op.execute("ALTER TABLE outbox DROP COLUMN about")
    op.execute(f"ALTER TABLE outbox ADD COLUMN about varchar GENERATED ALWAYS AS ({about}) STORED")
