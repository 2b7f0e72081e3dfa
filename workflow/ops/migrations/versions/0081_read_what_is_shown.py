"""Indexes for pages that read no more than they show, however large the organisation."""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_items_open_newest": "items (list_key, id) WHERE awaits <> ''",
    "ix_item_spans_scope": "item_spans (list_key, scope text_pattern_ops, until_at)",
    "ix_units_depth": "units (length(path), id)",
    "ix_units_numbered": "units USING gin (search_pairs(search_form(coalesce(code, ''))))",
    "ix_people_numbered": (
        "people USING gin (search_pairs(search_form(coalesce(code, '') || chr(10) || email)))"
    ),
    "ix_accounts_called": "accounts USING gin (search_pairs(search_form(login)))",
}


def upgrade() -> None:
    for name, what in _INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {what}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
