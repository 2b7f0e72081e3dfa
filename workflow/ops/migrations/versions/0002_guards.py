"""Guards: refusals by the database itself, whatever the request of the application."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute((Path(__file__).parent / "0002_guards.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    for table in ("events", "seals", "seal_leaves", "escalations"):
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(f"DROP TRIGGER never_emptied ON {table}")
    op.execute("DROP TRIGGER legal ON events")
    op.execute("DROP TRIGGER moves_with_event ON items")
    op.execute("DROP TRIGGER stands_as_told ON items")
    op.execute("DROP TRIGGER never_deleted ON items")
    for function in ("change", "illegal_move", "silent_move", "unlike_event"):
        op.execute(f"DROP FUNCTION refuse_{function}()")
    op.execute("DROP FUNCTION all_moved(bigint, bigint)")
