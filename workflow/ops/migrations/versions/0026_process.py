"""Move the machine's notes on an item out of the filled-in fields, into a column of their own.

No event is written: ``workflow.engine.event_fold`` reads the earlier events in the same way.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from workflow.engine.event_fold import OLD_NOTES, OLD_NOTES_OF

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_EVERYWHERE = ", ".join(f"'{note}'" for note in sorted(OLD_NOTES))
_SOMEWHERE = ", ".join(f"('{key}', '{note}')" for key, notes in OLD_NOTES_OF.items()
                       for note in notes)  # fmt: skip
_IS_NOTE = f"(key IN ({_EVERYWHERE}) OR (list_key, key) IN ({_SOMEWHERE}))"
_MOVE = f"""
    UPDATE items SET (data, process) = (
        SELECT coalesce(jsonb_object_agg(key, value) FILTER (WHERE NOT {_IS_NOTE}), '{{}}'),
               coalesce(jsonb_object_agg(key, value) FILTER (WHERE {_IS_NOTE}), '{{}}')
          FROM jsonb_each(data))
     WHERE data <> '{{}}'"""  # noqa: S608 -- constants
_COLLIDES = """
    SELECT count(*) FROM items
     WHERE data ?| ARRAY(SELECT jsonb_object_keys(process))"""
_BACK = "UPDATE items SET data = data || process WHERE process <> '{}'"
# Every change of an item comes with an event, which a trigger sees to; here nothing is decided.
_QUIET = "ALTER TABLE items DISABLE TRIGGER USER"
_GUARDED = "ALTER TABLE items ENABLE TRIGGER USER"


def upgrade() -> None:
    op.add_column(
        "items", sa.Column("process", JSONB(), server_default=sa.text("'{}'"), nullable=False)
    )
    op.alter_column("items", "process", server_default=None)
    for statement in (_QUIET, _MOVE, _GUARDED):
        op.execute(statement)
    _index("process")


def downgrade() -> None:
    if op.get_bind().scalar(sa.text(_COLLIDES)):
        raise RuntimeError("a declared field has the name of a note; there is no way back")
    for statement in (_QUIET, _BACK, _GUARDED):
        op.execute(statement)
    _index("data")
    op.drop_column("items", "process")


def _index(column: str) -> None:
    op.drop_index("ix_items_relapse_of", table_name="items")
    op.create_index(
        "ix_items_relapse_of",
        "items",
        [sa.text(f"({column} ->> 'relapse_of')")],
        postgresql_where=sa.text(f"{column} ? 'relapse_of'"),
    )
