"""What a page of a list, an inbox, a record and the log of moves are read by, however long."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_NEVER = "'9999-01-01 00:00:00+00'::timestamptz"
_NAME = "search_pairs(search_form(name || chr(10) || name_en))"
_INDEXES = {
    "ix_items_due": f"items (list_key, (coalesce(due_at, {_NEVER})), id)",
    "ix_items_state": "items (list_key, state, id)",
    "ix_items_closed": "items (list_key, state_since, id) WHERE awaits = ''",
    "ix_items_found": "items (list_key, (data ->> 'found_on'), id)",
    "ix_items_data": "items USING gin (data jsonb_path_ops)",
    "ix_items_relapses": (
        "items (scope text_pattern_ops)"
        " WHERE list_key = 'problems' AND (round > 1 OR process ? 'relapse_of')"
    ),
    "ix_items_unit": "items (unit_id, list_key, id)",
    "ix_events_moves": "events (at, item_id, seq)",
    "ix_events_opened": "events (actor_id, item_id) WHERE seq = 1",
    "ix_inbox_person": "inbox (person_id, id)",
    "ix_units_called": f"units USING gin ({_NAME})",
    "ix_people_called": f"people USING gin ({_NAME})",
}


def upgrade() -> None:
    op.drop_index("ix_items_due", table_name="items")
    op.drop_index("ix_events_at", table_name="events")  # the new one has the moments too
    for name, what in _INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {what}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"DROP INDEX {name}")
    op.create_index("ix_events_at", "events", ["at"], postgresql_using="brin")
    op.create_index("ix_items_due", "items", ["list_key", "due_at", "id"])
