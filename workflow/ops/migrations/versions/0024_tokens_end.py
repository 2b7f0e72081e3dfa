"""API tokens end with what they were made under: the password, the account, the person."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_FUNCTION = """
    CREATE FUNCTION end_tokens() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $$
    BEGIN
        UPDATE tokens SET revoked_at = now()
         WHERE revoked_at IS NULL AND account_id IN (
               SELECT id FROM accounts
                WHERE CASE TG_TABLE_NAME WHEN 'people' THEN person_id = NEW.id
                      ELSE id = NEW.id END);
        RETURN NULL;
    END $$"""
# Whoever has left is refused by the day; coming back does not wake what was made before.
_TRIGGERS = {
    "accounts": """AFTER UPDATE OF password_hash, active ON accounts FOR EACH ROW
        WHEN (NEW.password_hash <> OLD.password_hash OR OLD.active AND NOT NEW.active)""",
    "people": """AFTER UPDATE OF left_on ON people FOR EACH ROW
        WHEN (NEW.left_on IS DISTINCT FROM OLD.left_on
              AND (OLD.left_on IS NOT NULL OR NEW.left_on <= domain_today()))""",
}


def upgrade() -> None:
    op.execute(_FUNCTION)
    for when in _TRIGGERS.values():
        op.execute(f"CREATE TRIGGER ends_tokens {when} EXECUTE FUNCTION end_tokens()")


def downgrade() -> None:
    for table in _TRIGGERS:
        op.execute(f"DROP TRIGGER ends_tokens ON {table}")
    op.execute("DROP FUNCTION end_tokens()")
