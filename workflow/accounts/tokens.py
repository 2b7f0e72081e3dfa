"""Bearer tokens of the API: shown once, kept as a hash, revoked at any time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workflow import journal
from workflow.accounts import identity
from workflow.accounts.sessions import hashed
from workflow.errors import BadInput, CodedWords
from workflow.platform import cleaned, connect, not_shown
from workflow.words import Words

PREFIX = "rectify_"  # so that a token left in a file is recognised for what it is
FEED_PREFIX, FEED = "calendar_", "calendar"  # of the secret address of a calendar; never a token
LASTS = timedelta(days=365)
LONGEST = timedelta(days=3650)
_NO_SCOPE = CodedWords(
    "请至少选一种权限：read、write、decide",
    "choose at least one of: read, write, decide",
    "missing",
)
_NO_END = CodedWords(
    "请选择有效期，最长3650天", "choose when it runs out, in 3650 days at most", "out_of_range"
)
_NO_LABEL = CodedWords(
    "请写明令牌的用途，最多100个字", "say what the token is for, in up to 100 characters", "missing"
)
_CHECK = Words("令牌没有创建。", "No token was made.")
_FIND = f"""
    WITH {identity.MOMENT}
    SELECT {identity.COLUMNS}, k.scopes
      FROM moment, tokens k
      JOIN accounts a ON a.id = k.account_id JOIN people p ON p.id = a.person_id
     WHERE k.token_hash = %(hash)s AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > moment.at) AND {identity.IN_FORCE}
"""  # noqa: S608  (put together from constants)
_CREATE = """
    INSERT INTO tokens (account_id, token_hash, label, scopes, created_at, expires_at)
    VALUES (%s, %s, %s, %s, now(), now() + %s) RETURNING id
"""
_LIST = """
    SELECT id, label, scopes, created_at, expires_at FROM tokens
     WHERE account_id = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
     ORDER BY id DESC
"""
_END_FEEDS = """
    UPDATE tokens SET revoked_at = now()
     WHERE account_id = %s AND revoked_at IS NULL AND 'calendar' = ANY (scopes)
"""
_REVOKE = """
    UPDATE tokens SET revoked_at = now()
     WHERE account_id = %s AND id = %s AND revoked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as shown to its owner."""

    id: int
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None


def create_token(
    account_id: int,
    label: str,
    lasts: timedelta = LASTS,
    scopes: Sequence[str] = identity.SCOPES,
) -> str:
    """Create a token and return the text, which cannot be read again.

    Raises ``BadInput`` for a wrong label, scope or period.
    """
    label = cleaned(label)
    held = [scope for scope in identity.SCOPES if scope in scopes]
    faults = {
        "label": not_shown(label) or (None if 0 < len(label) <= 100 else _NO_LABEL),
        "scopes": None if held and len(held) == len(set(scopes)) else _NO_SCOPE,
        "days": None if timedelta() < lasts <= LONGEST else _NO_END,
    }
    if wrong := {name: words for name, words in faults.items() if words}:
        raise BadInput(_CHECK, wrong)
    token = PREFIX + secrets.token_urlsafe(32)
    with connect() as connection, connection.transaction():
        made = connection.execute(_CREATE, [account_id, hashed(token), label, held, lasts])
        [(number,)] = made.fetchall()
        subject = ("token", number)
        journal.note(connection, "token_made", subject=subject, account=account_id, scopes=held)
    return token


def identity_of_token(token: str, now: datetime | None = None) -> identity.Identity | None:
    """Return the identity behind a token, or ``None`` for an invalid token."""
    found = _found(token, PREFIX, now)
    if found is None:
        return None
    *columns, scopes = found
    fresh = "decide" in scopes
    return identity.identity(tuple(columns), fresh=fresh, strong=True, scopes=frozenset(scopes))


def create_feed(account_id: int, label: str) -> str:
    """Return a new secret for the address of the account's calendar; an earlier one ends."""
    secret = FEED_PREFIX + secrets.token_urlsafe(32)
    with connect() as connection, connection.transaction():
        connection.execute(_END_FEEDS, [account_id])
        values = [account_id, hashed(secret), label, [FEED], LONGEST]
        [(number,)] = connection.execute(_CREATE, values).fetchall()
        subject = ("token", number)
        journal.note(connection, "token_made", subject=subject, account=account_id, scopes=[FEED])
    return secret


def identity_of_feed(secret: str, now: datetime | None = None) -> identity.Identity | None:
    """Return the identity behind a secret calendar address, or ``None`` for a wrong address."""
    found = _found(secret, FEED_PREFIX, now)
    return identity.identity(tuple(found[:-1]), scopes=frozenset()) if found else None


def _found(secret: str, prefix: str, now: datetime | None) -> tuple[Any, ...] | None:
    if not secret.startswith(prefix):
        return None
    with connect() as connection:
        values = {**identity.clock(now), "hash": hashed(secret)}
        return connection.execute(_FIND, values).fetchone()


def tokens_of(account_id: int) -> list[TokenRow]:
    """Return the valid tokens of an account."""
    with connect() as connection:
        return [TokenRow(*row) for row in connection.execute(_LIST, [account_id])]


def revoke_token(account_id: int, token_id: int) -> bool:
    """Revoke a token of the account; ``False`` for another account's token, which stays."""
    with connect() as connection, connection.transaction():
        revoked = connection.execute(_REVOKE, [account_id, token_id]).rowcount == 1
        if revoked:
            subject = ("token", token_id)
            journal.note(connection, "token_revoked", subject=subject, account=account_id)
    return revoked
