"""The second factor: codes by time (RFC 6238), each good once, and recovery codes on paper."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp

from workflow import journal
from workflow.accounts import keys, throttle
from workflow.accounts.sessions import hashed
from workflow.errors import BadInput, CodedWords, NotPossible
from workflow.platform import Connection, connect, narrow
from workflow.words import Words

STEP = 30  # seconds
DRIFT = (-1, 0, 1)  # steps that a clock may be wrong
RECOVERY_CODES = 10
_PURPOSE = "totp"
_CODE = re.compile(r"[0-9]{6}")
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"  # without what is easily taken for something else
_THERE = Words("动态口令已经启用。", "The second factor is set up already.")
_CHECK = Words("动态口令没有启用。", "The second factor was not set up.")
_WRONG = CodedWords(
    "口令不对；请检查手机的时间，再输入新的一组数字",
    "that is not the present code; check the clock of your phone and enter the next one",
    "wrong_secret",
)
_BEGIN = "UPDATE accounts SET totp_secret = %s WHERE id = %s AND totp_since IS NULL RETURNING id"
_READ = """
    SELECT totp_secret, totp_since IS NOT NULL,
           extract(epoch FROM coalesce(%(now)s::timestamptz, now()))::bigint
      FROM accounts WHERE id = %(account)s AND active
"""
_USE = """
    UPDATE accounts SET totp_step = %(step)s WHERE id = %(account)s AND totp_step < %(step)s
    RETURNING id
"""
_CONFIRM = "UPDATE accounts SET totp_since = now() WHERE id = %s AND totp_since IS NULL"
_REMOVE = """
    WITH gone AS (DELETE FROM recovery_codes WHERE account_id = %(account)s)
    UPDATE accounts SET totp_secret = NULL, totp_since = NULL WHERE id = %(account)s
"""
_RECOVER = """
    UPDATE recovery_codes SET used_at = now()
     WHERE account_id = %s AND code_hash = %s AND used_at IS NULL RETURNING account_id
"""


def begin(account_id: int) -> str:
    """Draw a secret for an account without a second factor, and return the secret.

    Raises ``NotPossible`` where there is a second factor already.
    """
    secret = pyotp.random_base32()
    with connect() as connection:
        if not connection.execute(_BEGIN, [keys.sealed(_PURPOSE, secret), account_id]).fetchone():
            raise NotPossible(_THERE)
    return secret


def being_set_up(account_id: int) -> str | None:
    """Return the drawn secret still without its first code, or ``None``."""
    with connect() as connection:
        ciphertext, since, _ = _read(connection, account_id, None)
    return keys.opened(_PURPOSE, ciphertext) if ciphertext and not since else None


def address_of(secret: str, login: str) -> str:
    """Return the text of the QR code for an authenticator."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="Rectify 整改销号")


def confirm(account_id: int, code: str, now: datetime | None = None) -> list[str]:
    """Put the second factor in force with its first code; return the recovery codes, only now.

    Raises ``BadInput`` for a wrong code.
    """
    if not _matches(account_id, code, now, in_force=False):
        raise BadInput(_CHECK, {"code": _WRONG})
    with connect() as connection, connection.transaction():
        connection.execute(_CONFIRM, [account_id])
        _tell(connection, account_id, "set_up")
        return _draw_codes(connection, account_id)


def drawn() -> str:
    """Return the encrypted secret of a factor for an account that is yet to be made."""
    return keys.sealed(_PURPOSE, pyotp.random_base32()).decode("ascii")


def secret_of(kept: str) -> str | None:
    """Return the secret of ``drawn``, or ``None`` once the service has another key."""
    return keys.opened(_PURPOSE, kept.encode("ascii"))


def begins_with(kept: str, code: str, now: datetime) -> bool:
    """Say whether the code belongs to the secret of ``drawn`` now."""
    secret = secret_of(kept)
    if secret is None or not looks_like_code(code):
        return False
    return pyotp.TOTP(secret).verify(_plain(code), for_time=now, valid_window=max(DRIFT))


