"""Accounts: second factors, recovery codes, links by mail, single sign-on, throttles, scopes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_ALL = sa.text("'{read,write,decide}'")
_NO = sa.text("false")


def upgrade() -> None:
    op.drop_column("accounts", "failures")
    op.drop_column("accounts", "locked_until")
    op.add_column("accounts", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column("accounts", sa.Column("totp_since", _INSTANT, nullable=True))
    op.add_column(
        "accounts", sa.Column("totp_step", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "sign_ins", sa.Column("pending", sa.Boolean(), server_default=_NO, nullable=False)
    )
    op.add_column("sign_ins", sa.Column("strong", sa.Boolean(), server_default=_NO, nullable=False))
    op.add_column("sign_ins", sa.Column("proved_at", _INSTANT, nullable=True))
    op.add_column(
        "tokens", sa.Column("scopes", ARRAY(sa.String()), server_default=_ALL, nullable=False)
    )
    _create_recovery_codes()
    _create_links()
    _create_subjects()
    _create_throttles()


def _create_recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id")
        ),
        sa.PrimaryKeyConstraint("account_id", "code_hash", name=op.f("pk_recovery_codes")),
    )


def _create_links() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bound_to", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", _INSTANT, nullable=True),
        sa.Column("used_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_links_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
    )
    op.create_index(op.f("ix_account_links_account_id"), "account_links", ["account_id"])
    op.create_index("uq_account_links_hash", "account_links", ["token_hash"], unique=True)
    op.add_column("outbox", sa.Column("link_id", sa.Integer(), nullable=True))
    op.alter_column("outbox", "item_id", nullable=True)
    op.alter_column("outbox", "seq", nullable=True)
    op.create_foreign_key(op.f("fk_outbox_link_id"), "outbox", "account_links", ["link_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_outbox_matter"), "outbox", "(link_id IS NULL) = (item_id IS NOT NULL)"
    )


def _create_subjects() -> None:
    op.create_table(
        "subjects",
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_subjects_account_id")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_subjects")),
    )
    op.create_index(op.f("ix_subjects_account_id"), "subjects", ["account_id"])


def _create_throttles() -> None:
    op.create_table(
        "throttles",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("until", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE link_id IS NOT NULL")
    op.drop_constraint(op.f("ck_outbox_matter"), "outbox")
    op.alter_column("outbox", "item_id", nullable=False)
    op.alter_column("outbox", "seq", nullable=False)
    op.drop_column("outbox", "link_id")
    for table in ("throttles", "subjects", "account_links", "recovery_codes"):
        op.drop_table(table)
    op.drop_column("tokens", "scopes")
    for column in ("pending", "strong", "proved_at"):
        op.drop_column("sign_ins", column)
    for column in ("totp_secret", "totp_since", "totp_step"):
        op.drop_column("accounts", column)
    op.add_column(
        "accounts", sa.Column("failures", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("accounts", sa.Column("locked_until", _INSTANT, nullable=True))
