"""Sign-in with a password and, where set up, a second factor.

Unknown, wrong and disabled look alike: the same statements, the same work, the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow import journal
from workflow.accounts import devices, passwords, second_factor, sessions, throttle
from workflow.accounts.passwords import LOGIN
from workflow.platform import connect, narrow

HALF = timedelta(minutes=5)  # for the code, once the password was right
_READ = "SELECT id, password_hash, totp_since IS NOT NULL FROM accounts WHERE login = %s AND active"
_HALF = """
    SELECT a.id, a.login FROM sign_ins s JOIN accounts a ON a.id = s.account_id
     WHERE s.token_hash = %(hash)s AND s.pending AND s.ended_at IS NULL AND a.active
       AND s.began_at > coalesce(%(now)s::timestamptz, now()) - %(half)s
"""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The known facts about a visitor at sign-in."""

    agent: str = ""
    address: str = ""
    device: str = ""  # the cookie of known devices


@dataclass(frozen=True, slots=True)
class Entrance:
    """A new session; a pending session waits for the second factor."""

    token: str
    login: str
    pending: bool = False


def enter(
    login: str, password: str, visitor: Visitor | None = None, now: datetime | None = None
) -> Entrance | None:
    """Begin a session, or return ``None`` where the password does not match.

    A login holds small letters only, so that capitals and wide letters of a keyboard mean the same.
    Raises ``TooManyTries``, before any work is done, after too many tries.
    """
    visitor, login = visitor or Visitor(), narrow(login[:200]).lower()
    filled = throttle.at_the_door(
        login, visitor.address, devices.known(visitor.device, login, now), now
    )
    throttle.count(filled, now)
    asked = login if LOGIN.fullmatch(login) else ""
    with connect() as connection:
        row = connection.execute(_READ, [asked]).fetchone()
    account, secret, pending = row or (0, None, False)
    if not passwords.matches(secret, password):
        _note_failure(account)
        return None
    throttle.forgive(filled)
    token = sessions.begin(account, visitor.agent, now, pending=pending)
    return Entrance(token, login, pending)


def complete(
    half: str, code: str, now: datetime | None = None, visitor: Visitor | None = None
) -> Entrance | None:
    """Complete a pending session with a code of the second factor; ``None`` for a wrong code.

    Raises ``TooManyTries`` after too many tries.
    """
    visitor = visitor or Visitor()
    values = {"hash": sessions.hashed(half), "now": now, "half": HALF}
    with connect() as connection:
        row = connection.execute(_HALF, values).fetchone()
    if row is None:
        return None
    account, login = row
    device = devices.known(visitor.device, login, now)
    filled = throttle.codes(account, login, visitor.address, device)
    if not second_factor.passes(account, code, filled, now):
        _note_failure(account)
        return None
    token = sessions.renew(half, now, pending=True, strong=True)
    return Entrance(token, login) if token else None


def _note_failure(account: int) -> None:
    """Note a failure for a known account only: a text entered as a name may be a password."""
    with connect() as connection:
        journal.note(connection, "sign_in_failed", subject=("account", account or ""))


def is_waiting(half: str, now: datetime | None = None) -> bool:
    """Say whether a pending session still waits for its code."""
    values = {"hash": sessions.hashed(half), "now": now, "half": HALF}
    with connect() as connection:
        return connection.execute(_HALF, values).fetchone() is not None


def sign_in(login: str, password: str, agent: str = "", now: datetime | None = None) -> str | None:
    """Return the token of a new session, where a password is enough, or ``None``."""
    entrance = enter(login, password, Visitor(agent), now)
    return entrance.token if entrance and not entrance.pending else None


def prove(
    token: str, account_id: int, proof: str, now: datetime | None = None, *, code_only: bool = False
) -> str | None:
    """Return a new token for the session after a proof by password or code, or ``None``.

    Raises ``TooManyTries`` after too many tries.
    """
    filled = throttle.proofs(account_id, sessions.hashed(token).hex())
    throttle.count(filled, now)
    with connect() as connection:
        row = connection.execute(
            "SELECT password_hash FROM accounts WHERE id = %s AND active", [account_id]
        ).fetchone()
    by_code = second_factor.passes_totp(account_id, proof, now)
    by_password = not code_only and passwords.matches(row[0] if row else None, proof)
    if not (by_code or by_password):
        return None
    throttle.forgive(filled)
    return sessions.renew(token, now, strong=by_code)
