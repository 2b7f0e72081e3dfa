"""Channels: group robots and programs that are told through the outbox, too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("topics", ARRAY(sa.String()), nullable=False),
        sa.Column("language", sa.String(), server_default="zh", nullable=False),
        sa.Column("titles", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("base_url", sa.String(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", _INSTANT, nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("failing_since", _INSTANT, nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wait_until", _INSTANT, nullable=True),
        sa.Column("off_reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_channels_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_active", "channels", ["id"], postgresql_where=sa.text("active"))
    # Which channels listen is kept in each process with the organisation, and known to be out of
    # date by the same version; how a channel fares is no part of it.
    op.execute(
        "CREATE CONSTRAINT TRIGGER changes_organisation"
        " AFTER INSERT OR DELETE OR UPDATE OF active, topics, unit_id ON channels"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION change_organisation_version()"
    )
    op.execute(
        "CREATE TRIGGER emptied AFTER TRUNCATE ON channels"
        " FOR EACH STATEMENT EXECUTE FUNCTION change_organisation_version()"
    )
    _widen_outbox()


def _widen_outbox() -> None:
    op.alter_column("outbox", "person_id", nullable=True)
    op.add_column("outbox", sa.Column("channel_id", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("answer", sa.String(), server_default="", nullable=False))
    op.create_foreign_key(
        op.f("fk_outbox_channel_id"), "outbox", "channels", ["channel_id"], ["id"]
    )
    op.create_index(
        "uq_outbox_post",
        "outbox",
        ["channel_id", "item_id", "seq"],
        unique=True,
        postgresql_where=sa.text("person_id IS NULL"),
    )
    op.create_index(
        "ix_outbox_channel",
        "outbox",
        ["channel_id", "id"],
        postgresql_where=sa.text("channel_id IS NOT NULL"),
    )
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    op.create_check_constraint(
        op.f("ck_outbox_matter"),
        "outbox",
        "num_nonnulls(link_id, item_id) = 1 OR channel_id IS NOT NULL",
    )
    op.create_check_constraint(
        op.f("ck_outbox_recipient"), "outbox", "num_nonnulls(person_id, channel_id) > 0"
    )


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE channel_id IS NOT NULL")
    op.drop_constraint(op.f("ck_outbox_recipient"), "outbox")
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    op.create_check_constraint(
        op.f("ck_outbox_matter"), "outbox", "(link_id IS NULL) = (item_id IS NOT NULL)"
    )
    op.drop_index("uq_outbox_post", "outbox")
    op.drop_index("ix_outbox_channel", "outbox")
    op.drop_column("outbox", "channel_id")
    op.drop_column("outbox", "answer")
    op.alter_column("outbox", "person_id", nullable=False)
    op.drop_table("channels")
