"""Sessions on the server: the browser holds a random token, the database only its hash.

Administrators are signed out sooner. The permissions of a session are read anew at every request.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from workflow import journal
from workflow.accounts import identity
from workflow.declaration import pack
from workflow.platform import Connection, connect

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
ADMIN_IDLE = timedelta(minutes=15)
ADMIN_LONGEST = timedelta(hours=4)
FRESH = timedelta(minutes=5)  # for so long nobody is asked again to prove who they are
MOST = 10  # sessions of one account; the oldest ends when one more begins
_TOUCH = timedelta(minutes=1)  # a session is noted as used this often, not at every request

_BEGIN = """
    WITH moment AS (SELECT coalesce(%(now)s::timestamptz, now()) AS at),
    older AS (
        SELECT token_hash FROM sign_ins
         WHERE account_id = %(account)s AND ended_at IS NULL
         ORDER BY began_at DESC OFFSET %(most)s - 1),
    ended AS (
        UPDATE sign_ins SET ended_at = at FROM moment
         WHERE token_hash IN (SELECT token_hash FROM older))
    INSERT INTO sign_ins
        (token_hash, account_id, began_at, seen_at, agent, pending, strong, proved_at)
    SELECT %(hash)s, %(account)s, at, at, %(agent)s, %(pending)s, %(strong)s,
           CASE WHEN %(proved)s THEN at END
      FROM moment
"""
# The same session under a new token: what somebody may have copied opens nothing any more.
_RENEW = """
    WITH moment AS (SELECT coalesce(%(now)s::timestamptz, now()) AS at),
    ended AS (
        UPDATE sign_ins SET ended_at = at FROM moment
         WHERE token_hash = %(old)s AND ended_at IS NULL AND pending = %(pending)s
        RETURNING sign_ins.*)
    INSERT INTO sign_ins (token_hash, account_id, began_at, seen_at, agent, strong, proved_at)
    SELECT %(new)s, account_id, began_at, at, agent, strong OR %(strong)s, at FROM ended, moment
    RETURNING account_id
"""
_ADMINISTERS = """
    EXISTS (SELECT FROM appointments t
             WHERE t.person_id = p.id AND t.role = ANY (%(administrators)s)
               AND t.valid_from <= moment.today
               AND (t.valid_to IS NULL OR t.valid_to >= moment.today))
"""
_LIVE = f"""
    s.ended_at IS NULL AND NOT s.pending
    AND s.seen_at > moment.at - CASE WHEN {_ADMINISTERS} THEN %(admin_idle)s ELSE %(idle)s END
    AND s.began_at
        > moment.at - CASE WHEN {_ADMINISTERS} THEN %(admin_longest)s ELSE %(longest)s END
"""
_FROM = """
    moment, sign_ins s
      JOIN accounts a ON a.id = s.account_id JOIN people p ON p.id = a.person_id
"""
_FIND = f"""
    WITH {identity.MOMENT}, found AS (
        SELECT {identity.COLUMNS}, s.strong,
               coalesce(s.proved_at > moment.at - %(fresh)s, false) AS fresh,
               s.seen_at < moment.at - %(touch)s AS stale
          FROM {_FROM} WHERE s.token_hash = %(hash)s AND {_LIVE} AND {identity.IN_FORCE}),
    seen AS (
        UPDATE sign_ins s SET seen_at = moment.at FROM found, moment
         WHERE s.token_hash = %(hash)s AND found.stale)
    SELECT * FROM found
"""  # noqa: S608  (put together from constants)
_LIST = f"""
    WITH {identity.MOMENT}
    SELECT encode(s.token_hash, 'hex'), s.began_at, s.seen_at, s.agent
      FROM {_FROM} WHERE s.account_id = %(account)s AND {_LIVE}
     ORDER BY s.began_at DESC, s.seen_at DESC
