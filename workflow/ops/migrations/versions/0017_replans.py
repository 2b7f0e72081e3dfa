"""How far the open items have been planned anew, for each version of the settings."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEPT = """
CREATE OR REPLACE FUNCTION keep_published_ladder() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.valid_from > (now() + coalesce(
        (SELECT value::interval FROM instance WHERE key = 'demo_clock'), interval '0'))::date THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'a published ladder does not change' USING ERRCODE = 'RX008';
END $$
"""


def upgrade() -> None:
    op.create_table(
        "replans",
        sa.Column("version", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("moved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_replans")),
    )
    # The settings of this moment have been planned by already.
    op.execute(
        "INSERT INTO replans (version, began_at, finished_at)"
        " SELECT version, now(), now() FROM policies_version"
    )
    op.drop_column("ladders", "replanned_to")
    op.drop_column("ladders", "replanned_at")
    op.execute(_KEPT)


def downgrade() -> None:
    op.add_column(
        "ladders",
        sa.Column("replanned_to", sa.BigInteger(), server_default="0", nullable=False),
    )
    op.add_column("ladders", sa.Column("replanned_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_table("replans")
