"""One mail for a decision and a person; the kind of a mail is a column."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ABOUT = """CASE WHEN link_id IS NOT NULL THEN 'link'
    WHEN delegation_id IS NOT NULL THEN 'delegation' WHEN approval_id IS NOT NULL THEN 'approval'
    WHEN digest_on IS NOT NULL THEN 'digest' WHEN item_id IS NOT NULL THEN 'item'
    ELSE 'channel' END"""
# What was told by a mail, and in no digest yet, stays out of the next digest.
_MAILED = """
    UPDATE outbox o SET decision = gen_random_uuid()
     WHERE o.item_id IS NOT NULL AND o.person_id IS NOT NULL AND EXISTS (
           SELECT FROM inbox n WHERE n.digest_on IS NULL
              AND (n.person_id, n.item_id, n.seq) = (o.person_id, o.item_id, o.seq))"""
_TOLD = """
    UPDATE inbox n SET decision = o.decision FROM outbox o
     WHERE o.decision IS NOT NULL AND n.digest_on IS NULL
       AND (n.person_id, n.item_id, n.seq) = (o.person_id, o.item_id, o.seq)"""


def upgrade() -> None:
    op.execute("ALTER TABLE inbox ADD COLUMN decision uuid")
    op.execute("ALTER TABLE outbox ADD COLUMN decision uuid")
    op.execute(f"ALTER TABLE outbox ADD COLUMN about varchar GENERATED ALWAYS AS ({_ABOUT}) STORED")
    op.execute(_MAILED)
    op.execute(_TOLD)
    op.execute(
        "CREATE UNIQUE INDEX uq_outbox_decision ON outbox"
        " (decision, person_id, coalesce(behind_id, 0)) WHERE decision IS NOT NULL"
    )


def downgrade() -> None:
    op.execute("DROP INDEX uq_outbox_decision")
    op.execute("ALTER TABLE outbox DROP COLUMN about, DROP COLUMN decision")
    op.execute("ALTER TABLE inbox DROP COLUMN decision")