"""  # noqa: S608
_END = "UPDATE sign_ins SET ended_at = now() WHERE ended_at IS NULL AND "


@dataclass(frozen=True, slots=True)
class Session:
    """A session as shown to its owner."""

    key: str
    began_at: datetime
    seen_at: datetime
    agent: str


def begin(
    account_id: int,
    agent: str,
    now: datetime | None = None,
    *,
    pending: bool = False,
    strong: bool = False,
    proved: bool = True,
) -> str:
    """Begin a session and return its token; a pending session opens nothing yet."""
    token = secrets.token_urlsafe(32)
    values = {
        "account": account_id, "now": now, "most": MOST, "agent": agent[:200],
        "hash": hashed(token), "pending": pending, "strong": strong, "proved": proved,
    }  # fmt: skip
    with connect() as connection, connection.transaction():
        connection.execute(_BEGIN, values)
        if not pending:
            journal.note(connection, "signed_in", account_id=account_id)
    return token


def renew(
    token: str, now: datetime | None = None, *, pending: bool = False, strong: bool = False
) -> str | None:
    """Give a session another token after a proof of identity; ``None`` for an ended session."""
    fresh = secrets.token_urlsafe(32)
    values = {
        "old": hashed(token), "new": hashed(fresh), "now": now,
        "pending": pending, "strong": strong,
    }  # fmt: skip
    with connect() as connection, connection.transaction():
        row = connection.execute(_RENEW, values).fetchone()
        if row and pending:
            journal.note(connection, "signed_in", account_id=row[0], strong=strong)
    return fresh if row else None


def hashed(token: str) -> bytes:
    """Return the SHA-256 of a token, as stored; a long random token needs no slower hash."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def identity_of_session(token: str, now: datetime | None = None) -> identity.Identity | None:
    """Return the identity behind a session's token, or ``None`` once the session is over.

    A session is over when ended, idle for too long, or too old.
    """
    key = hashed(token)
    values = {**identity.clock(now), **_limits(), "hash": key, "touch": _TOUCH, "fresh": FRESH}
    with connect() as connection:
        row = connection.execute(_FIND, values).fetchone()
    if row is None:
        return None
    *columns, strong, fresh, _ = row
    return identity.identity(tuple(columns), session=key.hex(), strong=strong, fresh=fresh)


def sign_out(token: str) -> None:
    """End the session of a token."""
    with connect() as connection, connection.transaction():
        ended = connection.execute(
            f"{_END} token_hash = %s AND NOT pending RETURNING account_id", [hashed(token)]
        )
        if row := ended.fetchone():
            journal.note(connection, "signed_out", account_id=row[0])


def sessions_of(account_id: int, now: datetime | None = None) -> list[Session]:
    """Return the live sessions of an account, the newest first."""
    values = {**identity.clock(now), **_limits(), "account": account_id}
    with connect() as connection:
        return [Session(*row) for row in connection.execute(_LIST, values)]


def end_session(account_id: int, key: str) -> None:
    """End a session of the account; the key of another account's session ends nothing."""
    _end_some("= %s", account_id, key)


def end_all(account_id: int, but: str = "") -> None:
    """End every session of the account, except ``but``."""
    _end_some("<> %s", account_id, but)


def end_all_at(connection: Connection, account_id: int, but: str = "") -> None:
    """End every session of the account within an open transaction."""
    _end_at(connection, "<> %s", account_id, but)


def _end_some(which: str, account_id: int, key: str) -> None:
    with connect() as connection, connection.transaction():
        _end_at(connection, which, account_id, key)


def _end_at(connection: Connection, which: str, account_id: int, key: str) -> None:
    query = f"{_END} account_id = %s AND encode(token_hash, 'hex') {which}"
    ended = connection.execute(query.encode(), [account_id, key]).rowcount
    if ended:
        subject = ("account", account_id)
        journal.note(connection, "session_ended", subject=subject, sessions=ended)


def _limits() -> dict[str, Any]:
    return {
        "idle": IDLE, "longest": LONGEST, "administrators": list(pack().administrators),
        "admin_idle": ADMIN_IDLE, "admin_longest": ADMIN_LONGEST,
    }  # fmt: skip
