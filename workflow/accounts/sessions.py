"""Sessions on the server: the browser holds a random token, the database only its hash."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from workflow.accounts import identity as who
from workflow.accounts import passwords
from workflow.accounts.passwords import LOGIN
from workflow.db import connect

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
MOST = 10  # sessions of one account; the oldest ends when one more begins
FAILURES = 5  # wrong passwords within LOCKED lock the account for LOCKED
LOCKED = timedelta(minutes=15)
_TOUCH = timedelta(minutes=1)  # a session is noted as used this often, not at every request

# The failure is counted before the password is looked at: a hundred tries at the same moment
# are a hundred failures. Until FAILURES, ``locked_until`` is the end of the window they count in.
_COUNT = """
    WITH before AS (
        SELECT id, failures, at, coalesce(locked_until > at, false) AS counting
          FROM accounts, (SELECT coalesce(%(now)s::timestamptz, now()) AS at) AS moment
         WHERE login = %(login)s AND active FOR UPDATE OF accounts)
    UPDATE accounts a
       SET failures = CASE WHEN counting THEN least(before.failures + 1, %(most)s) ELSE 1 END,
           locked_until = CASE WHEN counting AND before.failures <> %(most)s - 1
                               THEN a.locked_until ELSE at + %(locked)s END
      FROM before WHERE a.id = before.id
    RETURNING a.id, a.password_hash, counting AND before.failures >= %(most)s
"""
_BEGIN = """
    WITH moment AS (SELECT coalesce(%(now)s::timestamptz, now()) AS at),
    cleared AS (
        UPDATE accounts SET failures = 0, locked_until = NULL WHERE id = %(account)s),
    older AS (
        SELECT token_hash FROM sign_ins
         WHERE account_id = %(account)s AND ended_at IS NULL
         ORDER BY began_at DESC OFFSET %(most)s - 1),
    ended AS (
        UPDATE sign_ins SET ended_at = at FROM moment
         WHERE token_hash IN (SELECT token_hash FROM older))
    INSERT INTO sign_ins (token_hash, account_id, began_at, seen_at, agent)
    SELECT %(hash)s, %(account)s, at, at, %(agent)s FROM moment
"""
_LIVE = """s.ended_at IS NULL AND s.seen_at > moment.at - %(idle)s
    AND s.began_at > moment.at - %(longest)s"""
_FIND = f"""
    WITH {who.MOMENT}, seen AS (
        UPDATE sign_ins s SET seen_at = moment.at FROM moment
         WHERE s.token_hash = %(hash)s AND {_LIVE} AND s.seen_at < moment.at - %(touch)s)
    SELECT {who.COLUMNS}
      FROM moment, sign_ins s
      JOIN accounts a ON a.id = s.account_id JOIN people p ON p.id = a.person_id
     WHERE s.token_hash = %(hash)s AND {_LIVE} AND {who.IN_FORCE}
"""  # noqa: S608  (put together from constants)
_LIST = f"""
    WITH {who.MOMENT}
    SELECT encode(s.token_hash, 'hex'), s.began_at, s.seen_at, s.agent
      FROM moment, sign_ins s WHERE s.account_id = %(account)s AND {_LIVE}
     ORDER BY s.began_at DESC
"""  # noqa: S608
_END = "UPDATE sign_ins SET ended_at = now() WHERE ended_at IS NULL AND "


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its owner sees it."""

    key: str
    began_at: datetime
    seen_at: datetime
    agent: str


def sign_in(login: str, password: str, agent: str = "", now: datetime | None = None) -> str | None:
    """Return the token of a new session, or nothing: unknown, wrong and locked look alike."""
    with connect() as connection:
        values = {"login": login, "now": now, "most": FAILURES, "locked": LOCKED}
        counted = connection.execute(_COUNT, values).fetchone() if LOGIN.fullmatch(login) else None
    account, kept, locked = counted or (None, None, False)
    if not passwords.matches(kept, password) or locked:
        return None
    token = secrets.token_urlsafe(32)
    begun = {"account": account, "now": now, "most": MOST, "agent": agent[:200]}
    with connect() as connection:
        connection.execute(_BEGIN, {**begun, "hash": hashed(token)})
    return token


def hashed(token: str) -> bytes:
    """Return what is kept of a token; it is random and long, so one SHA-256 is enough."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def identity_of_session(token: str, now: datetime | None = None) -> who.Identity | None:
    """Return who holds this token, unless the session has ended, idled or grown too old."""
    key = hashed(token)
    values = {**who.clock(now), **_limits(), "hash": key, "touch": _TOUCH}
    with connect() as connection:
        row = connection.execute(_FIND, values).fetchone()
    return who.identity(row, key.hex()) if row else None


def sign_out(token: str) -> None:
    """End the session of this token."""
    with connect() as connection:
        connection.execute(f"{_END} token_hash = %s", [hashed(token)])


def sessions_of(account_id: int, now: datetime | None = None) -> list[Session]:
    """Return the live sessions of an account, the newest first."""
    values = {**who.clock(now), **_limits(), "account": account_id}
    with connect() as connection:
        return [Session(*row) for row in connection.execute(_LIST, values)]


def end_session(account_id: int, key: str) -> None:
    """End one session of this account; a key of another account's ends nothing."""
    with connect() as connection:
        connection.execute(
            f"{_END} account_id = %s AND encode(token_hash, 'hex') = %s", [account_id, key]
        )


def _limits() -> dict[str, timedelta]:
    return {"idle": IDLE, "longest": LONGEST}
