"""Search in all texts of an item: title, fields, comments and names of files, by pairs."""

from pathlib import Path

from alembic import op

revision = "0037"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    for table, trigger in (
        ("items", "search_new"),
        ("items", "search_changed"),
        ("events", "search_comments"),
    ):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    for function in ("note_new_items()", "note_changed_items()", "note_comments()"):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION search_text_of(bigint)")
    op.drop_table("search_texts")
    op.drop_table("search_backlog")
    op.execute("DROP FUNCTION search_pairs_of(text[])")
    op.execute("DROP FUNCTION search_pairs(text)")
