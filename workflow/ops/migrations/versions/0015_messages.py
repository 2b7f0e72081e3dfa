"""Messages: kinds of mail, daily digests, unwanted mails, and the absent person of a delegate."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_KEYS = (
    ("inbox", "behind_id", "people", "id"),
    ("outbox", "behind_id", "people", "id"),
    ("outbox", "delegation_id", "delegations", "id"),
    ("outbox", "digest_on", "digests", "day"),
)
_INDEXES = (
    ("uq_outbox_digest", ["person_id", "digest_on"], "digest_on", True),
    ("uq_outbox_delegation", ["delegation_id", "kind"], "delegation_id", True),
    ("ix_outbox_failed", ["id"], "failed_at", False),
)
_BEFORE = "num_nonnulls(link_id, item_id) = 1 OR channel_id IS NOT NULL"
_AFTER = "num_nonnulls(link_id, item_id, delegation_id, digest_on) = 1 OR channel_id IS NOT NULL"
_CALL = "EXECUTE FUNCTION change_organisation_version()"
_TRIGGERS = (
    "CREATE CONSTRAINT TRIGGER changes_organisation AFTER INSERT OR UPDATE OR DELETE ON delegations"
    f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {_CALL}",
    f"CREATE TRIGGER emptied AFTER TRUNCATE ON delegations FOR EACH STATEMENT {_CALL}",
)


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_digests")),
    )
    op.create_table(
        "mail_choices",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_mail_choices_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_mail_choices")),
    )
    for table in ("inbox", "outbox"):
        op.add_column(table, sa.Column("behind_id", sa.Integer(), nullable=True))
        op.add_column(table, sa.Column("digest_on", sa.Date(), nullable=True))
    op.add_column("outbox", sa.Column("delegation_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("kind", sa.String(), server_default="", nullable=False))
    for table, column, other, key in _KEYS:
        op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, other, [column], [key])
    _matter(_AFTER)
    for name, indexed, filled, unique in _INDEXES:
        where = sa.text(f"{filled} IS NOT NULL")
        op.create_index(name, "outbox", indexed, unique=unique, postgresql_where=where)
    for trigger in _TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    for trigger in ("changes_organisation", "emptied"):
        op.execute(f"DROP TRIGGER {trigger} ON delegations")
    op.execute("DELETE FROM outbox WHERE digest_on IS NOT NULL OR delegation_id IS NOT NULL")
    for name, _, _, _ in _INDEXES:
        op.drop_index(name, "outbox")
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    for column in ("delegation_id", "kind"):
        op.drop_column("outbox", column)
    for table in ("inbox", "outbox"):
        op.drop_column(table, "behind_id")
        op.drop_column(table, "digest_on")
    op.create_check_constraint(op.f("ck_outbox_matter"), "outbox", _BEFORE)
    op.drop_table("mail_choices")
    op.drop_table("digests")


def _matter(rule: str) -> None:
    """Let a mail be about exactly one thing."""
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    op.create_check_constraint(op.f("ck_outbox_matter"), "outbox", rule)
