"""Whoever has no open account can act on nothing: accounts count for who is in post."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_CALL = "EXECUTE FUNCTION change_organisation_version()"


def upgrade() -> None:
    op.execute(
        "CREATE CONSTRAINT TRIGGER changes_organisation"
        " AFTER INSERT OR DELETE OR UPDATE OF active, person_id ON accounts"
        f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {_CALL}"
    )
    op.execute(f"CREATE TRIGGER emptied AFTER TRUNCATE ON accounts FOR EACH STATEMENT {_CALL}")


def downgrade() -> None:
    for trigger in ("changes_organisation", "emptied"):
        op.execute(f"DROP TRIGGER {trigger} ON accounts")
