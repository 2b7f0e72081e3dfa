"""Reports made by a timetable: what was made when, the copies, and the mails about them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0079"
down_revision = "0075"
branch_labels = None
depends_on = None

_BEFORE = """CASE WHEN link_id IS NOT NULL THEN 'link'
    WHEN delegation_id IS NOT NULL THEN 'delegation' WHEN approval_id IS NOT NULL THEN 'approval'
    WHEN digest_on IS NOT NULL THEN 'digest' WHEN item_id IS NOT NULL THEN 'item'
    WHEN kind = 'trial' THEN 'trial'
    ELSE 'channel' END"""
_ABOUT = _BEFORE.replace("ELSE", "WHEN report_copy_id IS NOT NULL THEN 'report' ELSE")
_OF = "link_id, item_id, delegation_id, digest_on, approval_id"
_MATTER = "num_nonnulls({of}) = 1 OR channel_id IS NOT NULL OR kind = 'trial'"


def upgrade() -> None:
    _runs_and_copies()
    op.add_column("outbox", sa.Column("report_copy_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_outbox_report_copy_id_report_copies", "outbox", "report_copies",
        ["report_copy_id"], ["id"],
    )  # fmt: skip
    op.create_index(
        "uq_outbox_report", "outbox", ["report_copy_id"], unique=True,
        postgresql_where=sa.text("report_copy_id IS NOT NULL"),
    )  # fmt: skip
    _outbox(_MATTER.format(of=f"{_OF}, report_copy_id"), _ABOUT)
    op.add_column(
        "list_views",
        sa.Column(
            "made_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
        ),
    )


def downgrade() -> None:
    op.drop_column("list_views", "made_at")
    op.execute("DELETE FROM outbox WHERE report_copy_id IS NOT NULL")
    _outbox(_MATTER.format(of=_OF), _BEFORE)
    op.drop_column("outbox", "report_copy_id")
    op.drop_table("report_copies")
    op.drop_table("report_runs")


def _runs_and_copies() -> None:
    op.create_table(
        "report_runs",
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withheld", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"], ["register_entries.id"], name="fk_report_runs_report_id_register_entries"
        ),
        sa.PrimaryKeyConstraint("report_id", "due_at", name="pk_report_runs"),
    )
    op.create_table(
        "report_copies",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("posts", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("attached", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id", "due_at"], ["report_runs.report_id", "report_runs.due_at"],
            name="fk_report_copies_run",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_report_copies_person_id_people"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_copies"),
        sa.UniqueConstraint("report_id", "due_at", "person_id", name="uq_report_copies_person"),
    )  # fmt: skip
    op.create_index("ix_report_copies_person", "report_copies", ["person_id", "id"])


def _outbox(matter: str, about: str) -> None:
    op.execute("ALTER TABLE outbox DROP CONSTRAINT ck_outbox_matter")
    op.execute(f"ALTER TABLE outbox ADD CONSTRAINT ck_outbox_matter CHECK ({matter})")
    op.execute("ALTER TABLE outbox DROP COLUMN about")
    op.execute(f"ALTER TABLE outbox ADD COLUMN about varchar GENERATED ALWAYS AS ({about}) STORED")
