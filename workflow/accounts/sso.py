"""Single sign-on: the account of a provider's identity. No account is created for outsiders."""

from __future__ import annotations

from workflow.platform import TODAY, connect

_IN_FORCE = f"a.active AND (p.left_on IS NULL OR p.left_on > {TODAY})"
_KNOWN = f"""
    SELECT a.id, a.login, a.totp_since IS NOT NULL
      FROM subjects s JOIN accounts a ON a.id = s.account_id JOIN people p ON p.id = a.person_id
     WHERE s.issuer = %(issuer)s AND s.subject = %(subject)s AND {_IN_FORCE}
"""  # noqa: S608 -- put together from constants, here and below
# An address that two accounts share says nothing about which of them is meant.
_LINK = f"""
    WITH found AS (
        SELECT a.id, a.login, a.totp_since IS NOT NULL AS has_totp, count(*) OVER () AS many
          FROM accounts a JOIN people p ON p.id = a.person_id
         WHERE lower(p.email) = lower(%(email)s) AND p.email <> '' AND {_IN_FORCE}
           AND NOT EXISTS (SELECT FROM subjects s
                            WHERE s.issuer = %(issuer)s AND s.subject = %(subject)s)
           AND NOT EXISTS (SELECT FROM subjects s
                            WHERE s.issuer = %(issuer)s AND s.account_id = a.id)),
    linked AS (
        INSERT INTO subjects (issuer, subject, account_id, since)
        SELECT %(issuer)s, %(subject)s, id, now() FROM found WHERE many = 1
        ON CONFLICT DO NOTHING RETURNING account_id)
    SELECT id, login, has_totp FROM found JOIN linked ON linked.account_id = found.id
"""  # noqa: S608


def account_of(issuer: str, subject: str, email: str) -> tuple[int, str, bool] | None:
    """Return (account id, sign-in name, code needed) of a provider's identity, or ``None``.

    ``email`` is empty unless verified by the provider. Once linked, only the subject counts: an
    address given later to another person by the provider opens nothing.
    """
    values = {"issuer": issuer, "subject": subject, "email": email}
    with connect() as connection:
        row = connection.execute(_KNOWN, values).fetchone()
        if row is None and email:
            row = connection.execute(_LINK, values).fetchone()
    return (int(row[0]), str(row[1]), bool(row[2])) if row else None
