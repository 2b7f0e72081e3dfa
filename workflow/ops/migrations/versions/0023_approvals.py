"""Approval by two administrators of different kinds for access and for rights."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_BEFORE = "num_nonnulls(link_id, item_id, delegation_id, digest_on) = 1 OR channel_id IS NOT NULL"
_AFTER = (
    "num_nonnulls(link_id, item_id, delegation_id, digest_on, approval_id) = 1"
    " OR channel_id IS NOT NULL"
)
_TWO = (
    "agreed IS NOT TRUE OR kind = 'founding' OR coalesce("
    "decided_as IN ('system_admin', 'security_admin') AND decided_as <> asked_as"
    " AND cardinality(decided_by) > 0 AND NOT asked_by && decided_by"
    " AND NOT coalesce(person_id, 0) = ANY (decided_by), false)"
)
# What stands when the rule comes in was set by the rules of its time. Of two open accounts of one
# person the one that was used last stays open; the other one can be opened by nobody any more.
_FOUNDED = """
    INSERT INTO approvals (kind, details, address, asked_at, asked_as, asked_by, asked_name,
                           agreed, decided_at, decided_as, decided_by, decided_name, granted_in)
    SELECT 'founding', '{}', '', now(), 'machine', '{}', 'Rectify', true, now(), 'founding', '{}',
           'Rectify', ''
     WHERE EXISTS (SELECT FROM people)"""
_ONE_ACCOUNT = """
    UPDATE accounts SET active = false WHERE id IN (
        SELECT id FROM (
            SELECT a.id, row_number() OVER (PARTITION BY a.person_id ORDER BY
                       (SELECT max(s.began_at) FROM sign_ins s WHERE s.account_id = a.id)
                       DESC NULLS LAST, a.password_hash <> 'none' DESC, a.id) AS place
              FROM accounts a WHERE a.active) AS ranked
         WHERE place > 1)"""
_STANDING = "UPDATE {table} SET approval_id = (SELECT max(id) FROM approvals)"
_TRIGGERS = {
    "accounts": (
        "notes_approval", "notes_approval_again", "approved", "approved_person", "approved_again",
    ),
    "people": ("approved_address", "approved_return"),
    "appointments": ("notes_approval", "approved", "approved_longer"),
}  # fmt: skip
_FUNCTIONS = (
    "demand_approval()", "note_approval()", "approval_of(text[], int, jsonb)",
    "refuse_false_approval()", "holds_today(int[], text)", "founding_is_over()", "domain_today()",
)  # fmt: skip


def upgrade() -> None:
    _create_approvals()
    for table in ("accounts", "appointments", "outbox"):
        op.add_column(table, sa.Column("approval_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_approval_id"), table, "approvals", ["approval_id"], ["id"]
        )
    _matter(_AFTER)
    op.create_index(
        "ix_outbox_approval",
        "outbox",
        ["approval_id"],
        postgresql_where=sa.text("approval_id IS NOT NULL"),
    )
    op.execute(_FOUNDED)
    op.execute(_ONE_ACCOUNT)
    for table in ("accounts", "appointments"):
        op.execute(_STANDING.format(table=table))
    # A constraint of the table waits for triggers that a change of its rows has begun.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.create_index(
        "uq_accounts_open", "accounts", ["person_id"], unique=True,
        postgresql_where=sa.text("active"),
    )  # fmt: skip
    op.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8"))


def _create_approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("details", JSONB(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_as", sa.String(), nullable=False),
        sa.Column("asked_by", ARRAY(sa.Integer()), nullable=False),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("decided_at", _INSTANT, nullable=True),
        sa.Column("decided_as", sa.String(), nullable=True),
        sa.Column("decided_by", ARRAY(sa.Integer()), nullable=True),
        sa.Column("decided_name", sa.String(), nullable=True),
        sa.Column("granted_in", sa.String(), nullable=True),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.CheckConstraint(_TWO, name=op.f("ck_approvals_two_administrators")),
        sa.CheckConstraint(
            "kind = 'founding' OR person_id IS NOT NULL", name=op.f("ck_approvals_person")
        ),
        sa.CheckConstraint(
            "(agreed IS NULL) = (decided_at IS NULL)", name=op.f("ck_approvals_decided")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_approvals_person_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_approvals_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index(op.f("ix_approvals_person_id"), "approvals", ["person_id"])
    op.create_index("ix_approvals_granted_in", "approvals", ["granted_in"])


def downgrade() -> None:
    for table, triggers in _TRIGGERS.items():
        for trigger in triggers:
            op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.drop_index("uq_accounts_open", "accounts")
    op.drop_index("ix_outbox_approval", "outbox")
    op.execute("DELETE FROM outbox WHERE approval_id IS NOT NULL")
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    for table in ("accounts", "appointments", "outbox"):
        op.drop_column(table, "approval_id")
    op.create_check_constraint(op.f("ck_outbox_matter"), "outbox", _BEFORE)
    op.drop_table("approvals")
    for function in _FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}")


def _matter(rule: str) -> None:
    """Let a mail be about exactly one thing."""
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    op.create_check_constraint(op.f("ck_outbox_matter"), "outbox", rule)