def adopt(connection: Connection, account_id: int, kept: str) -> list[str]:
    """Put a factor with a proven code in force in an open transaction; return the recovery codes.

    Raises ``NotPossible`` where there is a second factor already.
    """
    if not connection.execute(_BEGIN, [kept.encode("ascii"), account_id]).fetchone():
        raise NotPossible(_THERE)
    connection.execute(_CONFIRM, [account_id])
    _tell(connection, account_id, "set_up")
    return _draw_codes(connection, account_id)


def draw_codes(account_id: int) -> list[str]:
    """Draw new recovery codes; the earlier codes are void."""
    with connect() as connection, connection.transaction():
        _tell(connection, account_id, "recovery_codes")
        return _draw_codes(connection, account_id)


def codes_left(account_id: int) -> int:
    """Return how many recovery codes are unused."""
    with connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM recovery_codes WHERE account_id = %s AND used_at IS NULL",
            [account_id],
        ).fetchone()
    return int(row[0]) if row else 0


def remove(account_id: int) -> None:
    """Remove the second factor, with its recovery codes."""
    with connect() as connection, connection.transaction():
        remove_at(connection, account_id)


def remove_at(connection: Connection, account_id: int) -> None:
    """Remove the second factor within an open transaction."""
    connection.execute(_REMOVE, {"account": account_id})
    _tell(connection, account_id, "removed")


def _tell(connection: Connection, account_id: int, what: str) -> None:
    journal.note(connection, "second_factor", subject=("account", account_id), what=what)


def looks_like_code(text: str) -> bool:
    """Say whether a text could be a code by time."""
    return _CODE.fullmatch(_plain(text)) is not None


def passes(
    account_id: int, code: str, filled: Sequence[throttle.Bucket], now: datetime | None = None
) -> bool:
    """Say whether the code is valid now; a code is valid only once.

    Raises ``TooManyTries`` where a bucket filled by the try is full.
    """
    throttle.count(filled, now)
    good = passes_totp(account_id, code, now) or _recovers(account_id, code)
    if good:
        throttle.forgive(filled)
    return good


def passes_totp(account_id: int, code: str, now: datetime | None = None) -> bool:
    """Say so of codes by time alone."""
    return _matches(account_id, code, now, in_force=True)


def _matches(account_id: int, code: str, now: datetime | None, *, in_force: bool) -> bool:
    with connect() as connection:
        ciphertext, since, epoch = _read(connection, account_id, now)
        secret = keys.opened(_PURPOSE, ciphertext) if ciphertext and since is in_force else None
        if secret is None or not looks_like_code(code):
            return False
        for step in (epoch // STEP + drift for drift in DRIFT):
            if hmac.compare_digest(pyotp.TOTP(secret).at(step * STEP), _plain(code)):
                used = connection.execute(_USE, {"account": account_id, "step": step})
                return used.fetchone() is not None
    return False


def _recovers(account_id: int, code: str) -> bool:
    with connect() as connection:
        used = connection.execute(_RECOVER, [account_id, hashed(_plain(code))])
        return used.fetchone() is not None


def _read(
    connection: Connection, account_id: int, now: datetime | None
) -> tuple[bytes | None, bool, int]:
    row = connection.execute(_READ, {"account": account_id, "now": now}).fetchone()
    return row or (None, False, 0)


def _draw_codes(connection: Connection, account_id: int) -> list[str]:
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(16)) for _ in range(RECOVERY_CODES)]
    connection.execute("DELETE FROM recovery_codes WHERE account_id = %s", [account_id])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO recovery_codes (account_id, code_hash) VALUES (%s, %s)",
            [(account_id, hashed(code)) for code in codes],
        )
    return ["-".join(code[n : n + 4] for n in range(0, 16, 4)) for code in codes]


def _plain(code: str) -> str:
    """Return the letters and digits of a code, however typed: wide, in groups, in capitals."""
    return "".join(c for c in narrow(code[:100]) if c.isalnum()).lower()
