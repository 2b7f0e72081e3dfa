"""Views for the tools of others that draw figures: no names, no texts, nothing confidential."""

from alembic import op

revision = "0071"
down_revision = "0064"
branch_labels = None
depends_on = None

# The lists that everybody in post above reads; lists for named readers are in no view.
_LISTS = """('problems', 'tasks', 'responsibilities', 'checks', 'extensions', 'pauses',
             'supervisions', 'returns')"""
_VIEWS = {
    "bi_units": """
        SELECT id, parent_id, path, kind, name, name_en, valid_from, valid_to FROM units""",
    "bi_items": """
        SELECT number, list_key AS list, state, awaits <> '' AS open, unit_id, scope AS unit_path,
               severity, round, data ->> 'source_kind' AS source, data ->> 'found_on' AS found_on,
               created_at, state_since, due_at
          FROM items WHERE list_key IN LISTED""",
    "bi_spans": """
        SELECT i.number, s.list_key AS list, s.state, s.awaits <> '' AS open, s.unit_id,
               s.scope AS unit_path, s.severity, s.round, s.from_at, s.until_at, s.state_since,
               s.due_at
          FROM item_spans s JOIN items i ON i.id = s.item_id WHERE s.list_key IN LISTED""",
    "bi_moves": """
        SELECT i.number, e.list_key AS list, e.seq, e.at, e.trigger AS move, e.source, e.dest
          FROM events e JOIN items i ON i.id = e.item_id WHERE e.list_key IN LISTED""",
}


def upgrade() -> None:
    for name, query in _VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query.replace('LISTED', _LISTS)}")


def downgrade() -> None:
    for name in _VIEWS:
        op.execute(f"DROP VIEW {name}")
